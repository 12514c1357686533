import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageShop } from '../test/page-shop.js';
import type { PageShop } from '../test/page-shop.js';
import { aPayment, succeeded } from '../test/makers.js';
import { createDuka } from './fetch.js';
import type { Cart, CartChangeReason, Duka } from './fetch.js';

let shop: PageShop;
let number = 0;
beforeEach(() => {
  shop = pageShop();
  number++;
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => vi.restoreAllMocks());

/** Two clients in one page meet as two tabs do: in the storage, the locks and the channel. */
const tab = (): Duka => createDuka({ key: `pk_test_${number}`, transport: shop.transport, retries: 0 });
const pay = { method: 'mpesa', phone: '0712 345 678' } as const;

const kept = (storage: Storage): string => JSON.stringify(Object.entries(storage));

describe('client in a page', () => {
  it('speaks to where the page came from unless told otherwise', () => {
    expect(tab().server).toBe(location.origin);
  });

  it('refuses a secret key', () => {
    expect(() => createDuka({ key: 'sk_live_1' })).toThrow(expect.objectContaining({ code: 'secret_key_in_browser' }));
  });

  it('leaves no trace in storage until there is something to keep', () => {
    tab().cart.subscribe(() => undefined);
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });
});

describe('cart in several tabs', () => {
  it('is told to the other tabs, and found after a reload', async () => {
    const told: [string | undefined, CartChangeReason][] = [];
    const here = tab();
    here.cart.subscribe((cart: Cart | null, reason) => void told.push([cart?.id, reason]));
    const other = tab();
    const { version } = await other.cart.add({ product: 'unga' });
    await expect.poll(() => told).toEqual([['cart_1', 'sync']]);
    expect(here.cart.current?.version).toBe(version);
    expect(tab().cart.current?.id).toBe('cart_1');
    other.cart.clear();
    await expect.poll(() => told.at(-1)).toEqual([undefined, 'sync']);
  });

  it('is one cart when two tabs add the first thing at once', async () => {
    await Promise.all([tab().cart.add({ product: 'a' }), tab().cart.add({ product: 'b' })]);
    expect(shop.to('POST /carts')).toHaveLength(1);
    expect(shop.to('POST /carts/cart_/items')).toHaveLength(1);
  });

  it('is shared by open tabs even where storage is refused', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('refused', 'SecurityError');
    });
    const here = tab();
    here.cart.subscribe(() => undefined);
    const other = tab();
    await other.cart.add({ product: 'unga' });
    await expect.poll(() => here.cart.current?.id).toBe('cart_1');
    await here.cart.add({ product: 'sukari' });
    expect(shop.to('POST /carts')).toHaveLength(1);
    expect(localStorage.length).toBe(0);
  });

  it('is read again when a change of another tab reaches the storage of this one', async () => {
    const ids: (string | undefined)[] = [];
    const here = tab();
    await here.cart.add({ product: 'unga' });
    here.cart.subscribe((cart) => void ids.push(cart?.id));
    const key = Object.keys(localStorage).find((name) => name.endsWith(':cart')) ?? '';
    // As when the tab that ordered it runs in another process: no word on the channel that would still be true.
    localStorage.removeItem(key);
    dispatchEvent(new StorageEvent('storage', { key: 'somebody-else' }));
    expect(ids).toEqual([]);
    dispatchEvent(new StorageEvent('storage', { key }));
    expect(ids).toEqual([undefined]);
  });

  it('is read again when the page comes back from the back-forward cache', async () => {
    const reasons: CartChangeReason[] = [];
    tab().cart.subscribe((_cart, reason) => void reasons.push(reason));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(reasons).toEqual(['sync']);
  });
});

describe('checkout in several tabs', () => {
  it('is one order for taps in two tabs at once', async () => {
    const one = tab();
    await one.cart.add({ product: 'unga' });
    const both = await Promise.all([one.checkout({ pay }), tab().checkout({ pay }), one.checkout({ pay })]);
    expect(both.map(({ order, payment }) => [order.id, payment?.id])).toEqual(Array(3).fill(['ord_1', 'pay_1']));
    expect(shop.to('POST /carts/cart_/checkout')).toHaveLength(1);
  });

  it('is one order when the answer was lost and the page reloaded', async () => {
    const before = tab();
    await before.cart.add({ product: 'unga' });
    shop.losesAnswers = true;
    await expect(before.checkout({ pay })).rejects.toMatchObject({ code: 'network_error' });
    shop.losesAnswers = false;
    const after = tab();
    expect(after.payments.pending()).toMatchObject([{ cart: 'cart_1' }]);
    expect((await after.resumeCheckout())?.order.id).toBe('ord_1');
    expect(after.cart.current).toBeNull();
  });

  it('keeps a phone number in this tab only, and only while the answer is open', async () => {
    const duka = tab();
    await duka.cart.add({ product: 'unga' });
    shop.losesAnswers = true;
    await expect(duka.checkout({ pay })).rejects.toMatchObject({ code: 'network_error' });
    expect(kept(localStorage)).not.toContain('345');
    expect(kept(sessionStorage)).toContain(pay.phone);
    shop.losesAnswers = false;
    await duka.resumeCheckout();
    expect(kept(localStorage) + kept(sessionStorage)).not.toContain('345');
  });
});

describe('payments.watch in a page', () => {
  const sight = (state: DocumentVisibilityState): void => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
    document.dispatchEvent(new Event('visibilitychange'));
  };

  it('asks nothing while nobody looks, and at once when somebody does', async () => {
    sight('hidden');
    const states: string[] = [];
    const watching = (async () => {
      for await (const { state } of tab().payments.watch('pay_1')) states.push(state);
    })();
    await expect.poll(() => states).toEqual(['pending']);
    shop.payment = succeeded(9);
    expect(shop.heard).toHaveLength(1);
    sight('visible');
    await watching;
    expect(states).toEqual(['pending', 'succeeded']);
  });

  it('asks at once when the line is back', async () => {
    sight('hidden');
    shop.payment = aPayment();
    const watching = tab().payments.outcome('pay_1');
    await expect.poll(() => shop.heard.length).toBe(1);
    shop.payment = succeeded(9);
    dispatchEvent(new Event('online'));
    expect((await watching).state).toBe('succeeded');
  });
});
