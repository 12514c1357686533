import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  createDaraja,
  parseStkCallback,
  type Daraja,
  type DarajaOptions,
  type StkCallbackReading,
} from '../src/index.js';
import { sandboxShortcode, startSimulator, type Simulator, type SimulatorOptions } from '../src/simulator/index.js';

export interface Received {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly raw: string;
  readonly reading: StkCallbackReading;
  /** Virtual seconds since the bench was set up. */
  readonly afterSeconds: number;
}

export interface Bench {
  readonly simulator: Simulator;
  readonly daraja: Daraja;
  readonly received: Received[];
  /** What the shop answers callbacks with; 200 unless changed. */
  receiverStatus: number;
  readonly callbackUrl: string;
  /** Moves time on. */
  pass(seconds: number): Promise<void>;
  push(phone?: string, amount?: number): ReturnType<Daraja['stkPush']>;
}

export const START = '2026-01-02T00:04:05Z';
export const PHONE = '+254712345678';

/** A shop, the client and a simulator whose time stands still, all over real HTTP. */
export async function bench(
  options: { simulator?: SimulatorOptions; client?: Partial<DarajaOptions> } = {},
): Promise<Bench> {
  const simulator = await startSimulator({ clock: { mode: 'manual', start: START }, ...options.simulator });
  onTestFinished(() => simulator.stop());
  const received: Received[] = [];
  const began = simulator.control.now().getTime();
  const shop = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const afterSeconds = (simulator.control.now().getTime() - began) / 1000;
      const path = request.url ?? '';
      received.push({ path, headers: request.headers, raw, reading: parseStkCallback(raw), afterSeconds });
      response.writeHead(bench.receiverStatus, { 'content-type': 'application/json' });
      response.end('{"ResultCode":0,"ResultDesc":"Accepted"}');
    });
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    shop.close();
    shop.closeAllConnections();
  });
  const callbackUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/payments/callback/4f2c9a`;
  const daraja = createDaraja({
    baseUrl: simulator.url,
    consumerKey: 'key-of-the-shop',
    consumerSecret: 'secret-of-the-shop',
    shortcode: sandboxShortcode.shortcode,
    passkey: sandboxShortcode.passkey,
    clock: simulator.control.now,
    ...options.client,
  });
  const bench: Bench = {
    simulator,
    daraja,
    received,
    receiverStatus: 200,
    callbackUrl,
    pass: (seconds) => simulator.control.advance(seconds * 1000),
    push: (phone = PHONE, amount = 250) =>
      daraja.stkPush({ amount, phone, accountReference: 'INV-2041', description: 'Order 2041', callbackUrl }),
  };
  return bench;
}

/** The id of a push that must have been accepted. */
export async function accepted(outcome: ReturnType<Daraja['stkPush']>): Promise<string> {
  const result = await outcome;
  if (result.kind !== 'accepted') throw new Error(`expected the push to be accepted, got ${JSON.stringify(result)}`);
  return result.checkoutRequestId;
}
