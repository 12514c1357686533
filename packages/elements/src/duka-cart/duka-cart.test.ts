import { memoryStorage } from '@smartduka/sdk/buyer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { find, heard } from '../../test/find.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaCart } from './duka-cart.js';

let stage: Stage;
const cart = (facts: Partial<DukaCart> = {}): DukaCart =>
  stage.show<DukaCart>(Object.assign(document.createElement('duka-cart'), facts));
const rice = { product: 'pishori-rice-5kg' };

beforeEach(() => (stage = aStage()));
afterEach(() => stage.end());

describe('cart', () => {
  it('says that it is empty', async () => {
    const element = cart();
    await expect.element(page.getByText('Your cart is empty')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
  });

  it('brings no banner into the page, which has one of its own', async () => {
    await stage.fill(rice);
    cart({ view: 'drawer', open: true });
    await expect.element(page.getByRole('heading', { name: 'Cart' })).toBeVisible();
    expect(page.getByRole('banner').query()).toBeNull();
  });

  it('counts up and down, sends only the last of many taps, and shows the new total', async () => {
    await stage.fill(rice);
    const element = cart();
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    const more = page.getByRole('button', { name: 'One more: Mwea Pishori Rice 5 kg' }).element() as HTMLButtonElement;
    for (let taps = 0; taps < 5; taps++) {
      more.click();
      await element.updateComplete;
    }
    await expect.poll(() => stage.duka.cart.current?.itemCount).toBe(6);
    await expect.element(page.getByLabelText('Quantity of Mwea Pishori Rice 5 kg')).toHaveValue(6);
    expect(stage.shop.count('PATCH', /items/)).toBeLessThan(5);
    await expect.element(page.getByText('KSh 6,900').first()).toBeVisible();
  });

  it('takes out a line, puts the keyboard on "Undo", and brings it back', async () => {
    const events = heard('duka-cart-change');
    await stage.fill({ ...rice, quantity: 3 });
    const element = cart();
    await userEvent.click(page.getByRole('button', { name: 'Remove Mwea Pishori Rice 5 kg' }));
    await expect.element(page.getByText('Mwea Pishori Rice 5 kg was removed.')).toBeVisible();
    await expect.poll(() => element.shadowRoot?.activeElement?.id).toBe('undo');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => stage.duka.cart.current?.itemCount).toBe(3);
    expect(events.map(({ detail }) => (detail as { reason: string }).reason)).toContain('remove');
  });

  it('explains what cannot be bought, and offers what is left', async () => {
    await stage.fill({ ...rice, quantity: 5 });
    stage.shop.setStock('pishori-rice-5kg', 'insufficient_stock', 2);
    const element = cart();
    await expect.element(page.getByText('Only 2 left.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeDisabled();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Take 2' }));
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeEnabled();
  });

  it('explains a price that has changed', async () => {
    await stage.fill(rice);
    for (const one of stage.shop.carts.values()) one.lines[0]!.previousUnitPrice = { amount: 100_000, currency: 'KES' };
    cart();
    await expect.element(page.getByText(/The price changed from KSh.1,000 to KSh.1,150/)).toBeVisible();
  });

  it('shows why a change was refused, and the cart as it is', async () => {
    await stage.fill(rice);
    cart();
    stage.shop.refuse('PATCH /carts', 409, 'cart_full');
    await userEvent.click(page.getByRole('button', { name: 'One more' }));
    await expect.element(page.getByText('it holds 100 different items')).toBeVisible();
    await expect.element(page.getByLabelText('Quantity of Mwea Pishori Rice 5 kg')).toHaveValue(1);
  });

  it('shows the same in two places', async () => {
    cart();
    const button = stage.show<HTMLElement>('duka-cart-button');
    await stage.fill(rice, { product: 'hass-avocado' });
    await expect.element(page.getByRole('button', { name: 'Cart, 2 items' })).toBeVisible();
    await expect.element(page.getByLabelText('Quantity of Hass Avocado')).toBeVisible();
    expect(await faultsIn(button)).toEqual([]);
  });
});

describe('discount field', () => {
  it('puts a code in, shows what it takes off, and takes it out', async () => {
    await stage.fill(rice);
    const element = cart();
    await userEvent.click(page.getByRole('button', { name: 'I have a discount code' }));
    await userEvent.keyboard('karibu{Enter}');
    await expect.element(page.getByText('There is no such code. Please look at it again.')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.fill(page.getByLabelText('Discount code'), 'karibu10');
    await userEvent.click(page.getByRole('button', { name: 'Use', exact: true }));
    await expect.element(page.getByText('KARIBU10')).toBeVisible();
    await expect.element(page.getByText(/−KSh.115/).first()).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Remove the code KARIBU10' }));
    await expect.element(page.getByRole('button', { name: 'I have a discount code' })).toBeVisible();
    expect(stage.duka.cart.current?.totals.discount.amount).toBe(0);
  });

  it('sends the code in use with a form of the page', async () => {
    await stage.fill({ product: 'pishori-rice-5kg' });
    await stage.duka.cart.applyDiscount('KARIBU10');
    const form = document.createElement('form');
    form.append(Object.assign(document.createElement('duka-discount-field'), { name: 'coupon' }));
    stage.show(form);
    await expect.poll(() => new FormData(form).get('coupon')).toBe('KARIBU10');
    await stage.duka.cart.removeDiscount();
    await expect.poll(() => new FormData(form).get('coupon')).toBe(null);
  });
});

describe('cart by link', () => {
  it('is made, copied, and opened elsewhere once', async () => {
    const copy = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await stage.fill({ ...rice, quantity: 2 });
    const element = cart();
    await userEvent.click(page.getByRole('button', { name: 'Send this cart' }));
    await userEvent.click(page.getByRole('button', { name: 'Copy the link' }));
    const link = copy.mock.calls[0]?.[0] ?? '';
    expect(new URL(link).searchParams.get('duka-cart')).toBe('SHARED0000');
    expect(find<HTMLAnchorElement>('a[href^="https://wa.me/"]')?.href).toContain(encodeURIComponent(link));
    expect(await faultsIn(element)).toEqual([]);

    const { shop } = stage;
    const here = location.href;
    stage.end();
    stage = aStage({ shop });
    history.replaceState(null, '', link);
    cart({ view: 'drawer' });
    await expect.element(page.getByLabelText('Quantity of Mwea Pishori Rice 5 kg')).toHaveValue(2);
    await expect.poll(() => new URLSearchParams(location.search).has('duka-cart')).toBe(false);
    history.replaceState(null, '', here);
    vi.restoreAllMocks();
  });
});

describe('cart drawer', () => {
  it('opens by the cart button, closes by Escape, and gives the focus back', async () => {
    const events = heard('duka-cart-open', 'duka-cart-close');
    await stage.fill(rice);
    stage.show('duka-cart-button');
    const element = cart({ view: 'drawer' });
    const button = page.getByRole('button', { name: 'Cart, 1 item' });
    await userEvent.click(button);
    await expect.element(page.getByRole('dialog', { name: 'Cart' })).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element.open).toBe(false);
    await expect.poll(() => document.activeElement?.localName).toBe('duka-cart-button');
    expect(events.map(({ type }) => type)).toEqual(['duka-cart-open', 'duka-cart-open', 'duka-cart-close']);
  });

  it('opens when something is added that asks for it', async () => {
    const element = cart({ view: 'drawer' });
    stage.show(Object.assign(document.createElement('duka-add-to-cart'), { ...rice, open: 'drawer' }));
    await userEvent.click(page.getByRole('button', { name: 'Add to cart' }));
    await expect.poll(() => element.open).toBe(true);
    await expect.element(page.getByLabelText('Quantity of Mwea Pishori Rice 5 kg')).toBeVisible();
  });

  it('leaves the checkout to a page that wants its own', async () => {
    await stage.fill(rice);
    const element = cart({ view: 'drawer', open: true });
    element.addEventListener('duka-checkout-start', (event) => event.preventDefault());
    await userEvent.click(page.getByRole('button', { name: 'Check out' }));
    expect(find('duka-checkout')).toBeNull();
  });

  it('opens by itself where a reload cut off a payment', async () => {
    const storage = memoryStorage();
    stage.end();
    stage = aStage({ storage });
    await stage.fill(rice);
    await stage.duka.checkout({ pay: { method: 'mpesa', phone: '0712345678' } });
    const { shop } = stage;
    stage.end();
    stage = aStage({ storage, shop });
    cart({ view: 'drawer' });
    await expect.poll(() => find('duka-mpesa-button')?.getAttribute('state')).toBe('prompt-sent');
    expect(shop.order.payments).toHaveLength(1);
  });
});
