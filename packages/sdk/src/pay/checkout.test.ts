import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCart, anOrder, aPayment, succeeded } from '../../test/makers.js';
import { json, problem, reset, scriptedServer } from '../../test/scripted-server.js';
import type { Reply, ScriptedServer } from '../../test/scripted-server.js';
import { createDuka, memoryStorage } from '../fetch.js';
import type { Checkout, Duka, DukaStorage } from '../fetch.js';

let server: ScriptedServer;
let storage: DukaStorage;
beforeEach(async () => {
  server = await scriptedServer();
  storage = memoryStorage();
});
afterEach(() => server.close());

const tab = (): Duka => createDuka({ server: server.url, key: 'pk_test_1', storage, retries: 0 });
const result: Checkout = { order: anOrder(), payment: aPayment(), secret: 'secret of ord_1' };
const pay = { method: 'mpesa', phone: '0712 345 678' } as const;
const checkouts = () => server.to('POST /carts/cart_1/checkout');
const keysOf = (heard: { headers: Record<string, unknown> }[]) =>
  heard.map(({ headers }) => headers['idempotency-key']);

async function withCart(): Promise<Duka> {
  const duka = tab();
  server.on('POST /carts', json(201, { ...aCart(), secret: 'secret of cart_1' }));
  await duka.cart.add({ product: 'unga' });
  server.heard.length = 0;
  return duka;
}

/** Orders once, for the first key that comes. `losing`: does so, and hangs up before it answers. */
function orderOnce(): { answering: Reply; losing: Reply } {
  let by: unknown;
  const answering: Reply = (response, heard) => {
    by ??= heard.headers['idempotency-key'];
    const same = by === heard.headers['idempotency-key'];
    return (same ? json(201, result) : problem(409, 'cart_completed', { order: 'ord_1' }))(response, heard);
  };
  const losing: Reply = (response, heard) => {
    by ??= heard.headers['idempotency-key'];
    return reset(response, heard);
  };
  return { answering, losing };
}

describe('checkout', () => {
  it('orders the cart, and can open the order from then on', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/checkout', json(201, result));
    server.on('GET /orders/ord_1', json(200, anOrder({ payments: [aPayment()] })));
    server.on('GET /payments/pay_1', json(200, aPayment()));
    const { order, payment } = await duka.checkout({ customer: { name: 'Wanjiku' }, pay, expectedTotal: 25000 });
    expect([order.id, payment?.id]).toEqual(['ord_1', 'pay_1']);
    expect(checkouts()).toMatchObject([
      {
        headers: { 'duka-secret': 'secret of cart_1' },
        body: { customer: { name: 'Wanjiku' }, payment: pay, expectedTotal: 25000 },
      },
    ]);
    expect(duka.cart.current).toBeNull();
    await tab().orders.get('ord_1');
    await tab().payments.get('pay_1');
    expect(server.heard.slice(-2).map(({ headers }) => headers['duka-secret'])).toEqual(
      Array(2).fill('secret of ord_1'),
    );
  });

  it('is one call for five taps', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/checkout', json(201, result));
    const all = await Promise.all(Array.from({ length: 5 }, () => duka.checkout({ pay })));
    expect(new Set(all.map(({ order }) => order.id))).toEqual(new Set(['ord_1']));
    expect(checkouts()).toHaveLength(1);
  });

  it('answers a tap that comes late with the order that is made, while that is undecided', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/checkout', json(201, result));
    server.on('GET /orders/ord_1', json(200, anOrder({ payments: [aPayment()] })));
    await duka.checkout({ pay });
    const late = await tab().checkout({ pay });
    expect([late.order.id, late.payment?.id]).toEqual(['ord_1', 'pay_1']);
    expect(checkouts()).toHaveLength(1);
    server.on('GET /payments/pay_1', json(200, succeeded(9)));
    await duka.payments.get('pay_1');
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'cart_empty' });
  });

  it('is one order for two tabs', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/checkout', orderOnce().answering);
    server.on('GET /orders/ord_1', json(200, anOrder({ payments: [aPayment()] })));
    const [one, two] = await Promise.all([duka.checkout({ pay }), tab().checkout({ pay })]);
    expect([one.order.id, two.order.id, two.payment?.id]).toEqual(['ord_1', 'ord_1', 'pay_1']);
    expect(new Set(keysOf(checkouts())).size).toBe(1);
  });

  it('repeats the same call by its key when the answer was lost, here or after a reload', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/checkout', reset, reset, json(201, result));
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'network_error' });
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'network_error' });
    expect(tab().payments.pending()).toMatchObject([{ cart: 'cart_1', order: null, payment: null }]);
    const finished = await tab().resumeCheckout();
    expect(finished?.order.id).toBe('ord_1');
    expect(new Set(keysOf(checkouts())).size).toBe(1);
    expect(tab().payments.pending()).toMatchObject([{ cart: null, order: 'ord_1', payment: 'pay_1' }]);
    expect(await tab().resumeCheckout()).toBeNull();
  });

  it('finds the order when the lost call had ordered, and the buyer now asks with another phone', async () => {
    const duka = await withCart();
    const { answering, losing } = orderOnce();
    server.on('POST /carts/cart_1/checkout', losing, answering);
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'network_error' });
    const { order } = await tab().checkout({ pay: { method: 'mpesa', phone: '0733 000 111' } });
    expect(order.id).toBe('ord_1');
    const keys = keysOf(checkouts());
    expect(keys).toHaveLength(3);
    expect(keys[2]).toBe(keys[0]);
    expect(tab().payments.pending()).toMatchObject([{ payment: 'pay_1' }]);
  });

  it('takes a new key after a refusal', async () => {
    const duka = await withCart();
    const lines = [{ variant: 'var_1', title: 'Unga', requested: 3, available: 1 }];
    server.on('POST /carts/cart_1/checkout', problem(409, 'insufficient_stock', { lines }), json(201, result));
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'insufficient_stock', problem: { lines } });
    expect(duka.payments.pending()).toEqual([]);
    expect(duka.cart.current?.id).toBe('cart_1');
    await duka.checkout({ pay });
    expect(new Set(keysOf(checkouts())).size).toBe(2);
  });

  it('lets a cart go that was ordered where we cannot see it', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/checkout', problem(409, 'cart_completed', { order: 'ord_9' }));
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'cart_completed', problem: { order: 'ord_9' } });
    expect(duka.cart.current).toBeNull();
  });

  it('lets a cart go that has run out', async () => {
    const duka = await withCart();
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'not_found' });
    expect(duka.cart.current).toBeNull();
    expect(duka.payments.pending()).toEqual([]);
  });

  it('does not order an empty cart', async () => {
    await expect(tab().checkout({ pay })).rejects.toMatchObject({ name: 'DukaConflictError', code: 'cart_empty' });
    expect(server.heard).toHaveLength(0);
  });
});

describe('payments.start', () => {
  const attempts = () => server.to('POST /orders/ord_1/payments');
  const again = { phone: '+254712345678' };

  it('sends one prompt for taps in two tabs, before and after the answer', async () => {
    server.on('POST /orders/ord_1/payments', json(201, aPayment()));
    server.on('GET /payments/pay_1', json(200, aPayment({ state: 'confirming', second: 3 })));
    const secret = 'secret of ord_1';
    const both = await Promise.all([
      tab().payments.start('ord_1', pay, { secret }),
      tab().payments.start('ord_1', pay),
    ]);
    expect(both.map(({ id }) => id)).toEqual(['pay_1', 'pay_1']);
    expect(await tab().payments.start('ord_1', again)).toMatchObject({ id: 'pay_1', state: 'confirming' });
    expect(attempts()).toHaveLength(1);
    expect(attempts()[0]?.headers['duka-secret']).toBe(secret);
  });

  it('is a new attempt once the last is decided', async () => {
    const duka = tab();
    server.on('POST /orders/ord_1/payments', json(201, aPayment()), json(201, aPayment({ id: 'pay_2' })));
    server.on(
      'GET /payments/pay_1',
      json(200, aPayment({ state: 'failed', final: true, reason: 'cancelled', second: 5 })),
    );
    await duka.payments.start('ord_1', pay);
    expect((await duka.payments.start('ord_1', pay)).id).toBe('pay_2');
    expect(new Set(keysOf(attempts())).size).toBe(2);
  });

  it('keeps its key while no answer came', async () => {
    server.on('POST /orders/ord_1/payments', reset, json(201, aPayment()));
    await expect(tab().payments.start('ord_1', pay)).rejects.toMatchObject({ code: 'network_error' });
    expect(tab().payments.pending()).toMatchObject([{ order: 'ord_1', payment: null }]);
    await tab().payments.start('ord_1', pay);
    expect(new Set(keysOf(attempts())).size).toBe(1);
  });

  it('writes down no phone number', async () => {
    const written: string[] = [];
    const listening: DukaStorage = {
      ...storage,
      setItem: (name, value) => (written.push(value), storage.setItem(name, value)),
    };
    server.on('POST /orders/ord_1/payments', reset);
    const { payments } = createDuka({ server: server.url, key: 'pk_test_1', storage: listening, retries: 0 });
    await expect(payments.start('ord_1', pay)).rejects.toMatchObject({ code: 'network_error' });
    expect(written.length).toBeGreaterThan(0);
    expect(written.join()).not.toMatch(/345/);
  });

  it('misses no answer once the order is paid', async () => {
    server.on('POST /orders/ord_1/payments', reset);
    server.on('GET /orders/ord_1', json(200, anOrder()), json(200, anOrder({ paymentStatus: 'paid' })));
    const duka = tab();
    await expect(duka.payments.start('ord_1', pay, { secret: 's' })).rejects.toMatchObject({ code: 'network_error' });
    await duka.orders.get('ord_1');
    expect(duka.payments.pending()).toHaveLength(1);
    await duka.orders.get('ord_1');
    expect(duka.payments.pending()).toEqual([]);
  });

  it('asks for another phone under another key, and says so when the first is undecided', async () => {
    const duka = tab();
    server.on(
      'POST /orders/ord_1/payments',
      json(201, aPayment()),
      problem(409, 'payment_in_progress', { payment: 'pay_1', retryable: true }),
      json(201, aPayment({ id: 'pay_2' })),
    );
    await duka.payments.start('ord_1', pay);
    const other = { phone: '0733 000 111' };
    await expect(duka.payments.start('ord_1', other)).rejects.toMatchObject({
      name: 'DukaPaymentError',
      reason: 'busy',
      problem: { payment: 'pay_1' },
    });
    // Refused is decided: the key must not bring the same refusal for a day.
    await duka.payments.start('ord_1', other);
    expect(new Set(keysOf(attempts())).size).toBe(3);
  });
});
