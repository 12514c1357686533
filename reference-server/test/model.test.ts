import type { Checkout, Payment, Refund } from '@smartduka/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attemptMoves } from '../src/domains/payments/rules.js';
import { refundMoves } from '../src/domains/refunds/rules.js';
import { Harness, mpesa, type CallInit } from './harness.js';
import { expectTruth, type Life } from './truth.js';

// CONTRIBUTING.md says how to take more steps, and other ones.
const steps = Number(process.env['MODEL_STEPS'] ?? 120);
const first = Number(process.env['MODEL_SEED'] ?? 20_261_124);
const perLife = 40;
const seeds = Array.from({ length: Math.ceil(steps / perLife) }, (_, i) => first + i);

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
  await shop.call('POST', '/api/inventory/adjustments', {
    key: 'sk',
    body: { variant: shop.variants.get('SODA-500'), change: 10 * steps, reason: 'received' },
  });
});
afterAll(() => shop.stop());

/** What buyers still hold in their hands. */
interface Lived extends Life {
  readonly orders: Checkout[];
}
/** One thing that happens. It prints itself when a life goes wrong. */
interface Step {
  toString(): string;
  run(life: Lived): Promise<void>;
}
const step = (name: string, details: object, run: Step['run']): Step => ({
  toString: () => `${name} ${JSON.stringify(details)}`,
  run,
});
const pick = <T>(from: readonly T[], at: number): T | undefined =>
  from[from.length - 1 - (at % Math.max(1, from.length))];
/** Which one, from the newest back: lives are about a few orders to which much happens at once. */
const at = fc.constantFrom(0, 0, 0, 1, 2);
const add = (sums: Map<string, number>, key: string, by: number) => sums.set(key, (sums.get(key) ?? 0) + by);
const onOrder = <Body>(made: Checkout, what: string, init: CallInit) =>
  shop.call<Body>('POST', `/api/orders/${made.order.id}/${what}`, init);

const ordering = (...scenarios: [number, ...number[]]) =>
  fc.record({ scenario: fc.constantFrom(...scenarios), quantity: fc.integer({ min: 1, max: 3 }) }).map((how) =>
    step('order', how, async ({ orders }) => {
      const payment = mpesa();
      shop.simulator.control.next({ scenario: how.scenario, phone: payment.phone });
      const answer = await shop.checkout(await shop.cart({ 'SODA-500': how.quantity }), payment);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      orders.push(answer.body);
    }),
  );

const pushing = fc.record({ at, amount: fc.constantFrom(undefined, undefined, 3_000) }).map((how) =>
  step('push', how, async ({ orders }) => {
    const made = pick(orders, how.at);
    if (!made) return;
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    const answer = await shop.pay(made, { ...payment, ...(how.amount ? { amount: how.amount } : {}) });
    expect([201, 409, 429]).toContain(answer.status);
  }),
);

const handingOver = fc.record({ at, amount: fc.constantFrom(undefined, 2_000, 4_000) }).map((how) =>
  step('cash', how, async ({ orders, cashIn }) => {
    const made = pick(orders, how.at);
    if (!made) return;
    const body = { method: 'cash', ...(how.amount ? { amount: how.amount } : {}) };
    const answer = await onOrder<Payment>(made, 'tenders', { key: 'sk', body });
    expect([201, 409]).toContain(answer.status);
    if (answer.status === 201) add(cashIn, made.order.id, answer.body.amount.amount);
  }),
);

const canceling = at.map((which) =>
  step('cancel', { at: which }, async ({ orders }) => {
    const made = pick(orders, which);
    if (made) expect([200, 409]).toContain((await onOrder(made, 'cancel', { secret: made.secret })).status);
  }),
);

const repeating = fc.record({ at, delay: fc.constantFrom(0, 0, 60_000) }).map((how) =>
  step('repeat a callback', how, async () => {
    const callback = pick(shop.simulator.control.callbacks(), how.at);
    if (callback) await shop.simulator.control.replay(callback.id, how.delay);
  }),
);

const forgeries = ['wrong-amount', 'unknown-id', 'replayed-receipt', 'bad-token'] as const;
const forging = fc.record({ at, forgery: fc.constantFrom(undefined, ...forgeries) }).map((how) =>
  step('forge a success', how, async () => {
    const push = pick(shop.simulator.control.pushes(), how.at);
    if (push) await shop.simulator.control.report(push.id, { code: '0', ...(how.forgery && { forgery: how.forgery }) });
  }),
);

const refunding = fc
  .record({
    at,
    body: fc.constantFrom<object>({}, { method: 'cash' }, { amount: 3_000 }, { amount: 2_000, method: 'cash' }),
    trouble: fc.constantFrom('none', 'none', 'none', 'refused', 'late', 'hangup'),
  })
  .map((how) =>
    step('refund', how, async ({ orders, cashOut }) => {
      const made = pick(orders, how.at);
      if (!made) return;
      const { control } = shop.simulator;
      if (how.trouble === 'refused') control.next({ scenario: 29, variant: 'not-permitted' });
      if (how.trouble === 'late') control.next({ scenario: 28, variant: 'late' });
      if (how.trouble === 'hangup') control.fail({ endpoint: 'initiator', kind: 'hangup' });
      const lines = made.order.lines.map((line) => ({ line: line.id, quantity: 1 }));
      const body = { reason: 'returned', ...('amount' in how.body ? {} : { lines }), ...how.body };
      const answer = await onOrder<Refund>(made, 'refunds', { key: 'sk', body });
      expect([201, 400, 409], JSON.stringify(answer.body)).toContain(answer.status);
      if (answer.status === 201 && answer.body.method === 'cash')
        add(cashOut, made.order.id, answer.body.amount.amount);
      control.clearOrders();
    }),
  );

const wait = (seconds: number) => step('wait', { seconds }, () => shop.advance(seconds, Math.max(5, seconds / 5)));
const waiting = fc.constantFrom(wait(5), wait(20), wait(60), wait(130), wait(1_000));
const restarting = fc.constant(step('kill the server', {}, () => shop.restart()));

const happening = fc.oneof(
  { weight: 5, arbitrary: pushing },
  { weight: 4, arbitrary: handingOver },
  { weight: 1, arbitrary: canceling },
  { weight: 2, arbitrary: repeating },
  { weight: 1, arbitrary: forging },
  { weight: 3, arbitrary: refunding },
  { weight: 5, arbitrary: waiting },
  { weight: 1, arbitrary: restarting },
);
/** An order, now and then one whose answer keeps the shop waiting, and what happens to it and to those before it. */
const chapter = fc
  .tuple(
    fc.oneof(
      fc.tuple(ordering(1, 2, 3, 4, 6, 7, 8, 9, 21, 25), fc.constantFrom(wait(5), wait(20))),
      fc.tuple(ordering(5, 23), fc.constant(wait(130))),
    ),
    fc.array(happening, { minLength: 6, maxLength: 6 }),
  )
  .map(([begins, happens]) => [...begins, ...happens]);
const life = fc.array(chapter, { minLength: perLife / 8, maxLength: perLife / 8 }).map((chapters) => chapters.flat());

describe('money', () => {
  it.each(seeds)(
    'is never lost and never counted twice, whatever happens in which order (seed %i)',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(life, async (happens) => {
          const lived: Lived = {
            orders: [] as Checkout[],
            cashIn: new Map<string, number>(),
            cashOut: new Map<string, number>(),
          };
          for (const one of happens) await one.run(lived);
          shop.simulator.control.clearOrders();
          await shop.advance(600, 30);
          await shop.expectSound();
          await expectTruth(shop, lived);
        }),
        // One life, not made shorter when it fails: the shop it was lived in has changed.
        { seed, numRuns: 1, endOnFailure: true },
      );
    },
    120_000,
  );
});

/** Rules that must not break, each broken for one life: what the model is worth shows in whether it notices. Last, since the books are wrong afterwards. */
describe('the model', () => {
  type Table = Record<string, Record<string, string>>;
  const [payments, refunds] = [attemptMoves, refundMoves] as unknown as Table[];
  const paidBy = async (scenario: number): Promise<Checkout> => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario, phone: payment.phone });
    return shop.order({ 'SODA-500': 1 }, payment);
  };
  const latest = (): string => shop.simulator.control.pushes().at(-1)?.id ?? '';

  it.each<
    [
      what: string,
      table: Table | undefined,
      state: string,
      broken: Record<string, string>,
      life: () => Promise<Checkout>,
    ]
  >([
    [
      'credits what a callback claims, without asking',
      payments,
      'pending',
      { outcomeClaimed: 'succeeded' },
      async () => {
        const made = await paidBy(8);
        await shop.simulator.control.report(latest(), { code: '0' });
        await shop.settle();
        return made;
      },
    ],
    [
      'forgets money that comes after two minutes of silence',
      payments,
      'unknown',
      {},
      async () => {
        const made = await paidBy(5);
        await shop.advance(240, 30);
        return made;
      },
    ],
    [
      'takes a refund for done when M-Pesa has only heard of it',
      refunds,
      'requesting',
      { accepted: 'succeeded' },
      async () => {
        const made = await paidBy(1);
        await shop.advance(10);
        shop.simulator.control.next({ scenario: 29, variant: 'not-permitted' });
        const lines = made.order.lines.map(({ id }) => ({ line: id, quantity: 1 }));
        await onOrder(made, 'refunds', { key: 'sk', body: { reason: 'returned', lines } });
        await shop.advance(20);
        return made;
      },
    ],
  ])('notices a server that %s', async (_, table, state, broken, run) => {
    if (!table) throw new Error('no table');
    const sound = table[state] ?? {};
    table[state] = broken;
    try {
      const lived: Lived = { orders: [await run()], cashIn: new Map(), cashOut: new Map() };
      await expect(expectTruth(shop, lived)).rejects.toThrow('in the books');
    } finally {
      table[state] = sound;
    }
  });
});
