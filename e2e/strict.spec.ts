import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { Buyer } from './steps.js';
import { exampleShelf, expect, test } from './test.js';
import { chromium } from '../scripts/chromium.mjs';

// Pages that the test makes up come from no address, and Chromium keeps such from what is on this machine.
const launchOptions = chromium();
test.use({
  launchOptions: {
    ...launchOptions,
    args: [...launchOptions.args, '--disable-features=LocalNetworkAccessChecks'],
  },
});

const cdn = new URL('../packages/elements/dist/cdn/', import.meta.url);

/** Violations of the page's policy and errors nobody caught, as they happen. */
async function watch(page: Page): Promise<string[]> {
  const seen: string[] = [];
  page.on('pageerror', (error) => seen.push(String(error)));
  await page.exposeFunction('violated', (what: string) => seen.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      (window as unknown as { violated(what: string): void }).violated(
        `${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`,
      ),
    );
  });
  return seen;
}

test.describe('a page with a strict policy', () => {
  // How the page lets the script in: by a nonce, which what it fetches later inherits; or by the hash of the one file that needs nothing more.
  for (const way of ['nonce', 'hash'] as const)
    test(`sells as far as the pay button: script by ${way}`, async ({ page, dev, shop, phone }) => {
      const file = way === 'nonce' ? 'duka.js' : 'duka.all.js';
      const hashes = JSON.parse(await readFile(new URL('sri.json', cdn), 'utf8')) as Record<string, string>;
      const api = new URL(dev.urls.api).origin;
      const policy = [
        "default-src 'none'",
        `script-src '${way === 'nonce' ? 'nonce-R4nd0m' : hashes[file]}'`,
        "style-src 'self'",
        `connect-src ${api}`,
        `img-src ${api}`,
        "require-trusted-types-for 'script'",
        'trusted-types lit-html',
      ].join('; ');
      const html = `<!doctype html><html lang="sw"><title>Duka</title>
        <script src="${dev.urls.shop}/elements/${file}" integrity="${hashes[file]}" crossorigin defer
          ${way === 'nonce' ? 'nonce="R4nd0m"' : ''} data-key="${dev.keys.publishable}" data-server="${dev.urls.shop}"></script>
        <duka-cart-button></duka-cart-button><duka-products category="${exampleShelf}"></duka-products>
        <duka-cart view="drawer"></duka-cart></html>`;
      await page.route(`${dev.urls.example}/strict`, (route) =>
        route.fulfill({
          contentType: 'text/html; charset=utf-8',
          headers: { 'Content-Security-Policy': policy },
          body: html,
        }),
      );
      const seen = await watch(page);
      const goods = await shop.shelfGoods(exampleShelf);
      const buyer = new Buyer(page, 'sw');
      await page.goto(`${dev.urls.example}/strict`);
      await buyer.putInCart(goods);
      await buyer.openCart();
      await buyer.checkOut(phone);
      await expect(buyer.payButton(goods)).toBeVisible();
      expect(seen).toEqual([]);
    });

  test('takes the script twice, from two addresses, module or not', async ({ page, dev, shop }) => {
    const goods = await shop.shelfGoods(exampleShelf);
    const src = `${dev.urls.shop}/elements/duka.js`;
    await page.route(`${dev.urls.example}/twice`, (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'Content-Security-Policy': "require-trusted-types-for 'script'; trusted-types lit-html" },
        body: `<!doctype html><html lang="en"><title>Duka</title>
          <script src="${src}" defer data-key="${dev.keys.publishable}" data-server="${dev.urls.shop}"></script>
          <script type="module" src="${src}?again" crossorigin></script>
          <duka-cart-button></duka-cart-button><duka-products category="${exampleShelf}"></duka-products>
          <duka-mpesa-button product="${goods.product.slug}"></duka-mpesa-button></html>`,
      }),
    );
    const seen = await watch(page);
    const buyer = new Buyer(page);
    await page.goto(`${dev.urls.example}/twice`);
    await buyer.putInCart(goods);
    await expect(page.getByRole('button', { name: buyer.say.pay('label.pay') })).toBeVisible();
    expect(seen).toEqual([]);
  });
});
