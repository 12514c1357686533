import { randomUUID } from 'node:crypto';
import type { Checkout, OrderEvent } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(() => shop.expectSound());
afterAll(() => shop.stop());

const prompts = (): number => shop.simulator.control.pushes().length;

describe('ten equal taps', () => {
  it('make one order and one prompt (I4)', async () => {
    const cart = await shop.cart();
    const [payment, idempotencyKey, before] = [mpesa(), randomUUID(), prompts()];
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => shop.checkout(cart, payment, { idempotencyKey })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(
      new Set([201, 409].filter((s) => answers.some((a) => a.status === s))),
    );
    for (const answer of answers.filter((one) => one.status === 409)) {
      expect(answer.body).toMatchObject({ code: 'idempotency_in_progress', retryable: true });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(prompts()).toBe(before + 1);
    const again = await shop.checkout(cart, payment, { idempotencyKey });
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const orders = new Set([...answers, again].filter((one) => one.status === 201).map((one) => one.body.order.id));
    expect(orders.size).toBe(1);
    expect(prompts()).toBe(before + 1);
  });
});

describe('two tabs with one cart', () => {
  it('make one order; the other is told which', async () => {
    const cart = await shop.cart();
    const before = prompts();
    const answers = await Promise.all([shop.checkout(cart), shop.checkout(cart)]);
    const won = answers.find((answer) => answer.status === 201)?.body as Checkout;
    const lost = answers.find((answer) => answer.status === 409);
    expect(lost?.body).toMatchObject({ code: 'cart_completed', order: won.order.id });
    expect(prompts()).toBe(before + 1);
    // The cart's secret, which both tabs have, opens the order too.
    expect(await shop.read({ order: won.order, secret: cart.secret })).toMatchObject({ id: won.order.id });
  });

  it('send one prompt for one order (INV-05)', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, null);
    const before = prompts();
    const answers = await Promise.all(Array.from({ length: 6 }, () => shop.pay(made)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    for (const answer of answers.filter((one) => one.status !== 201))
      expect(answer).toMatchObject({ status: 409, body: { code: 'payment_in_progress' } });
    expect(prompts()).toBe(before + 1);
  });
});

describe('an idempotency key', () => {
  const paying = async () => ({ made: await shop.order({ 'SODA-500': 1 }, null), payment: { method: 'cash' } });

  it('is needed where something is ordered or paid', async () => {
    const { made, payment } = await paying();
    expect(await shop.pay(made, payment, { idempotencyKey: null })).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_required' },
    });
  });

  it.each([
    ['short', 'short'],
    ['too long', 'x'.repeat(256)],
  ])('that is %s is refused', async (_, idempotencyKey) => {
    const { made, payment } = await paying();
    expect(await shop.pay(made, payment, { idempotencyKey })).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_invalid' },
    });
  });

  it('gives the same answer again, and nothing happens again', async () => {
    const { made, payment } = await paying();
    const idempotencyKey = randomUUID();
    const first = await shop.pay(made, payment, { idempotencyKey });
    const second = await shop.pay(made, payment, { idempotencyKey });
    expect([second.status, second.body, second.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
    expect((await shop.read(made)).payments).toHaveLength(1);
  });

  it('with another body is refused, and nothing happens', async () => {
    const { made } = await paying();
    const idempotencyKey = randomUUID();
    await shop.pay(made, { method: 'cash' }, { idempotencyKey });
    expect(await shop.pay(made, mpesa(), { idempotencyKey })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect((await shop.read(made)).payments).toHaveLength(1);
  });

  it('belongs to the holder of one cart: another shopper with the same one is somebody else (I2)', async () => {
    const [one, two, idempotencyKey] = [await shop.cart(), await shop.cart(), randomUUID()];
    const first = await shop.checkout(one, null, { idempotencyKey });
    const second = await shop.checkout(two, null, { idempotencyKey });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.order.id).not.toBe(first.body.order.id);
  });

  it('of a refusal that is final keeps it; one of bad input may be used again (I6)', async () => {
    const cart = await shop.cart({ BOOK: 9 });
    const idempotencyKey = randomUUID();
    expect(await shop.checkout(cart, { method: 'mpesa', phone: '12' }, { idempotencyKey })).toMatchObject({
      status: 400,
    });
    const short = await shop.checkout(cart, null, { idempotencyKey });
    expect(short).toMatchObject({
      status: 409,
      body: { code: 'insufficient_stock', lines: [{ requested: 9, available: 3 }] },
    });
    const again = await shop.checkout(cart, null, { idempotencyKey });
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([short.body, 'true']);
  });
});

describe('200 buyers racing for 50 items', () => {
  it('get exactly 50, without an error of ours', async () => {
    const carts = await Promise.all(Array.from({ length: 200 }, () => shop.cart({ 'UNGA-2KG': 1 })));
    const answers = await Promise.all(carts.map((cart) => shop.checkout(cart)));
    const counts: Record<string, number> = {};
    for (const { status, body } of answers) {
      const name = status === 201 ? 'ordered' : String((body as unknown as { code: string }).code);
      counts[name] = (counts[name] ?? 0) + 1;
    }
    expect(counts).toEqual({ ordered: 50, insufficient_stock: 150 });
    expect(await shop.stock('UNGA-2KG')).toEqual({ onHand: 50, available: 0, held: 50, allocated: 0 });
  }, 180_000);
});

describe('a server that ends while the prompt is open', () => {
  it('finds the payment again when it is back', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 4, phone: payment.phone });
    const made = await shop.order({ 'SODA-500': 1 }, payment);
    await shop.restart();
    await shop.simulator.control.advance(10_000);
    await shop.advance(40);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  }, 60_000);
});

describe('the event stream', () => {
  it('resumes after the last event seen, and says at once what happens next', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    const made = await shop.order({ 'SODA-500': 1 }, payment);
    const stop = new AbortController();
    const response = await fetch(`${shop.server.url}/api/orders/${made.order.id}/events`, {
      headers: {
        Accept: 'text/event-stream',
        'Duka-Key': shop.publishable,
        'Duka-Secret': made.secret,
        'Last-Event-ID': '2',
      },
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await shop.advance(10);
    const seen: OrderEvent[] = [];
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      seen.splice(
        0,
        seen.length,
        ...[...text.matchAll(/^data: (.*)$/gm)].map((found) => JSON.parse(found[1] ?? '') as OrderEvent),
      );
      if (seen.at(-1)?.type === 'order.paid') break;
    }
    stop.abort();
    expect(seen.map((event) => event.sequence)).toEqual([3, 4, 5, 6]);
  });
});
