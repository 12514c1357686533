import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import type { Checkout, NewCart, Order, Refund } from '@smartduka/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Attempts } from '../src/domains/payments/model.js';
import { sendDue } from '../src/domains/webhooks/job.js';
import { owned } from '../src/platform/tenancy.js';
import { Harness, mpesa, testEnvironment, type Answer, type CallInit } from './harness.js';
import { expectTruth, type Life } from './truth.js';
import { hatch, Killed, Victim } from './processes.js';

// `npm run proof` takes every step of every flow; each run of the tests takes some, others each day of a `PROOF_SEED`.
const all = process.env['PROOF'] === 'all';
const seed = Number(process.env['PROOF_SEED'] ?? 20_261_124);
const [shard = 0, shards = 1] = (process.env['PROOF_SHARD'] ?? '0/1').split('/').map(Number);
const only = process.env['PROOF_FLOW'];
const fewest = 4;

let folder: string;
let shop: Harness;
let next: Promise<ChildProcess>;

/** What a buyer or shop does, before and after the server was killed: the same calls with the same keys. */
class Actor {
  readonly life: Life = { orders: [], cashIn: new Map(), cashOut: new Map() };
  victim: Victim | null = null;
  #keys = 0;
  #mark = 0;
  readonly #name = `actor-${randomUUID()}-`;

  /** From here on things are done again, should the server be killed. */
  begin(): void {
    this.#mark = this.#keys;
  }
  again(): void {
    this.#keys = this.#mark;
  }

  async call<Body>(path: string, body: unknown, init: CallInit = {}): Promise<Answer<Body>> {
    const idempotencyKey = `${this.#name}${++this.#keys}`;
    const once = () => shop.call<Body>('POST', path, { ...init, body, idempotencyKey });
    let answer = await once().catch((error: unknown) => {
      throw this.victim ? new Killed() : error;
    });
    if ((answer.body as { code?: string }).code === 'idempotency_in_progress') {
      await this.wait(31);
      answer = await once();
    }
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer;
  }

  /** Time passes for everybody, and what is due gets done. */
  async wait(seconds: number, step = 5): Promise<void> {
    const { control } = shop.simulator;
    if (!this.victim) {
      await shop.advance(seconds, step);
      await sendDue(new AbortController().signal);
      return;
    }
    for (let left = seconds; left > 0; left -= step) {
      const ms = Math.min(step, left) * 1_000;
      await this.victim.tell({ do: 'time', now: control.now().getTime() + ms });
      await control.advance(ms);
      await this.victim.tell({ do: 'settle' });
    }
  }

  async order(cart: NewCart, payment: unknown): Promise<Checkout> {
    const body = payment === null ? {} : { payment };
    const made = (await this.call<Checkout>(`/api/carts/${cart.id}/checkout`, body, { secret: cart.secret })).body;
    if (!this.life.orders.some(({ order }) => order.id === made.order.id)) this.life.orders.push(made);
    return made;
  }

  async cash(made: Checkout): Promise<void> {
    await this.call(`/api/orders/${made.order.id}/tenders`, { method: 'cash' }, { key: 'sk' });
    this.life.cashIn.set(made.order.id, made.order.totals.total.amount);
  }
}

interface Prepared {
  cart: NewCart;
  payment: { method: string; phone: string };
  /** How the payer behaves has been arranged. */
  arranged: boolean;
  made: Checkout | null;
}
interface Flow {
  /** What stands before the first step is watched. */
  prepare?: (who: Actor, ready: Prepared) => Promise<Checkout>;
  act: (who: Actor, ready: Prepared) => Promise<Checkout>;
  /** What the buyer and the shop are told in the end. */
  ends: Partial<Order>;
}

const push =
  (scenario: number, waits: number): Flow['act'] =>
  async (who, ready) => {
    const { cart, payment } = ready;
    if (!ready.arranged) shop.simulator.control.next({ scenario, phone: payment.phone });
    ready.arranged = true;
    const made = await who.order(cart, payment);
    await who.wait(waits);
    return made;
  };
const bought: NonNullable<Flow['prepare']> = (who, ready) => push(1, 10)(who, ready);
const inCash: NonNullable<Flow['prepare']> = async (who, { cart }) => {
  const made = await who.order(cart, null);
  await who.cash(made);
  return made;
};
const giveBack =
  (how: object): Flow['act'] =>
  async (who, { made }) => {
    if (!made) throw new Error('nothing was bought');
    const lines = made.order.lines.map(({ id, quantity }) => ({ line: id, quantity }));
    const body = { reason: 'returned', ...('amount' in how ? {} : { lines }), ...how };
    await who.call(`/api/orders/${made.order.id}/refunds`, body, { key: 'sk' });
    await who.wait(20);
    return made;
  };

const flows: Record<string, Flow> = {
  'a purchase whose callback comes': { act: push(1, 10), ends: { paymentStatus: 'paid' } },
  'a purchase whose callback is lost': { act: push(4, 40), ends: { paymentStatus: 'paid' } },
  'a prompt that is declined': { act: push(8, 10), ends: { paymentStatus: 'unpaid', status: 'open' } },
  'a prompt that is answered late': { act: push(5, 200), ends: { paymentStatus: 'paid' } },
  'a second try': {
    prepare: (who, ready) => push(8, 10)(who, ready),
    act: async (who, { made, payment }) => {
      if (!made) throw new Error('nothing was ordered');
      await who.call(`/api/orders/${made.order.id}/payments`, payment, { secret: made.secret });
      await who.wait(10);
      return made;
    },
    ends: { paymentStatus: 'paid' },
  },
  'cash at the counter': {
    act: async (who, ready) => inCash(who, ready),
    ends: { paymentStatus: 'paid' },
  },
  'an order that is canceled': {
    act: async (who, { cart }) => {
      const made = await who.order(cart, null);
      await who.call(`/api/orders/${made.order.id}/cancel`, {}, { secret: made.secret });
      return made;
    },
    ends: { status: 'canceled' },
  },
  'an order that nobody pays': {
    act: async (who, { cart }) => {
      const made = await who.order(cart, null);
      await who.wait(960, 320);
      return made;
    },
    ends: { paymentStatus: 'unpaid', reservedUntil: null },
  },
  'money from the menu of a phone': {
    prepare: (who, { cart }) => who.order(cart, { method: 'paybill' }),
    act: async (who, { made, payment }) => {
      if (!made) throw new Error('nothing was ordered');
      const { control } = shop.simulator;
      if (!control.transactions().some(({ account }) => account === made.order.number)) {
        control.setPhone(payment.phone, { balance: 100_000 });
        const amount = made.order.totals.total.amount / 100;
        control.payFromMenu(payment.phone, { payee: '174379', amount, account: made.order.number, pin: '1234' });
      }
      await who.wait(10);
      // Safaricom's own second try, or a person's: the same message once more.
      const told = control
        .callbacks()
        .find(
          ({ kind, about }) =>
            kind === 'c2b-confirmation' &&
            about === control.transactions().find(({ account }) => account === made.order.number)?.id,
        );
      if (told) await control.replay(told.id);
      await who.wait(5);
      return made;
    },
    ends: { paymentStatus: 'paid' },
  },
  'a reversal': { prepare: bought, act: giveBack({}), ends: { paymentStatus: 'refunded' } },
  'a payout': { prepare: bought, act: giveBack({ amount: 3_000 }), ends: { paymentStatus: 'partially_refunded' } },
  'cash given back': {
    prepare: inCash,
    act: async (who, ready) => {
      const made = await giveBack({ method: 'cash' })(who, ready);
      who.life.cashOut.set(made.order.id, made.order.totals.total.amount);
      return made;
    },
    ends: { paymentStatus: 'refunded' },
  },
};

/**
 * It ended as it should have; or M-Pesa was never asked, since the server ended just before. Nobody can know that for sure, so that is what people are
 * told, and nothing is asked for twice.
 */
async function expectTold(made: Checkout, { ends }: Flow): Promise<void> {
  const now = await shop.read(made);
  const { control } = shop.simulator;
  const pushes = control.pushes().filter((push) => push.accountReference === made.order.number);
  expect(pushes.length, 'a prompt was sent twice').toBeLessThanOrEqual(
    now.payments.filter(({ method }) => method === 'mpesa').length,
  );
  const lost = now.payments.filter(({ state }) => state === 'unknown').length;
  const unnamed = await Attempts.countDocuments({
    ...{ ...owned(shop.tenant), order: made.order.id, method: 'mpesa', checkoutRequestId: null, claim: null },
  });
  expect(lost, 'unknown is what M-Pesa gave no name for, and nothing else').toBe(unnamed);
  const refunds = (await shop.call<{ data: Refund[] }>('GET', `/api/orders/${made.order.id}/refunds`, { key: 'sk' }))
    .body.data;
  const open = refunds.filter(({ state }) => state === 'unknown' || state === 'needs_review');
  if (lost === 0 && open.length === 0) expect(now).toMatchObject(ends);
  else expect(now.paymentStatus).toBe(open.length > 0 ? 'paid' : 'unpaid');
}

/** One life of a server: until the step at which it ends, or, without one, to see which steps there are. */
async function live(name: string, die: string | number | null): Promise<readonly string[]> {
  const flow = flows[name];
  if (!flow) throw new Error(`there is no flow ${name}`);
  const victim = new Victim(await next);
  next = hatch();
  await shop.leave();
  const { control } = shop.simulator;
  const env = testEnvironment(shop.mongo, shop.simulator);
  const started = await victim.tell({ do: 'start', dataDir: join(folder, 'data'), env, now: control.now().getTime() });
  if (started.said !== 'started') throw new Error('the server did not start');
  const { port, url } = started;
  shop.server = { port, url, stop: () => victim.kill() };

  const who = new Actor();
  who.victim = victim;
  const ready: Prepared = {
    cart: await shop.cart({ 'SODA-500': 2 }),
    payment: mpesa(),
    arranged: false,
    made: null,
  };
  if (flow.prepare) ready.made = await flow.prepare(who, ready);
  who.begin();
  await victim.tell({ do: 'watch', die });
  await flow.act(who, ready).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
    // The line was cut; the end of the process shows a moment later.
    return Promise.race([victim.ended, pause(5_000)]);
  });
  if (typeof die === 'string') expect(victim.gone, `the server never came to "${die}"`).toBe(true);
  await victim.kill();

  who.victim = null;
  await shop.comeBack(port);
  who.again();
  const made = await flow.act(who, ready);
  await who.wait(300, 30);
  await shop.expectSound();
  await expectTruth(shop, who.life);
  await expectTold(made, flow);
  return victim.steps;
}

beforeAll(async () => {
  next = hatch();
  folder = await mkdtemp(join(tmpdir(), 'duka-steps-'));
  shop = await Harness.start({ jobs: [] }, {}, join(folder, 'data'));
  await shop.call('POST', '/api/inventory/adjustments', {
    key: 'sk',
    body: { variant: shop.variants.get('SODA-500'), change: 5_000, reason: 'received' },
  });
  const hook = { url: `${shop.simulator.url}/ping`, events: ['*'] };
  expect((await shop.call('POST', '/api/webhooks', { key: 'sk', body: hook })).status).toBe(201);
}, 180_000);
afterAll(async () => {
  (await next).kill('SIGKILL');
  await shop.stop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const names = Object.keys(flows).filter((name) => only === undefined || name.includes(only));

describe.runIf(!all)('a server killed at any step of', () => {
  // Which steps, the seed says.
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const picks = Array.from({ length: fewest }, (_, i) => [names[i % names.length] ?? '', 1 + random(24)] as const);
  it.each(picks)(
    '%s ends, when it is back, in what is true (step %i)',
    async (name, step) => {
      await live(name, step);
    },
    180_000,
  );
});

describe.runIf(all)('a server killed at each step of', () => {
  it.each(names.filter((_, i) => i % shards === shard))(
    '%s ends, when it is back, in what is true',
    async (name) => {
      const seen = await live(name, null);
      // Before a step is after the one before it, so that these are all the moments there are.
      const steps = process.env['PROOF_AFTER'] ? seen : seen.filter((step) => step.startsWith('before'));
      const wrong: string[] = [];
      for (const step of steps)
        await live(name, step).then(
          () => process.stdout.write(`${name} | ${step} | sound\n`),
          (error: unknown) => {
            wrong.push(`${step}: ${String(error)}`);
            process.stdout.write(`${name} | ${step} | ${String(error)}\n`);
          },
        );
      expect(wrong).toEqual([]);
    },
    3_600_000,
  );
});
