import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { find } from '../../test/find.js';
import { aStage, type Stage } from '../../test/stage.js';
import { DukaProducts } from '../duka-products/duka-products.js';
import { define } from './register.js';

let stage: Stage;
beforeEach(() => (stage = aStage()));
afterEach(() => {
  stage.end();
  for (const style of document.querySelectorAll('style[data-hostile]')) style.remove();
});

describe('elements in somebody else’s page', () => {
  it('keep their shape under a hostile style sheet', async () => {
    const style = document.createElement('style');
    style.dataset.hostile = '';
    style.textContent = `
      * { font-size: 44px !important; color: #eee !important; letter-spacing: 9px; text-transform: uppercase; line-height: 3; }
      button, input, li, ul, h2, p, label { all: unset; display: none !important; position: fixed; }
      .item, .main, .total, .all { display: none !important; }`;
    document.head.append(style);
    await stage.fill({ product: 'pishori-rice-5kg' });
    const cart = stage.show<HTMLElement>('duka-cart');
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    const button = getComputedStyle(find('.main') as HTMLElement);
    expect([button.fontSize, button.textTransform, button.letterSpacing]).toEqual(['16px', 'none', 'normal']);
    expect(await faultsIn(cart)).toEqual([]);
  });

  it('work inside shadow roots of others', async () => {
    const host = document.createElement('div');
    const inside = document.createElement('div');
    inside
      .attachShadow({ mode: 'open' })
      .append(document.createElement('duka-cart-button'), document.createElement('duka-add-to-cart'));
    host.attachShadow({ mode: 'open' }).append(inside);
    stage.show(host);
    const add = find('duka-add-to-cart') as HTMLElementTagNameMap['duka-add-to-cart'];
    add.product = 'pishori-rice-5kg';
    await userEvent.click(page.getByRole('button', { name: 'Add to cart' }));
    await expect.element(page.getByRole('button', { name: 'Cart, 1 item' })).toBeVisible();
  });

  it('write no style attribute and no inline handler, so that a strict policy lets them be', async () => {
    const order = await stage.anOrder({ product: 'pishori-rice-5kg' });
    await stage.fill({ product: 'ndengu-1kg' });
    stage.show('duka-products', 'duka-cart', 'duka-checkout', 'duka-cart-button');
    stage.show(Object.assign(document.createElement('duka-order'), { order: order.id }));
    await expect.element(page.getByText(`Order ${order.number}`)).toBeVisible();
    await expect.poll(() => find('duka-checkout')?.shadowRoot?.querySelector('form')).toBeTruthy();
    const walk = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? walk(one.shadowRoot) : [])]);
    const all = walk(stage.root);
    expect(all.length).toBeGreaterThan(200);
    const bad = all.filter(
      (one) => one.localName === 'style' || [...one.attributes].some(({ name }) => /^(style|on)/.test(name)),
    );
    expect(bad).toEqual([]);
  });

  it('are registered once, whoever comes second', () => {
    const first = customElements.get('duka-products');
    define('duka-products', class extends DukaProducts {});
    expect(customElements.get('duka-products')).toBe(first);
  });

  it('have targets of at least 44 px', async () => {
    await stage.fill({ product: 'pishori-rice-5kg' });
    stage.show('duka-products', 'duka-cart', 'duka-cart-button');
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Add to cart: Hass Avocado' })).toBeVisible();
    const walk = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? walk(one.shadowRoot) : [])]);
    const small = walk(stage.root)
      .filter((one) => one.matches('button, select, input:not([type=radio]), label:has(input)'))
      .map((one) => [one.getAttribute('aria-label') ?? one.textContent, one.getBoundingClientRect()] as const)
      .filter(([, { width, height }]) => width < 44 || height < 44);
    expect(small).toEqual([]);
  });

  it('change their language with the page, those inside others too, and what is in a shadow root of the page', async () => {
    const host = document.createElement('div');
    host.lang = 'en';
    host.attachShadow({ mode: 'open' }).append(document.createElement('duka-cart-button'));
    stage.show('duka-products', host);
    await expect.element(page.getByRole('button', { name: 'Add to cart: Hass Avocado' })).toBeVisible();
    stage.root.lang = 'sw';
    await expect.element(page.getByRole('button', { name: 'Weka kikapuni: Parachichi la Hass' })).toBeVisible();
    await expect.element(page.getByText('Weka kikapuni').first()).toBeVisible();
    expect(page.getByText('Add to cart').query()).toBeNull();
    await expect.element(page.getByRole('button', { name: 'Cart, 0 items' })).toBeVisible();
    host.lang = 'sw';
    await expect.element(page.getByRole('button', { name: /^Kikapu/ })).toBeVisible();
  });

  it('wait for a client that comes late', async () => {
    const { duka } = stage;
    const provider = document.createElement('duka-provider');
    provider.append(document.createElement('duka-products'));
    document.body.append(provider);
    await provider.updateComplete;
    provider.client = duka;
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    provider.remove();
  });

  it('say so where the page names no shop, and show the goods once it does', async () => {
    const { duka } = stage;
    const provider = document.createElement('duka-provider');
    provider.append(document.createElement('duka-products'));
    document.body.append(provider);
    await expect.element(page.getByText('This shop is not set up on this page yet.'), { timeout: 6_000 }).toBeVisible();
    provider.client = duka;
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    provider.remove();
  });

  it('share one client and ask nothing twice, ten buttons as one', async () => {
    const buttons = Array.from({ length: 10 }, () =>
      Object.assign(document.createElement('duka-mpesa-button'), {
        product: 'pishori-rice-5kg',
        phone: '0712345678',
      }),
    );
    stage.show(...buttons);
    for (const button of buttons) await button.updateComplete;
    expect(new Set(buttons.map(({ client }) => client)).size).toBe(1);
    expect(stage.shop.requests).toEqual([]);
    await buttons[3]?.pay();
    await expect.poll(() => buttons[3]?.state).toBe('prompt-sent');
    expect(buttons.map(({ state }) => state).filter((state) => state !== 'idle')).toHaveLength(1);
    expect(stage.shop.count('POST', /payments$/)).toBe(1);
  });

  it('leave pictures out while the buyer saves data, and bring them when that ends', async () => {
    const provider = stage.root as HTMLElementTagNameMap['duka-provider'];
    provider.dataSaver = 'on';
    await provider.updateComplete;
    stage.shop.products[0]!.images = [{ url: 'https://shop.example/a.svg', width: 4, height: 4, alt: '' }] as never;
    stage.show('duka-products');
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    expect(find('img')).toBeNull();
    provider.dataSaver = 'off';
    await expect.poll(() => find('img')).not.toBeNull();
  });

  it('go dark with the page', async () => {
    stage.root.style.colorScheme = 'dark';
    await stage.fill({ product: 'pishori-rice-5kg' });
    const cart = stage.show<HTMLElement>('duka-cart');
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    expect(await faultsIn(cart)).toEqual([]);
    expect(getComputedStyle(find('.cart') as HTMLElement).backgroundColor).toBe('rgb(23, 29, 25)');
  });
});

describe('provider', () => {
  it('makes a client of its key and server, and says so', async () => {
    const provider = document.createElement('duka-provider');
    const ready = new Promise((resolve) => provider.addEventListener('duka-ready', resolve, { once: true }));
    provider.setAttribute('key', 'pk_test_1');
    provider.setAttribute('server', 'https://shop.example');
    provider.setAttribute('theme', 'dark');
    document.body.append(provider);
    await ready;
    expect(provider.client?.server).toBe('https://shop.example');
    expect(getComputedStyle(provider).colorScheme).toBe('dark');
    provider.remove();
  });

  it('takes its key under a name that frameworks leave alone, and keeps carts of other scopes apart', async () => {
    const carts = ['mboga', 'nyama'].map((scope) => {
      const provider = document.createElement('duka-provider');
      provider.setAttribute('public-key', 'pk_test_1');
      provider.setAttribute('server', 'https://shop.example');
      provider.setAttribute('cart-scope', scope);
      document.body.append(provider);
      return provider;
    });
    for (const provider of carts) await provider.updateComplete;
    const [one, other] = carts.map(({ client }) => client);
    expect(one?.server).toBe('https://shop.example');
    expect(one).not.toBe(other);
    const heard: unknown[] = [];
    const end = other?.cart.subscribe((cart) => heard.push(cart));
    one?.cart.clear();
    expect(heard).toEqual([]);
    end?.();
    for (const provider of carts) provider.remove();
  });
});
