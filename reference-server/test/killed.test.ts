import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Server } from '../src/server.js';
import { Harness, mpesa, testEnvironment } from './harness.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let shop: Harness;
let child: ChildProcess;

/** The real thing, in a process of its own that can be killed. */
async function startProcess(port: number): Promise<Server> {
  child = spawn(process.execPath, ['--import', 'tsx', '--conditions=duka-source', 'reference-server/src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ...testEnvironment(shop.mongo, shop.simulator),
      PORT: String(port),
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { event?: string; port?: number; url?: string };
    if (said.event !== 'listening') continue;
    child.stdout.resume();
    return { port: said.port ?? 0, url: said.url ?? '', stop: kill };
  }
  throw new Error('the server ended before it listened');
}

async function kill(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

beforeAll(async () => {
  shop = await Harness.start();
  await shop.server.stop();
  shop.server = await startProcess(0);
}, 60_000);
afterAll(async () => {
  await kill();
  await mongoose.connect(testEnvironment(shop.mongo, shop.simulator).MONGODB_URI);
  await shop.expectSound();
  await mongoose.disconnect();
  await shop.stop();
}, 30_000);

const prompts = (): number => shop.simulator.control.pushes().length;

describe('a server killed with -9', () => {
  it('while the prompt is open knows the order and its answer when it is back, and credits the payment', async () => {
    const [cart, idempotencyKey, payment] = [await shop.cart(), randomUUID(), mpesa()];
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    const made = await shop.checkout(cart, payment, { idempotencyKey });
    await kill();
    shop.server = await startProcess(shop.server.port);
    const again = await shop.checkout(cart, payment, { idempotencyKey });
    expect([again.status, again.body]).toEqual([201, made.body]);
    await shop.simulator.control.advance(10_000);
    await expect.poll(async () => (await shop.read(made.body)).paymentStatus, { timeout: 10_000 }).toBe('paid');
  }, 60_000);

  it('before the push was answered sends no second prompt, and still takes the callback', async () => {
    const [cart, idempotencyKey, payment, before] = [await shop.cart(), randomUUID(), mpesa(), prompts()];
    shop.simulator.control.next({ scenario: 3, phone: payment.phone });
    const cut = shop.checkout(cart, payment, { idempotencyKey }).catch(() => null);
    await expect.poll(prompts, { timeout: 10_000 }).toBe(before + 1);
    await kill();
    expect(await cut).toBeNull();
    shop.server = await startProcess(shop.server.port);
    const again = await shop.checkout(cart, payment, { idempotencyKey });
    expect(again).toMatchObject({ status: 201, body: { payment: { state: 'requesting' } } });
    expect(prompts()).toBe(before + 1);
    await shop.simulator.control.advance(5_000);
    // Its id is a candidate for as long as the answer to the push could still name another.
    await expect
      .poll(async () => (await shop.read(again.body)).payments[0]?.state, { timeout: 10_000 })
      .toBe('confirming');
  }, 60_000);
});
