// `npm run bench`: one table, in under a minute. What counts is the ratio to the floor measured in the same run on the
// same machine; the absolute numbers tell about the machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startSystem } from '../scripts/lib/system.mjs';
import { driverPing } from './database.js';
import { load, type Load } from './load.js';
import { purchaser } from './purchase.js';
import { sizes } from './sizes.js';
import { kB, ms, table, times } from './table.js';

const seconds = 4;

async function floors(): Promise<{ http: Load; express: Load }> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('floors.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const urls = JSON.parse(line.toString()) as { http: string; express: string };
  const read = (url: string): Promise<Load> => load(() => fetch(url).then((response) => response.text()), { seconds });
  const measured = { http: await read(urls.http), express: await read(urls.express) };
  child.stdin.end();
  await once(child, 'exit');
  return measured;
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  return [await work(), performance.now() - began];
}

/** Resident memory of a process, in bytes. */
const memory = (pid: number): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) * 1024;

async function bareStart(): Promise<number> {
  const [, took] = await timed(async () => once(spawn(process.execPath, ['-e', '0']), 'exit'));
  return took;
}

const floor = await floors();
const ping = await driverPing(seconds / 2);
const node = await bareStart();

const [first, cold] = await timed(() => startSystem());
await first.stop();
const [system, warm] = await timed(() => startSystem({ dataDir: first.dataDir }));
const idle = memory(system.pid);

const { urls, keys } = system.dev;
const get = (path: string) => (): Promise<string> =>
  fetch(new URL(path, urls.api), { headers: { 'Duka-Key': keys.publishable } }).then((response) => {
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  });
const list = await load(get('/api/products?limit=20'), { seconds });
const search = await load(get('/api/products?q=unga&limit=20'), { seconds });
const shop = await purchaser(system.dev);
const purchases = await load(shop.buy, { seconds: 2 * seconds });
await shop.stop();
const busy = memory(system.pid);
await system.remove();

const { floor: lit, ours } = await sizes();
const speed = (name: string, { perSecond, p50, p95, p99 }: Load, beside: string, under: Load): string[] => [
  name,
  perSecond.toFixed(0),
  ms(p50),
  ms(p95),
  ms(p99),
  beside,
  times(p50, under.p50),
];
console.log(
  [
    '',
    table(
      'Requests, 8 at a time',
      ['', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'floor', 'p50 / floor'],
      [
        speed('floor: bare http server', floor.http, '', floor.http),
        speed('floor: bare Express route', floor.express, 'http', floor.http),
        speed('floor: driver ping', ping, '', ping),
        speed('20 products', list, 'Express', floor.express),
        speed('20 products found by a word', search, 'Express', floor.express),
        speed('a whole purchase, until paid', purchases, 'Express', floor.express),
      ],
    ),
    table(
      'Starts and memory',
      ['', 'value', 'floor', 'value / floor'],
      [
        ['floor: node -e 0', `${ms(node)} ms`, '', ''],
        ['npm start, empty data folder', `${ms(cold)} ms`, 'node', times(cold, node)],
        ['npm start, second time', `${ms(warm)} ms`, 'node', times(warm, node)],
        ['memory, idle', `${kB(idle / 1000)} MB`, '', ''],
        ['memory, after the purchases', `${kB(busy / 1000)} MB`, 'idle', times(busy, idle)],
      ],
    ),
    table(
      'What a buyer downloads, kB',
      ['', 'min', 'gzip', 'brotli', 'brotli / Lit'],
      [lit, ...ours].map(({ name, min, gzip, brotli }) => [
        name,
        kB(min),
        kB(gzip),
        kB(brotli),
        times(brotli, lit.brotli),
      ]),
    ),
  ].join('\n'),
);
