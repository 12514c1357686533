// `npm run bench:database`: what the embedded database takes for each kind of work, beside the driver's ping in the same run. The ping is
// the floor: a driver, a socket, and a server that says "ok". Durable writes
// also wait for the disk, so their floor is a ping and one write to the disk.
import { constants } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startEmbeddedMongo, startEmbeddedMongoWorker } from '@smartduka/embedded-mongo';
import mongoose from 'mongoose';
import { summary, type Load } from './load.js';
import { kB, ms, table, times } from './table.js';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 1.5);
const many = 100_000;
interface Item {
  _id: number;
  sku: string;
  shop: number;
  price: number;
  name: string;
}

const item = (n: number): Item => ({
  _id: n,
  sku: `SKU-${n}`,
  shop: n % 100,
  price: (n * 37) % 5000,
  name: `Unga wa mahindi ${n}`,
});
/** Times of the work, and of its floor measured in turn with it: whatever else the machine does slows both. */
interface Beside {
  own: Load;
  floor: Load;
}

async function beside(work: () => Promise<unknown>, floors: (() => Promise<unknown>)[], workers = 1): Promise<Beside> {
  const [own, floor]: [number[], number[]] = [[], []];
  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await run();
    return performance.now() - began;
  };
  const worker = async (until: number, counts: boolean): Promise<void> => {
    while (performance.now() < until) {
      let least = 0;
      for (const one of floors) least += await timed(one);
      const took = await timed(work);
      if (!counts) continue;
      floor.push(least);
      own.push(took);
    }
  };
  const all = (time: number, counts: boolean): Promise<unknown> =>
    Promise.all(Array.from({ length: workers }, () => worker(performance.now() + time * 1000, counts)));
  await all(0.3, false);
  const began = performance.now();
  await all(seconds, true);
  const took = (performance.now() - began) / 1000;
  return { own: summary(own, took), floor: summary(floor, took) };
}

const anyOf = (count: number): number => Math.floor(Math.random() * count);

async function fill(collection: mongoose.mongo.Collection<Item>, count: number): Promise<void> {
  await collection.createIndexes([{ key: { sku: 1 }, unique: true }, { key: { shop: 1, price: -1 } }]);
  for (let from = 0; from < count; from += 10_000) {
    await collection.insertMany(Array.from({ length: Math.min(10_000, count - from) }, (_, i) => item(from + i)));
  }
}

/** One write of a few hundred bytes that waits for the disk: the least a durable write can take. */
async function disk(dir: string): Promise<{ write: () => Promise<unknown>; close: () => Promise<void> }> {
  const file = await open(join(dir, 'floor'), constants.O_RDWR | constants.O_CREAT | constants.O_DSYNC);
  await file.write(Buffer.alloc(1 << 20), 0, 1 << 20, 0);
  const bytes = Buffer.alloc(400, 1);
  let at = 0;
  const write = (): Promise<unknown> => file.write(bytes, 0, bytes.length, (at += bytes.length) % (1 << 19));
  return { write, close: () => file.close() };
}

const dir = await mkdtemp(join(tmpdir(), 'bench-database-'));
const dataDir = join(dir, 'data');
const rows: string[][] = [];
try {
  const server = await startEmbeddedMongoWorker({ dataDir });
  const client = await new mongoose.mongo.MongoClient(server.uri).connect();
  const db = client.db('bench');
  const [small, large] = [db.collection<Item>('small'), db.collection<Item>('large')];
  await fill(small, 10_000);
  await fill(large, many);
  const { write, close } = await disk(dir);
  const ping = (): Promise<unknown> => db.command({ ping: 1 });
  const show = (name: string, { own, floor }: Beside): void => {
    rows.push([name, own.perSecond.toFixed(0), ms(own.p50), ms(own.p95), ms(floor.p50), times(own.p50, floor.p50)]);
  };
  const reading = async (name: string, work: () => Promise<unknown>): Promise<void> =>
    show(name, await beside(work, [ping]));
  const writing = async (name: string, work: () => Promise<unknown>, workers = 1): Promise<void> =>
    show(name, await beside(work, [ping, write], workers));
  await reading('find one by _id', () => large.findOne({ _id: anyOf(many) }));
  await reading('find one by an index, of 10,000', () => small.findOne({ sku: `SKU-${anyOf(10_000)}` }));
  await reading('find one by an index, of 100,000', () => large.findOne({ sku: `SKU-${anyOf(many)}` }));
  const page = () =>
    large
      .find({ shop: anyOf(100), price: { $lt: 2500 } })
      .sort({ price: -1 })
      .limit(20);
  await reading('20 by a range, in order', () => page().toArray());
  await reading('scan of 100,000', () => large.countDocuments({ name: 'no such' }));
  const sums = [{ $group: { _id: '$shop', sum: { $sum: '$price' } } }];
  await reading('group of 100,000', () => large.aggregate(sums).toArray());
  const writes = db.collection('writes');
  for (const workers of [1, 16, 64]) {
    await writing(`durable insert, ${workers} at a time`, () => writes.insertOne({ n: 1, text: 'durable' }), workers);
  }
  await writing('durable update by _id', () => small.updateOne({ _id: anyOf(10_000) }, { $inc: { price: 1 } }));
  const transaction = (statements: number) => () =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        const first = anyOf(9000);
        for (let i = 0; i < statements; i++) {
          await small.updateOne({ _id: first + i }, { $inc: { price: 1 } }, { session });
        }
      }),
    );
  await writing('transaction of one update', transaction(1));
  await writing('transaction of five updates', transaction(5));
  await close();
  await client.close();
  await server.stop();

  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage();
  const [began, work] = [performance.now(), process.cpuUsage()];
  const again = await startEmbeddedMongo({ dataDir });
  const took = performance.now() - began;
  const cpu = process.cpuUsage(work);
  collect();
  const after = process.memoryUsage();
  await again.stop();
  const used = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  console.log(
    [
      '',
      table(
        'The embedded database, one at a time unless said',
        ['', 'per second', 'p50 ms', 'p95 ms', 'floor ms', 'p50 / floor'],
        rows,
      ),
      table(
        `Start with ${(many + 10_000).toLocaleString('en')} documents and more`,
        ['', 'value', 'aim'],
        [
          ['until it answers', `${ms(took)} ms`, '3000 ms'],
          ['of that, work of the processor', `${ms((cpu.user + cpu.system) / 1000)} ms`, ''],
          ['memory of the process', `${kB(after.rss / 1000)} MB`, '400 MB'],
          ['memory per document, with three indexes', `${kB(used / (many + 10_000))} kB`, ''],
        ],
      ),
    ].join('\n'),
  );
} finally {
  await rm(dir, { recursive: true, force: true });
}
