import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCart } from '../../test/makers.js';
import { json, problem, reset, scriptedServer } from '../../test/scripted-server.js';
import type { Reply, ScriptedServer } from '../../test/scripted-server.js';
import { createDuka, memoryStorage } from '../fetch.js';
import type { Cart, CartChangeReason, Duka, DukaStorage } from '../fetch.js';

let server: ScriptedServer;
let storage: DukaStorage;
beforeEach(async () => {
  server = await scriptedServer();
  storage = memoryStorage();
});
afterEach(() => server.close());

/** Tabs of one browser share a storage. */
const tab = (shared: DukaStorage = storage): Duka =>
  createDuka({ server: server.url, key: 'pk_test_1', storage: shared });
const made = (cart: Partial<Cart> = {}): Reply =>
  json(201, { ...aCart(cart), secret: `secret of ${cart.id ?? 'cart_1'}` });
const version = (number: number, cart: Partial<Cart> = {}): Reply => json(200, aCart({ version: number, ...cart }));

async function withCart(): Promise<Duka> {
  const duka = tab();
  server.on('POST /carts', made());
  await duka.cart.add({ product: 'unga' });
  server.heard.length = 0;
  return duka;
}

describe('cart store', () => {
  it('asks nothing before the first thing goes in', async () => {
    const duka = tab();
    expect(duka.cart.current).toBeNull();
    expect(await duka.cart.get()).toBeNull();
    duka.cart.subscribe(() => undefined);
    expect(server.heard).toHaveLength(0);
  });

  it('makes the cart with the first thing in it, and hides its secret', async () => {
    const duka = tab();
    server.on('POST /carts', made());
    expect(await duka.cart.add({ product: 'unga', quantity: 2 })).toEqual(aCart());
    expect(duka.cart.current).toEqual(aCart());
    expect(server.heard).toMatchObject([{ body: { items: [{ product: 'unga', quantity: 2 }] } }]);
  });

  it('opens the same cart in every tab, and after a reload', async () => {
    await withCart();
    server.on('POST /carts/cart_1/items', version(2));
    const other = tab();
    expect(other.cart.current?.id).toBe('cart_1');
    await other.cart.add({ variant: 'var_1' });
    expect(server.heard).toMatchObject([
      { path: '/carts/cart_1/items', headers: { 'duka-secret': 'secret of cart_1' }, body: { variant: 'var_1' } },
    ]);
    expect(tab().cart.current?.version).toBe(2);
  });

  it('is another cart for another key, server or browser', async () => {
    await withCart();
    const other = (key: string, url = server.url) => createDuka({ server: url, key, storage }).cart.current;
    expect(other('pk_test_2')).toBeNull();
    expect(other('pk_test_1', 'http://other.example')).toBeNull();
    expect(tab(memoryStorage()).cart.current).toBeNull();
  });

  it('sends changes one after the other, in the order in which they were made', async () => {
    const duka = tab();
    let open = 0;
    const slow =
      (reply: Reply): Reply =>
      async (response, heard) => {
        expect(++open).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 10));
        open--;
        return reply(response, heard);
      };
    server.on('POST /carts', slow(made()));
    server.on('POST /carts/cart_1/items', slow(version(2)), slow(version(3)));
    await Promise.all(['a', 'b', 'c'].map((product) => duka.cart.add({ product })));
    expect(server.heard.map(({ path }) => path)).toEqual(['/carts', '/carts/cart_1/items', '/carts/cart_1/items']);
    expect(server.heard.slice(1).map(({ body }) => body)).toEqual([{ product: 'b' }, { product: 'c' }]);
  });

  it('makes one cart when two tabs add the first thing at once', async () => {
    server.on('POST /carts', made());
    server.on('POST /carts/cart_1/items', version(2));
    await Promise.all([tab().cart.add({ product: 'a' }), tab().cart.add({ product: 'b' })]);
    expect(server.to('POST /carts')).toHaveLength(1);
    expect(server.to('POST /carts/cart_1/items')).toHaveLength(1);
  });

  it('changes nothing when an add is refused', async () => {
    const duka = await withCart();
    const before = duka.cart.current;
    server.on('POST /carts/cart_1/items', problem(409, 'product_unavailable'));
    await expect(duka.cart.add({ product: 'gone' })).rejects.toMatchObject({ code: 'product_unavailable' });
    expect(duka.cart.current).toEqual(before);
    server.on('POST /carts/cart_1/items', version(2));
    expect((await duka.cart.add({ product: 'x' })).version).toBe(2);
  });

  it.each([
    ['lost', problem(404, 'not_found')],
    ['locked', problem(401, 'secret_required')],
    ['ordered', problem(409, 'cart_completed')],
  ])('puts the goods in a new cart when the old one is %s', async (_how, refusal) => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/items', refusal);
    server.on('POST /carts', made({ id: 'cart_2' }));
    expect((await duka.cart.add({ product: 'x' })).id).toBe('cart_2');
    expect(tab().cart.current?.id).toBe('cart_2');
  });

  it('keeps the old cart when a new one cannot be had', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/items', problem(404, 'not_found'));
    server.on('POST /carts', problem(409, 'product_unavailable'));
    await expect(duka.cart.add({ product: 'x' })).rejects.toMatchObject({ code: 'product_unavailable' });
    expect(duka.cart.current?.id).toBe('cart_1');
  });

  it('lets go of a cart that became an order elsewhere, or ran out', async () => {
    for (const reply of [version(5, { status: 'completed', order: 'ord_1' }), problem(404, 'not_found')]) {
      const duka = await withCart();
      server.on('GET /carts/cart_1', reply);
      expect(await duka.cart.get()).toBeNull();
      expect(tab().cart.current).toBeNull();
    }
  });

  it('keeps its cart while the line is dead', async () => {
    const duka = await withCart();
    server.on('GET /carts/cart_1', reset);
    await expect(duka.cart.get({ retries: 0 })).rejects.toMatchObject({ code: 'network_error' });
    expect(duka.cart.current?.id).toBe('cart_1');
  });

  it('changes lines, buyer and delivery', async () => {
    const duka = await withCart();
    server.on('PATCH /carts/cart_1/items/line_1', version(2));
    server.on('DELETE /carts/cart_1/items/line_1', version(3));
    server.on('PATCH /carts/cart_1', version(4), version(5));
    await duka.cart.update('line_1', { quantity: 3 });
    await duka.cart.remove('line_1');
    await duka.cart.setCustomer({ name: 'Wanjiku' });
    await duka.cart.setDelivery(null);
    expect(server.heard.map(({ body }) => body)).toEqual([
      { quantity: 3 },
      undefined,
      { customer: { name: 'Wanjiku' } },
      { delivery: null },
    ]);
    expect(duka.cart.current?.version).toBe(5);
  });

  it('takes a line that is gone already for removed', async () => {
    const duka = await withCart();
    server.on('GET /carts/cart_1', version(7));
    expect((await duka.cart.remove('line_9')).version).toBe(7);
    expect(duka.cart.current?.version).toBe(7);
  });

  it('tells a line that is gone from a cart that is gone', async () => {
    const duka = await withCart();
    server.on('GET /carts/cart_1', version(7));
    await expect(duka.cart.update('line_9', { quantity: 2 })).rejects.toMatchObject({ code: 'not_found' });
    expect(duka.cart.current?.version).toBe(7);
    server.on('GET /carts/cart_1', problem(404, 'not_found'));
    await expect(duka.cart.update('line_9', { quantity: 2 })).rejects.toMatchObject({ code: 'not_found' });
    expect(duka.cart.current).toBeNull();
  });

  it('refuses to change a cart that is not there', async () => {
    await expect(tab().cart.update('line_1', { quantity: 1 })).rejects.toMatchObject({ code: 'cart_empty' });
  });

  it('is not set back by an answer that was overtaken', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/items', version(3));
    await duka.cart.add({ product: 'x' });
    server.on('GET /carts/cart_1', version(2));
    await duka.cart.get();
    expect(duka.cart.current?.version).toBe(3);
  });

  it('tells its listeners what happened, and one that throws stops nobody', async () => {
    const duka = tab();
    const told: [string | undefined, CartChangeReason][] = [];
    duka.cart.subscribe(() => {
      throw new Error('broken badge');
    });
    const end = duka.cart.subscribe((cart, reason) => void told.push([cart?.id, reason]));
    server.on('POST /carts', made());
    server.on('PATCH /carts/cart_1', version(2));
    await duka.cart.add({ product: 'x' });
    await duka.cart.setCustomer(null);
    duka.cart.clear();
    end();
    await duka.cart.add({ product: 'x' });
    expect(told).toEqual([
      ['cart_1', 'add'],
      ['cart_1', 'customer'],
      [undefined, 'clear'],
    ]);
  });

  it('can be left while it waits its turn', async () => {
    const duka = await withCart();
    server.on('POST /carts/cart_1/items', () => undefined);
    const first = duka.cart.add({ product: 'a' }, { timeout: 300, retries: 0 });
    const second = duka.cart.add({ product: 'b' }, { signal: AbortSignal.timeout(20) });
    await expect(second).rejects.toMatchObject({ code: 'aborted' });
    await expect(first).rejects.toMatchObject({ code: 'timeout' });
    server.on('POST /carts/cart_1/items', version(2));
    await duka.cart.add({ product: 'c' });
    expect(server.to('POST /carts/cart_1/items').map(({ body }) => body)).toEqual([{ product: 'a' }, { product: 'c' }]);
  });

  it('works on while storage refuses to keep anything', async () => {
    const refusing: DukaStorage = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
      removeItem: () => undefined,
    };
    const duka = tab(refusing);
    server.on('POST /carts', made());
    server.on('POST /carts/cart_1/items', version(2));
    await duka.cart.add({ product: 'a' });
    await duka.cart.add({ product: 'b' });
    expect(duka.cart.current?.version).toBe(2);
  });

  it('does not trip over somebody else’s text in storage', () => {
    const broken: DukaStorage = { getItem: () => '{"half', setItem: () => undefined, removeItem: () => undefined };
    expect(tab(broken).cart.current).toBeNull();
  });
});
