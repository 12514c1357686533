import { memoryStorage } from '@smartduka/sdk/buyer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { find, heard } from '../../test/find.js';
import { kes } from '../../test/goods.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaCheckout } from './duka-checkout.js';

let stage: Stage;
let element: DukaCheckout;

async function aCheckout(facts: Partial<DukaCheckout> = {}): Promise<void> {
  await stage.fill({ product: 'pishori-rice-5kg', quantity: 2 });
  element = stage.show<DukaCheckout>(Object.assign(document.createElement('duka-checkout'), facts));
}
async function giveContact(): Promise<void> {
  await userEvent.fill(page.getByLabelText('Name'), 'Wanjiku Kamau');
  await userEvent.fill(page.getByLabelText('Phone number'), '0712 345 678');
  await userEvent.click(page.getByRole('button', { name: 'Continue' }));
  await expect.element(page.getByLabelText('Area')).toBeVisible();
}
async function giveDelivery(): Promise<void> {
  await userEvent.selectOptions(page.getByLabelText('Area'), 'zone_kilimani000000');
  await userEvent.fill(page.getByLabelText('Estate, street or town'), 'Wood Avenue');
  await userEvent.click(page.getByRole('button', { name: 'Continue' }));
  await expect.element(page.getByText('Total', { exact: true })).toBeVisible();
}
const payState = (): string | null | undefined => find('duka-mpesa-button')?.getAttribute('state');

beforeEach(() => {
  localStorage.clear();
  stage = aStage();
});
afterEach(() => stage.end());

describe('checkout', () => {
  it('goes from contact to delivery to a paid order', async () => {
    const events = heard('duka-step-change', 'duka-order-create', 'duka-payment-succeeded', 'duka-complete');
    await aCheckout();
    await giveContact();
    expect(await faultsIn(element)).toEqual([]);
    await giveDelivery();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: /Pay with M-Pesa · KSh.2,450/ }));
    await expect.poll(payState).toBe('prompt-sent');
    const { order } = stage.shop;
    expect(order.delivery).toMatchObject({ place: 'Wood Avenue', title: 'Kilimani & Hurlingham' });
    expect(order.customer).toMatchObject({ name: 'Wanjiku Kamau' });
    stage.shop.pays();
    await expect.element(page.getByText(`Order ${order.number} is paid.`)).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual([
      'duka-step-change',
      'duka-step-change',
      'duka-order-create',
      'duka-payment-succeeded',
      'duka-complete',
    ]);
    expect(events.at(-1)?.detail).toMatchObject({ order: { paymentStatus: 'paid' }, payment: { state: 'succeeded' } });
  });

  it('names what is wrong at the field and above, and goes there', async () => {
    await aCheckout();
    await userEvent.fill(page.getByLabelText('Phone number'), '12345');
    await userEvent.fill(page.getByLabelText('Email'), 'wanjiku');
    await userEvent.click(page.getByRole('button', { name: 'Continue' }));
    await expect.element(page.getByRole('alert')).toHaveTextContent('Name: please fill this in.');
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: /^Phone number: this is not a Kenyan mobile number/ }));
    await expect.poll(() => element.shadowRoot?.activeElement?.id).toBe('phone');
    await expect.element(page.getByLabelText('Phone number')).toHaveAttribute('aria-invalid', 'true');
    expect(stage.shop.count('PATCH', /carts/)).toBe(0);
  });

  it('shows what the server finds wrong at the same field', async () => {
    await aCheckout();
    const errors = [{ path: 'customer.phone', code: 'invalid_format', message: 'must be a Kenyan mobile number' }];
    stage.shop.refuse('PATCH /carts', 400, 'validation_failed', { errors });
    await userEvent.fill(page.getByLabelText('Name'), 'Wanjiku');
    await userEvent.fill(page.getByLabelText('Phone number'), '0712345678');
    await userEvent.click(page.getByRole('button', { name: 'Continue' }));
    await expect.element(page.getByLabelText('Phone number')).toHaveAttribute('aria-invalid', 'true');
  });

  it('collects at the shop without a fee', async () => {
    await aCheckout();
    await giveContact();
    await userEvent.click(page.getByText('I will collect it'));
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Continue' }));
    await expect.element(page.getByRole('button', { name: /Pay with M-Pesa · KSh.2,300/ })).toBeVisible();
  });

  it('takes cash on delivery', async () => {
    const events = heard('duka-complete');
    await aCheckout();
    await giveContact();
    await giveDelivery();
    await userEvent.click(page.getByText('When you get your goods'));
    await userEvent.click(page.getByRole('button', { name: /Place order/ }));
    await expect.element(page.getByText(/is placed. Please pay KSh.2,450/)).toBeVisible();
    expect(events).toHaveLength(1);
  });

  it('makes the order for those who pay from the M-Pesa menu', async () => {
    await aCheckout();
    await giveContact();
    await giveDelivery();
    await userEvent.click(page.getByText('Paybill or till, with the order number'));
    await userEvent.click(page.getByRole('button', { name: /Place order/ }));
    await expect.poll(payState).toBe('fallback');
    await expect.element(page.getByText(stage.shop.order.number)).toBeVisible();
    expect(stage.shop.order.payments).toHaveLength(0);
  });

  it('orders nothing at another total than the one shown, and shows the new one', async () => {
    await aCheckout();
    await giveContact();
    await giveDelivery();
    for (const cart of stage.shop.carts.values()) cart.totals.total = kes(2_600);
    await userEvent.click(page.getByRole('button', { name: /Pay with M-Pesa/ }));
    await expect.element(page.getByText(/The total is now KSh.2,600/)).toBeVisible();
    expect(stage.shop.orders.size).toBe(0);
    expect(payState()).toBe('idle');
  });

  it('says what has run out, and leads back to the cart', async () => {
    const events = heard('duka-checkout-leave');
    await aCheckout();
    await giveContact();
    await giveDelivery();
    stage.shop.setStock('pishori-rice-5kg', 'insufficient_stock', 1);
    await userEvent.click(page.getByRole('button', { name: /Pay with M-Pesa/ }));
    await expect.element(page.getByText('Mwea Pishori Rice 5 kg: only 1 left.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Look at the cart' }));
    expect(events.at(-1)?.detail).toEqual({ to: 'cart' });
  });

  it('keeps what was typed over a reload, but no phone number unless asked to', async () => {
    const storage = memoryStorage();
    stage.end();
    stage = aStage({ storage });
    await aCheckout();
    await giveContact();
    const { shop } = stage;
    stage.end();
    expect(JSON.stringify(Object.entries(localStorage))).not.toMatch(/712.?345.?678/);
    stage = aStage({ storage, shop });
    stage.show('duka-checkout');
    await expect.element(page.getByLabelText('Name')).toHaveValue('Wanjiku Kamau');
    await userEvent.click(page.getByLabelText('Remember me on this phone'));
    await giveContact();
    expect(localStorage.getItem('duka:me')).toContain('0712 345 678');
  });

  it('tells one who has nothing in the cart', async () => {
    element = stage.show<DukaCheckout>('duka-checkout');
    await expect.element(page.getByText('Your cart is empty')).toBeVisible();
  });

  it('speaks Swahili to the end', async () => {
    stage.end();
    stage = aStage({ lang: 'sw' });
    await aCheckout({ steps: 'contact,pay' });
    await userEvent.fill(page.getByLabelText('Jina'), 'Wanjiku');
    await userEvent.fill(page.getByLabelText('Nambari ya simu'), '0712345678');
    await userEvent.click(page.getByRole('button', { name: 'Endelea' }));
    await userEvent.click(page.getByRole('button', { name: /Lipa na M-Pesa/ }));
    await expect.poll(payState).toBe('prompt-sent');
    stage.shop.pays();
    await expect.element(page.getByText(`Oda ${stage.shop.order.number} imelipwa.`)).toBeVisible();
  });
});
