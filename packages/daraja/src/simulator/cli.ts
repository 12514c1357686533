#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startSimulator, type SimulatorOptions } from './simulator.js';
import type { Shortcode } from './engine/shortcodes.js';

const usage = `daraja-simulator: Safaricom's Daraja on your own machine, with a phone on the screen

  --port NUMBER      port to listen on (default 8457; 0 takes any free one)
  --host ADDRESS     address to listen on (default 127.0.0.1; there is no password, so think twice)
  --state FILE       keep phones, prompts and pending callbacks in FILE over restarts
  --seed NUMBER      draw ids and receipts from this seed
  --shortcode SPEC   a business: SHORTCODE:PASSKEY:NAME or STORE:PASSKEY:NAME:TILL; may be repeated
                     (default: Safaricom's public test pay bill 174379)
  --json             print the addresses as one line of JSON
  --help             this text
`;

function readOptions(): { options: SimulatorOptions; json: boolean } | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8457' },
      host: { type: 'string', default: '127.0.0.1' },
      state: { type: 'string' },
      seed: { type: 'string', default: '1' },
      shortcode: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const shortcodes = values.shortcode?.map(readShortcode);
  return {
    json: values.json,
    options: {
      port: whole('--port', values.port, 65_535),
      host: values.host,
      seed: whole('--seed', values.seed, 2 ** 32 - 1),
      ...(values.state ? { stateFile: values.state } : {}),
      ...(shortcodes ? { shortcodes } : {}),
    },
  };
}

function whole(name: string, value: string, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > most) throw new Error(`${name} must be a number from 0 to ${most}`);
  return number;
}

function readShortcode(spec: string): Shortcode {
  const [shortcode = '', passkey, name, till] = spec.split(':');
  if (!/^\d{5,7}$/.test(shortcode) || !passkey || !name || (till !== undefined && !/^\d{5,7}$/.test(till))) {
    throw new Error('--shortcode must be SHORTCODE:PASSKEY:NAME or STORE:PASSKEY:NAME:TILL');
  }
  return { shortcode, passkey, name, ...(till === undefined ? {} : { till }) };
}

async function main(): Promise<void> {
  const wanted = readOptions();
  if (!wanted) {
    console.log(usage);
    return;
  }
  const simulator = await startSimulator(wanted.options);
  const { url, phoneUrl } = simulator;
  if (wanted.json) console.log(JSON.stringify({ url, phoneUrl, pid: process.pid }));
  else
    console.log(
      `Daraja simulator\n  gateway and operator  ${url}\n  phone                 ${phoneUrl}\nCtrl+C stops it.`,
    );
  const stop = () => void simulator.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const message = error instanceof Error ? error.message : String(error);
  console.error(inUse ? `${message}\nChoose another port with --port, or --port 0 for any.` : message);
  process.exitCode = 1;
}
