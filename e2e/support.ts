import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { DevFile } from '../reference-server/src/dev/announce.js';
import * as elementsEn from '../packages/elements/src/locales/en.js';
import * as elementsSw from '../packages/elements/src/locales/sw.js';
import { en as pagesEn } from '../reference-server/src/pages/locales/en.js';
import { sw as pagesSw } from '../reference-server/src/pages/locales/sw.js';

/** What the people of a language read, in the shop's pages and in the elements. */
export const languages = {
  en: { locale: 'en-KE', pages: pagesEn, ...elementsEn },
  sw: { locale: 'sw-KE', pages: pagesSw, ...elementsSw },
} as const;
export type Texts = (typeof languages)['en' | 'sw'];

/** Addresses and keys of the system that the global setup started. */
export const dev = (): DevFile => JSON.parse(process.env['DUKA_E2E'] ?? '') as DevFile;

/** A sentence with gaps, as a pattern: `Add to cart: {title}` matches whatever the title is. */
export function saying(sentence: string): RegExp {
  const parts = sentence.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

let buyers = 0;

/** A Kenyan number that nobody else in this run pays with, as a buyer types it. */
export function newPhone(worker: number): string {
  buyers += 1;
  return `07${10 + worker}${String(buyers).padStart(6, '3')}`;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Fails with what a screen reader, a keyboard or poor eyes would stumble over (WCAG 2.2 AA).
 *
 * @param within What to look at, shadow trees included; a dialog need not have the whole page behind it looked at again.
 */
export async function expectAccessible(page: Page, where: string, within = 'html'): Promise<void> {
  // By evaluation, not by a script tag: the pages' content security policy stays in force.
  await page.evaluate(axe);
  const found = await page.evaluate(async (selector) => {
    const { axe: check } = window as unknown as { axe: typeof import('axe-core') };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await check.run(selector, { runOnly: tags, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
  }, within);
  expect(found, `accessibility of ${where}`).toEqual([]);
}

/** Collects what the page complains about in its console; a test ends by looking that there was nothing. */
export function complaintsOf(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text());
  });
  return heard;
}

/** The buyer's phone, beside the shop in the same browser. */
export async function openPhone(page: Page, number: string): Promise<Page> {
  const phone = await page.context().newPage();
  await phone.goto(`${dev().urls.phone}/254${number.slice(1)}`);
  return phone;
}

/** Puts the first thing that is in stock into the cart, and opens the cart. */
export async function fillCart(page: Page, { shop }: Texts): Promise<void> {
  await page
    .getByRole('button', { name: saying(shop['add.what']) })
    .first()
    .click();
  await page
    .getByRole('button', { name: saying(shop['cart.count.one']) })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: shop.cart })).toBeVisible();
}

/** From the open cart to the last step before paying: who, and collected rather than brought. */
export async function checkOut(page: Page, { shop, checkout }: Texts, number: string): Promise<void> {
  await page.getByRole('button', { name: shop['cart.checkout'] }).click();
  const desk = page.getByRole('dialog', { name: checkout.title });
  await desk.getByLabel(checkout.name, { exact: true }).fill('Amina');
  await desk.getByLabel(checkout.phone, { exact: true }).fill(number);
  await desk.getByRole('button', { name: checkout.next }).click();
  await desk.getByText(checkout['how.pickup']).click();
  await desk.getByRole('button', { name: checkout.next }).click();
}

/** Asks M-Pesa for the money. */
export async function pay(page: Page, { pay: words }: Texts): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${words['label.pay']}`) }).click();
  await expect(page.getByRole('heading', { name: words['state.prompt-sent'] })).toBeVisible();
}
