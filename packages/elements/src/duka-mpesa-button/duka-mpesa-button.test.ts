import { memoryStorage } from '@smartduka/sdk/buyer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { heard } from '../../test/find.js';
import { LittleShop } from '../../test/little-shop.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaMpesaButton } from './duka-mpesa-button.js';

let stage: Stage;
let button: DukaMpesaButton;
const prompts = (): number => stage.shop.count('POST', /\/payments$/);
const stateIs = (state: string): Promise<void> =>
  expect.poll(() => button.state, { timeout: 8_000 }).toBe(state) as unknown as Promise<void>;

async function aButton(facts: Partial<DukaMpesaButton> = {}): Promise<DukaMpesaButton> {
  const order = await stage.anOrder({ product: 'pishori-rice-5kg' });
  button = document.createElement('duka-mpesa-button');
  Object.assign(button, { order: order.id, phone: '0712345678', ...facts });
  stage.show(button);
  await button.updateComplete;
  return button;
}
const tap = (): Promise<void> => userEvent.click(page.getByRole('button').first());

beforeEach(() => (stage = aStage()));
afterEach(() => {
  stage.end();
  vi.restoreAllMocks();
});

describe('pay button', () => {
  it('asks for a number, says what is wrong with one that is none, and sends the prompt to one that is', async () => {
    await aButton({ phone: '' });
    await tap();
    await stateIs('asking-phone');
    const field = page.getByLabelText('M-Pesa phone number');
    await expect.poll(() => button.shadowRoot?.activeElement?.id).toBe('phone');
    await userEvent.fill(field, '12');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('It should look like 0712 345 678')).toBeVisible();
    expect(prompts()).toBe(0);
    expect(await faultsIn(button)).toEqual([]);
    await userEvent.fill(field, '+254 (712) 345-678');
    await userEvent.keyboard('{Enter}');
    await stateIs('prompt-sent');
    expect(prompts()).toBe(1);
  });

  it('tells how it goes, from the prompt to the receipt, and tells success once', async () => {
    const events = heard(
      'duka-payment-start',
      'duka-payment-prompt',
      'duka-payment-checking',
      'duka-payment-succeeded',
    );
    await aButton();
    await tap();
    await expect.element(page.getByRole('status')).toHaveTextContent('Check your phone and enter your M-Pesa PIN');
    await expect.element(page.getByRole('timer')).toBeVisible();
    stage.shop.paymentIs('confirming');
    await stateIs('checking');
    stage.shop.pays('UKO8F2K9QX');
    await stateIs('succeeded');
    await expect.element(page.getByText('UKO8F2K9QX')).toBeVisible();
    expect(events.map(({ type }) => type)).toEqual([
      'duka-payment-start',
      'duka-payment-prompt',
      'duka-payment-checking',
      'duka-payment-succeeded',
    ]);
    expect(events.at(-1)?.detail).toMatchObject({ orderId: stage.shop.order.id, receipt: 'UKO8F2K9QX' });
    expect(JSON.stringify(events)).not.toContain('712345678');
  });

  it('sends one prompt for five taps', async () => {
    await aButton();
    for (let tapped = 0; tapped < 5; tapped++) button.renderRoot.querySelector('button')?.click();
    await stateIs('prompt-sent');
    button.renderRoot.querySelector('button')?.click();
    await button.pay();
    expect(prompts()).toBe(1);
  });

  it('sends one prompt for two buttons of the same order', async () => {
    const first = await aButton();
    const second = document.createElement('duka-mpesa-button');
    Object.assign(second, { order: first.order, phone: '0712345678' });
    stage.show(second);
    await second.updateComplete;
    await Promise.all([first.pay(), second.pay()]);
    await expect.poll(() => [first.state, second.state]).toEqual(['prompt-sent', 'prompt-sent']);
    expect(prompts()).toBe(1);
  });

  it('goes on after a reload where it was, without another prompt', async () => {
    const storage = memoryStorage();
    stage.end();
    stage = aStage({ storage });
    const { order } = await aButton();
    await tap();
    await stateIs('prompt-sent');
    const { shop } = stage;
    stage.end();
    stage = aStage({ storage, shop });
    button = document.createElement('duka-mpesa-button');
    button.order = order;
    stage.show(button);
    await stateIs('prompt-sent');
    expect(prompts()).toBe(1);
    shop.pays();
    await stateIs('succeeded');
  });

  it.each([
    ['cancelled', 'cancelled on the phone', 'Send again'],
    ['wrong_pin', 'PIN was not right', 'Send again'],
    ['insufficient_funds', 'not enough money', 'Another number pays'],
    ['unreachable', 'could not be reached', 'Send again in'],
    ['expired', 'ran out', 'Send again'],
    ['busy', 'another M-Pesa request', 'Send again in'],
    ['limit', 'does not allow this amount', 'Another number pays'],
    ['solar_flare', 'could not be started', 'Send again'],
  ])('after %s says why, and what to do next', async (reason, sentence, action) => {
    await aButton();
    await tap();
    await stateIs('prompt-sent');
    stage.shop.paymentIs('failed', { reason });
    await stateIs('failed');
    await expect.element(page.getByRole('status')).toHaveTextContent(sentence);
    await expect.element(page.getByRole('button', { name: action })).toBeVisible();
    expect(await faultsIn(button)).toEqual([]);
  });

  it('pays with another number after one has failed', async () => {
    await aButton();
    await tap();
    await stateIs('prompt-sent');
    stage.shop.paymentIs('failed', { reason: 'insufficient_funds' });
    await userEvent.click(page.getByRole('button', { name: 'Another number pays' }));
    await userEvent.fill(page.getByLabelText('M-Pesa phone number'), '0110 000 111');
    await userEvent.keyboard('{Enter}');
    await stateIs('prompt-sent');
    expect(stage.shop.requests.filter(({ method }) => method === 'POST').at(-1)?.body).toMatchObject({
      phone: '+254110000111',
    });
    expect(prompts()).toBe(2);
  });

  it('keeps what it knows while the line is down, and catches up when it is back', async () => {
    await aButton();
    await tap();
    await stateIs('prompt-sent');
    stage.shop.line(false);
    stage.shop.pays();
    await new Promise(requestAnimationFrame);
    expect(button.state).toBe('prompt-sent');
    stage.shop.line(true);
    window.dispatchEvent(new Event('online'));
    await stateIs('succeeded');
  });

  it('says that there is no connection, and repeats the same request by itself when there is', async () => {
    await aButton();
    stage.shop.line(false);
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await tap();
    await stateIs('offline-queued');
    expect(await faultsIn(button)).toEqual([]);
    vi.mocked(Object.getOwnPropertyDescriptor(navigator, 'onLine')!.get!).mockReturnValue(true);
    stage.shop.line(true);
    window.dispatchEvent(new Event('online'));
    await stateIs('prompt-sent');
    expect(prompts()).toBe(1);
  });

  it('calls a payment without an answer unknown, and turns green when the money comes late', async () => {
    const events = heard('duka-payment-unknown', 'duka-payment-late', 'duka-payment-succeeded');
    await aButton();
    await tap();
    await stateIs('prompt-sent');
    stage.shop.paymentIs('unknown');
    await stateIs('unknown');
    await expect.element(page.getByRole('status')).toHaveTextContent('do not pay again');
    await button.pay();
    expect(prompts()).toBe(1);
    stage.shop.pays('UKO8F2K9QX', { late: true });
    await stateIs('late');
    expect(events.map(({ type }) => type)).toEqual([
      'duka-payment-unknown',
      'duka-payment-late',
      'duka-payment-succeeded',
    ]);
  });

  it('offers the M-Pesa menu with paybill, account and amount, and notices the money', async () => {
    await aButton();
    await tap();
    await stateIs('prompt-sent');
    stage.shop.paymentIs('failed', { reason: 'unreachable' });
    await userEvent.click(page.getByRole('button', { name: 'Pay from the M-Pesa menu' }));
    await stateIs('fallback');
    await expect.element(page.getByText('174379')).toBeVisible();
    await expect.element(page.getByText(stage.shop.order.number)).toBeVisible();
    expect(await faultsIn(button)).toEqual([]);
    stage.shop.paidByMenu();
    await expect.poll(() => button.state, { timeout: 8_000 }).toBe('succeeded');
  });

  it('adopts the attempt that the shop says is under way', async () => {
    await aButton();
    const { order } = stage.shop;
    await stage.duka.orders.pay(order.id, { method: 'mpesa', phone: '0700000000' });
    await tap();
    await stateIs('prompt-sent');
    expect(order.payments).toHaveLength(1);
  });

  it('buys one product without a cart', async () => {
    await stage.fill({ product: 'hass-avocado' });
    button = document.createElement('duka-mpesa-button');
    Object.assign(button, {
      product: 'pishori-rice-5kg',
      quantity: 2,
      phone: '0712345678',
      label: 'buy',
      showAmount: true,
    });
    stage.show(button);
    await expect.element(page.getByRole('button', { name: /Buy with M-Pesa · KSh.2,300/ })).toBeVisible();
    await tap();
    await stateIs('prompt-sent');
    expect(stage.shop.order.due.amount).toBe(230_000);
    expect(stage.duka.cart.current?.itemCount).toBe(1);
  });

  it('stops when the page prevents the start', async () => {
    await aButton();
    button.addEventListener('duka-payment-start', (event) => event.preventDefault());
    await tap();
    expect(button.state).toBe('idle');
    expect(prompts()).toBe(0);
  });

  it('speaks Swahili', async () => {
    stage.end();
    stage = aStage({ lang: 'sw' });
    await aButton();
    await expect.element(page.getByRole('button', { name: 'Lipa na M-Pesa' })).toBeVisible();
    await tap();
    await expect.element(page.getByRole('status')).toHaveTextContent('Angalia simu yako na uweke PIN yako ya M-Pesa');
  });

  it('is known by its state to a style sheet, and keeps the focus', async () => {
    await aButton();
    await tap();
    await stateIs('prompt-sent');
    expect(button.getAttribute('state')).toBe('prompt-sent');
    expect(button.shadowRoot?.activeElement?.localName).toBe('button');
    expect(await faultsIn(button)).toEqual([]);
  });
});

describe('pay button without a cart', () => {
  const pays = async (facts: Partial<DukaMpesaButton>): Promise<DukaMpesaButton> => {
    const element = Object.assign(document.createElement('duka-mpesa-button'), { showAmount: true, ...facts });
    stage.show(element);
    await element.updateComplete;
    return element;
  };

  it('pays a sum that the shop’s server asked for, by its client secret', async () => {
    const { clientSecret, order } = stage.shop.sum(150_000);
    const element = await pays({ payment: clientSecret, phone: '0712345678' });
    await userEvent.click(page.getByRole('button', { name: 'Pay with M-Pesa · KSh 1,500' }));
    await expect.poll(() => element.state).toBe('prompt-sent');
    stage.shop.pays();
    await expect.poll(() => element.state).toBe('succeeded');
    expect(stage.shop.order.id).toBe(order.id);
  });

  const link = {
    ...{ id: 'plink_1', code: '7KQ2M9XA4C', url: 'https://shop.example/pay/7KQ2M9XA4C', title: 'Deposit' },
    ...{ once: false, state: 'active' as const, expiresAt: null },
  };

  it('pays by a payment link, and asks how much where the link leaves it open', async () => {
    stage.shop.links.set(link.code, { ...link, amount: null });
    const element = await pays({ paymentLink: link.code, phone: '0712345678' });
    await userEvent.fill(page.getByLabelText('Amount in shillings'), '0');
    await userEvent.click(page.getByRole('button', { name: /Pay with M-Pesa/ }));
    await expect.element(page.getByText('Enter whole shillings, from 1 to 250,000.')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.fill(page.getByLabelText('Amount in shillings'), '500');
    await userEvent.click(page.getByRole('button', { name: /Pay with M-Pesa/ }));
    await expect.poll(() => element.state).toBe('prompt-sent');
    expect(stage.shop.order.due.amount).toBe(50_000);
    stage.shop.pays();
    await expect.poll(() => element.state).toBe('succeeded');
  });

  it('says that a payment link is closed', async () => {
    stage.shop.links.set(link.code, { ...link, amount: { amount: 20_000, currency: 'KES' }, state: 'paid' });
    await pays({ paymentLink: link.code, phone: '0712345678' });
    await userEvent.click(page.getByRole('button', { name: 'Pay with M-Pesa · KSh 200' }));
    await expect.element(page.getByText('This payment link is closed.')).toBeVisible();
  });
});

describe('pay button without a shop', () => {
  it('is there, and does nothing', async () => {
    button = document.createElement('duka-mpesa-button');
    button.order = 'ord_000000000001';
    document.body.append(button);
    await button.updateComplete;
    button.renderRoot.querySelector('button')?.click();
    expect(button.state).toBe('idle');
    button.remove();
    expect(new LittleShop().requests).toEqual([]);
  });
});
