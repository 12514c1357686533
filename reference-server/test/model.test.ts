import type { Checkout, Payment, PaymentReview, Refund } from '@smartduka/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Orders } from '../src/domains/orders/model.js';
import { Attempts, Ledger, type AttemptRecord } from '../src/domains/payments/model.js';
import { Refunds } from '../src/domains/refunds/model.js';
import { owned } from '../src/platform/tenancy.js';
import { Harness, mpesa, type CallInit } from './harness.js';

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

/** The model: what buyers and the shop did and were told. What M-Pesa moved, the simulator knows. */
interface Life {
  readonly orders: Checkout[];
  /** Cash that the server said it had taken, and given back by hand, by order. */
  readonly cashIn: Map<string, number>;
  readonly cashOut: Map<string, number>;
}
/** One thing that happens. It prints itself when a life goes wrong. */
interface Step {
  toString(): string;
  run(life: Life): Promise<void>;
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

const openReviews = async (): Promise<PaymentReview[]> =>
  (await shop.call<{ data: PaymentReview[] }>('GET', '/api/payment-reviews?open=true&limit=100', { key: 'sk' })).body
    .data;

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

const sum = (rows: readonly { amount: number }[]): number => rows.reduce((all, { amount }) => all + amount, 0);

/** Our books against what M-Pesa moved and what people were told, order by order. */
async function expectTruth({ orders, cashIn, cashOut }: Life): Promise<void> {
  const pushes = shop.simulator.control.pushes();
  const out = shop.simulator.control.transactions().filter(({ kind }) => kind === 'reversal' || kind === 'b2c');
  const undecided = new Set((await openReviews()).map((review) => review.payment.id));
  const waits = (attempt: AttemptRecord) =>
    attempt.state !== 'succeeded' && !attempt.late && undecided.has(attempt._id);
  for (const { order } of orders) {
    const of = { ...owned(shop.tenant), order: order.id };
    const [attempts, ledger, refunds] = [await Attempts.find(of), await Ledger.find(of), await Refunds.find(of)];
    const asked = pushes.filter((push) => push.accountReference === order.number);
    const attemptOf = (id: string) =>
      attempts.find((one) => one.checkoutRequestId === id || one.claim?.checkoutRequestId === id);
    const paid = asked.filter((push) => push.resultCode === '0');
    for (const push of paid) expect(attemptOf(push.id), `${push.id} was paid and is forgotten`).toBeDefined();
    // A person decides about the rest, and has it before them.
    const certain = paid.filter((push) => !waits(attemptOf(push.id) as AttemptRecord));
    const booked = (kind: string) => sum(ledger.filter((entry) => entry.kind === kind));
    const came = sum(certain) * 100 + (cashIn.get(order.id) ?? 0);
    expect(booked('captured'), `${order.id}: in the books, against what came in`).toBe(came);

    const ours = new Set(
      refunds.flatMap((one) => [one.receiptNumber, one.originalReceipt]).filter((id) => id !== null),
    );
    const ids = new Set(refunds.map((one) => one._id));
    const gone = out.filter(
      (one) => ours.has(one.id) || ours.has(one.account) || ids.has(one.originatorConversationId ?? ''),
    );
    const open = refunds.filter((one) => one.state !== 'succeeded' && one.state !== 'failed');
    const went = sum(gone) * 100 + (cashOut.get(order.id) ?? 0);
    expect(booked('refunded'), `${order.id}: in the books, against what went out`).toBeLessThanOrEqual(went);
    expect(booked('refunded') + sum(open), `${order.id}: gave back without knowing`).toBeGreaterThanOrEqual(went);

    // Money that fits its order is used for it.
    const now = await Orders.findOne({ ...owned(shop.tenant), _id: order.id });
    const total = order.totals.total.amount;
    const whole = certain.some((push) => push.amount * 100 === total);
    if (whole && now?.status === 'open' && now.paymentStatus === 'unpaid')
      expect(
        attempts.some((one) => one.unapplied),
        `${order.id} was paid and nobody knows`,
      ).toBe(true);
  }
}

describe('money', () => {
  it.each(seeds)(
    'is never lost and never counted twice, whatever happens in which order (seed %i)',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(life, async (happens) => {
          const lived: Life = { orders: [], cashIn: new Map(), cashOut: new Map() };
          for (const one of happens) await one.run(lived);
          shop.simulator.control.clearOrders();
          await shop.advance(600, 30);
          await shop.expectSound();
          await expectTruth(lived);
        }),
        // One life, not made shorter when it fails: the shop it was lived in has changed.
        { seed, numRuns: 1, endOnFailure: true },
      );
    },
    120_000,
  );
});
