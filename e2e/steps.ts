import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page } from '@playwright/test';
import type axe from 'axe-core';
import { formatMoney } from '../packages/sdk/src/money.js';
import type { Phone } from './phone.js';
import type { Goods } from './shop.js';
import { words, type Language, type Words } from './words.js';

type Outcome = 'cancelled' | 'wrong_pin' | 'insufficient_funds' | 'unreachable';

/** Somebody with a phone in their hand: sees words, taps buttons. */
export class Buyer {
  readonly page: Page;
  readonly language: Language;
  readonly say: Words;

  constructor(page: Page, language: Language = 'en') {
    this.page = page;
    this.language = language;
    this.say = words[language];
  }

  private button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  titleOf({ product }: Goods): string {
    return product.translations[this.language]?.title ?? product.title;
  }

  /** Opens the page of one thing in the shop, in the buyer's language. */
  async look(shop: string, { product }: Goods): Promise<void> {
    await this.page.goto(`${shop}/p/${product.slug}?lang=${this.language}`);
  }

  /** Types its name into the shop's search, and opens its page. */
  async find(goods: Goods): Promise<void> {
    const title = this.titleOf(goods);
    const field = this.page.getByRole('searchbox', { name: this.say.shop('search') });
    await field.fill(title);
    await field.press('Enter');
    await this.page.getByRole('link', { name: title, exact: true }).click();
    await expect(this.page.getByRole('heading', { name: title, level: 1 })).toBeAttached();
  }

  async putInCart(goods: Goods): Promise<void> {
    const title = this.titleOf(goods);
    await this.button(this.say.shop('add.what', { title })).click();
    await expect(this.page.getByText(this.say.shop('added.what', { title }))).toBeAttached();
  }

  async openCart(items = 1): Promise<void> {
    const count = items === 1 ? 'cart.count.one' : 'cart.count.other';
    await this.button(this.say.shop(count, { n: items })).click();
    await expect(this.page.getByRole('dialog', { name: this.say.shop('cart') })).toBeVisible();
  }

  /** From the open cart to the button that pays. */
  async checkOut(phone: Phone): Promise<void> {
    await this.startCheckout();
    await this.tellsWho(phone);
    await this.collects();
  }

  async startCheckout(): Promise<void> {
    await this.button(this.say.shop('cart.checkout')).click();
    await expect(this.page.getByRole('dialog', { name: this.say.shop('cart.checkout.title') })).toBeVisible();
  }

  async tellsWho(phone: Phone): Promise<void> {
    const { checkout } = this.say;
    await this.page.getByLabel(checkout('name'), { exact: true }).fill('Achieng Otieno');
    await this.page.getByLabel(checkout('phone'), { exact: true }).fill(phone.number);
    await this.goesOnTo('delivery');
  }

  async collects(): Promise<void> {
    await this.page.getByRole('radio', { name: this.say.checkout('how.pickup') }).check();
    await this.goesOnTo('pay');
  }

  private async goesOnTo(step: 'delivery' | 'pay'): Promise<void> {
    const { checkout } = this.say;
    await this.button(checkout('next')).click();
    await expect(this.page.getByRole('heading', { name: checkout(step), exact: true, level: 3 })).toBeFocused();
  }

  payButton({ price }: Pick<Goods, 'price'>): Locator {
    const { pay } = this.say;
    return this.button(pay('label.amount', { label: pay('label.pay'), amount: shillings(price) }));
  }

  /** All the way from the goods to the prompt on the phone. */
  async buy(shop: string, goods: Goods, phone: Phone): Promise<void> {
    await this.look(shop, goods);
    await this.putInCart(goods);
    await this.openCart();
    await this.checkOut(phone);
    await this.payButton(goods).click();
    await this.seesPrompt(goods, phone);
  }

  async seesPrompt({ price }: Pick<Goods, 'price'>, phone: Phone): Promise<void> {
    const { pay } = this.say;
    await this.sees(pay('state.prompt-sent'));
    await this.sees(pay('say.prompt-sent', { amount: shillings(price), phone: phone.masked }));
  }

  /** `receipt: false`: M-Pesa's number is not known yet, and the page says so. */
  async seesPaid(
    { price }: Pick<Goods, 'price'>,
    { within = 15_000, receipt = true }: { within?: number; receipt?: boolean } = {},
  ): Promise<void> {
    const { pay } = this.say;
    await expect(this.page.getByText(pay('state.succeeded'))).toBeVisible({ timeout: within });
    await this.sees(pay('say.succeeded', { amount: shillings(price) }));
    if (!receipt) return this.sees(pay('receipt.coming'));
    await expect(this.page.getByText(new RegExp(`^${pay('receipt', { number: '[A-Z0-9]{10}' })}$`))).toBeVisible();
  }

  /** Opens the receipt, in a tab of its own. */
  async opensReceipt(): Promise<Page> {
    const opened = this.page.context().waitForEvent('page');
    await this.page.getByRole('link', { name: this.say.order('receipt'), exact: true }).click();
    const receipt = await opened;
    await receipt.waitForLoadState();
    return receipt;
  }

  async seesFailed(outcome: Outcome): Promise<void> {
    const { pay } = this.say;
    await this.sees(pay('state.failed'));
    await this.sees(pay(`fail.${outcome}`));
  }

  async sendAgain(): Promise<void> {
    await this.button(this.say.pay('again')).click();
  }

  async letAnotherPay(phone: Phone): Promise<void> {
    const { pay } = this.say;
    await this.button(pay('other')).click();
    await this.page.getByLabel(pay('phone')).fill(phone.number);
    await this.button(pay('send')).click();
  }

  async sees(sentence: string): Promise<void> {
    await expect(this.page.getByText(sentence, { exact: true })).toBeVisible();
  }
}

/** Enters the PIN at the phone on the screen, key by key. */
export async function enterPinAt(phone: Page, pin = '1234'): Promise<void> {
  const prompt = phone.getByRole('dialog', { name: 'M-PESA' });
  for (const digit of pin) await prompt.getByRole('button', { name: digit, exact: true }).click();
  await prompt.locator('button[type=submit]').click();
}

/** Collects what a page complains about in its console; a journey ends by looking that there was nothing. */
export function complaintsOf(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text());
  });
  return heard;
}

export const shillings = (amount: number): string => formatMoney({ amount, currency: 'KES' });

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** WCAG 2.2 AA as far as a program can tell, through all shadow roots; and nothing to scroll sideways for. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const faults = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })),
    );
  });
  expect(faults).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, 'pixels wider than the screen').toBe(0);
}
