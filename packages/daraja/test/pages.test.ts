import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import { chromium as playwright, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { chromium } from '../../../scripts/chromium.mjs';
import { accepted, bench, PHONE, type Bench } from './bench.js';

// A loaded machine may need a while to start a browser.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await playwright.launch(chromium());
});
afterAll(() => browser.close());

async function open(address: string, locale = 'en-KE'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, locale, reducedMotion: 'reduce' });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  onTestFinished(() => expect(complaints).toEqual([]));
  await page.goto(address);
  return page;
}

interface AxeAnswer {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Faults of the page as it is, in light and in dark. */
async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the pages' own content policy forbids that.
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] };
    const found = await page.evaluate<AxeAnswer>(`axe.run(document, ${JSON.stringify(options)})`);
    faults.push(...found.violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html ?? ''}`));
  }
  return faults;
}

/** How far the page can be scrolled sideways. It should not. */
const overflow = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

const prompt = (page: Page) => page.getByRole('dialog');
const settled = (on: Bench, id: string) =>
  expect.poll(async () => (await on.pass(1), on.simulator.control.push(id).resultCode), { interval: 20 });

describe('the phone page', () => {
  it('rings for a new number by itself, and pays by keyboard', async () => {
    const on = await bench();
    const page = await open(on.simulator.phoneUrl);
    const id = await accepted(on.push());
    await prompt(page).getByText('Do you want to pay KSh 250 to SMARTDUKA DEMO Account no. INV-2041?').waitFor();
    await page.keyboard.type('1234');
    await page.keyboard.press('Enter');
    await settled(on, id).toBe('0');
    await page
      .locator('#inbox')
      .getByText(/Confirmed\. KSh 250\.00 sent to SMARTDUKA DEMO for account INV-2041 on 2\/1\/26/)
      .waitFor();
    await page.getByText('KSh 19,750.00', { exact: true }).waitFor();
  });

  it('pays by tapping, in Swahili', async () => {
    const on = await bench();
    const page = await open(`${on.simulator.phoneUrl}/0712345678`, 'sw-KE');
    const id = await accepted(on.push());
    await prompt(page)
      .getByText(/Je, unataka kulipa KSh 250 kwa SMARTDUKA DEMO/)
      .waitFor();
    for (const digit of ['9', '8', '7', '6']) await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: 'Tuma' }).click();
    await settled(on, id).toBe('0');
  });

  it.each([
    ['Cancel is tapped', (page: Page) => page.getByRole('button', { name: 'Cancel' }).click(), '1032'],
    ['Escape is pressed', (page: Page) => page.keyboard.press('Escape'), '1032'],
    [
      'the wrong PIN is sent',
      async (page: Page) => (await page.keyboard.type('0000'), page.keyboard.press('Enter')),
      '2001',
    ],
  ])('ends the prompt when %s', async (_, act, code) => {
    const on = await bench();
    const page = await open(on.simulator.phoneUrl);
    const id = await accepted(on.push());
    await prompt(page).waitFor();
    await act(page);
    await settled(on, id).toBe(code);
    await prompt(page).waitFor({ state: 'hidden' });
  });

  it('wants four digits', async () => {
    const on = await bench();
    const page = await open(on.simulator.phoneUrl);
    const id = await accepted(on.push());
    await prompt(page).waitFor();
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await page.getByText('The PIN has four digits.').waitFor();
    expect(on.simulator.control.push(id).state).toBe('ringing');
  });

  it('shows no prompt while the phone is off, and the prompt once it is on', async () => {
    const on = await bench();
    const page = await open(`${on.simulator.phoneUrl}/254712345678`);
    await page.getByRole('switch', { name: 'Phone off' }).click();
    await page.getByText('This phone is off').waitFor();
    await accepted(on.push());
    expect(await prompt(page).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Switch on' }).click();
    await prompt(page).waitFor();
  });

  it("pays a pay bill from the phone's own menu", async () => {
    const on = await bench();
    const page = await open(`${on.simulator.phoneUrl}/254712345678`);
    await page.getByRole('button', { name: 'Lipa na M-PESA' }).click();
    const menu = page.getByRole('dialog');
    await menu.getByLabel('Business number').fill('174379');
    await menu.getByLabel('Account number').fill('INV-7');
    await menu.getByLabel('Amount in shillings').fill('120');
    await menu.getByLabel('Enter M-PESA PIN:').fill('1234');
    await page.keyboard.press('Enter');
    await menu.waitFor({ state: 'hidden' });
    await on.pass(2);
    await page.locator('#inbox').getByText('KSh 120.00 sent to SMARTDUKA DEMO for account INV-7').waitFor();
    expect(on.simulator.control.transactions()).toMatchObject([{ kind: 'c2b', amount: 120, account: 'INV-7' }]);
  });

  it('takes another balance', async () => {
    const on = await bench();
    const page = await open(`${on.simulator.phoneUrl}/254712345678`);
    await page.getByLabel('Balance in shillings').fill('77');
    await page.keyboard.press('Enter');
    await page.getByText('KSh 77.00', { exact: true }).waitFor();
    expect(on.simulator.control.phone(PHONE).balance).toBe(77);
  });

  it('is accessible while it rings, in light and dark, and fits a small and a large window', async () => {
    const on = await bench();
    const page = await open(on.simulator.phoneUrl);
    await accepted(on.push());
    await prompt(page).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await overflow(page)).toBe(0);
  });
});

describe("the operator's page", () => {
  it('decides a prompt, and shows the request and the callback', async () => {
    const on = await bench();
    const page = await open(on.simulator.url);
    const id = await accepted(on.push());
    await page.getByRole('button', { name: 'Approve' }).click();
    await settled(on, id).toBe('0');
    await on.pass(1);
    await page.getByText('delivered 200').waitFor();
    await page.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => on.received.length).toBe(2);
  });

  it('orders what happens to the next payment', async () => {
    const on = await bench();
    const page = await open(on.simulator.url);
    await page.getByLabel('What happens').selectOption({ label: '8 · Payer cancels' });
    await page.getByRole('button', { name: 'Set' }).first().click();
    await page.getByText('Waiting for the next request:').waitFor();
    const id = await accepted(on.push());
    await page.getByRole('button', { name: '+10 s' }).click();
    await expect.poll(() => on.simulator.control.push(id).resultCode).toBe('1032');
  });

  it('is accessible with something on it, in light and dark, and fits a small and a large window', async () => {
    const on = await bench();
    await accepted(on.push());
    await accepted(on.push('+254700000008'));
    await on.pass(10);
    const page = await open(on.simulator.url);
    await page.getByText('ended 1032').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await overflow(page)).toBe(0);
  });
});

describe('the locale files', () => {
  const locale = async (name: string) => {
    const file = (await import(new URL(`../assets/locales/${name}.js`, import.meta.url).href)) as {
      default: Record<string, string>;
    };
    return file.default;
  };

  it('have the same keys and the same placeholders in every language', async () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
    const shape = (texts: Record<string, string>) =>
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, holes(text)]));
    expect(shape(await locale('sw'))).toEqual(shape(await locale('en')));
  });
});

describe("the simulator's own addresses", () => {
  it.each([
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['a name that only leads here', { host: 'evil.example' }, 403],
    ['a plain form', { 'content-type': 'text/plain' }, 415],
  ])('refuse %s', async (_, headers, status) => {
    const on = await bench();
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(`${on.simulator.url}/__sim/reset`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      });
      request.on('response', (response) => (response.resume(), resolve(response.statusCode)));
      request.on('error', reject);
      request.end('{}');
    });
    expect(answered).toBe(status);
  });

  it.each(['/assets/../package.json', '/assets/%2e%2e/package.json', '/assets/x.json', '/nothing', '/__sim/nothing'])(
    'have no %s',
    async (path) => {
      const on = await bench();
      expect((await fetch(on.simulator.url + path)).status).toBe(404);
    },
  );
});
