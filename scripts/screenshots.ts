import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Phone } from '../e2e/phone.js';
import { Shop, type Dev, type Goods } from '../e2e/shop.js';
import { Buyer, enterPinAt } from '../e2e/steps.js';
import { chromium as launchOptions } from './chromium.mjs';
import { root } from './lib/root.mjs';
import { startSystem } from './lib/system.mjs';

const folder = join(root, 'docs/screenshots');
const basket = ['brookside-fresh-whole-milk', 'broadways-brown-bread', 'britania-glucose-biscuits'];

const screens = {
  360: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  1280: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;
const schemes = ['light', 'dark'] as const;

/** `npm run screenshots`: one purchase for each screen and colour scheme, with a picture at each stop, into docs/screenshots. */
async function main(): Promise<void> {
  const system = await startSystem({ timeoutMs: 180_000 });
  const browser = await chromium.launch(launchOptions());
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const shop = new Shop(system.dev as Dev);
    let buyers = 0;
    for (const [width, screen] of Object.entries(screens))
      for (const colorScheme of schemes) {
        const context = await browser.newContext({ ...screen, colorScheme, locale: 'en-KE', reducedMotion: 'reduce' });
        const phone = new Phone(system.dev.urls.simulator, `071234567${buyers++}`);
        const keep = async (name: string, png: Buffer): Promise<void> =>
          writeFile(join(folder, `${name}-${width}-${colorScheme}.webp`), await toWebp(browser, png));
        await purchase(browser, context, shop, phone, keep);
        await context.close();
      }
    await writeFile(join(folder, 'README.md'), index());
  } finally {
    await browser.close();
    await system.remove();
  }
}

const stops = ['shop', 'product', 'cart', 'checkout', 'prompt', 'paid', 'receipt', 'order', 'example'] as const;
type Stop = (typeof stops)[number];

async function purchase(
  browser: Browser,
  context: BrowserContext,
  shop: Shop,
  phone: Phone,
  keep: (name: Stop, png: Buffer) => Promise<void>,
): Promise<void> {
  const { urls } = shop.dev;
  const page = await context.newPage();
  const buyer = new Buyer(page);
  const goods = await Promise.all(basket.map((slug) => shop.goodsNamed(slug)));

  await page.goto(urls.shop);
  await keep('shop', await picture(page));
  for (const one of goods) {
    await buyer.look(urls.shop, one);
    if (one === goods[0]) await keep('product', await picture(page));
    await buyer.putInCart(one);
  }
  await buyer.openCart(goods.length);
  await keep('cart', await picture(page));
  await buyer.startCheckout();
  await buyer.tellsWho(phone);
  await keep('checkout', await picture(page));
  await buyer.collects();

  const price = goods.reduce((sum, one: Goods) => sum + one.price, 0);
  await buyer.payButton({ price }).click();
  await buyer.seesPrompt({ price }, phone);
  const screen = await context.newPage();
  await screen.setViewportSize({ width: 360, height: page.viewportSize()?.height ?? 740 });
  await screen.goto(`${urls.phone}/${phone.msisdn}`);
  await screen.getByRole('dialog', { name: 'M-PESA' }).waitFor();
  await keep('prompt', await beside(browser, [await picture(page), await picture(screen)]));

  await enterPinAt(screen);
  await page.bringToFront();
  await buyer.seesPaid({ price });
  await keep('paid', await picture(page));
  await keep('receipt', await picture(await buyer.opensReceipt()));
  const { accountReference } = (await phone.prompts())[0] ?? { accountReference: '' };
  const { id } = await shop.orderNumbered(accountReference);
  await page.goto(`${urls.shop}/orders/${id}`);
  await page.getByText(buyer.say.order('lines')).waitFor();
  await keep('order', await picture(page));

  await page.goto(urls.example);
  await page
    .getByRole('button', { name: buyer.say.shop('add') })
    .first()
    .waitFor();
  await page.locator('#shop').evaluate((heading) => heading.scrollIntoView());
  await keep('example', await picture(page));
}

/** What is on the screen, once its pictures are there. */
async function picture(page: Page): Promise<Buffer> {
  await page.bringToFront();
  await page.waitForLoadState('networkidle');
  return page.screenshot();
}

/** Two screens in one picture, each as large as it was taken. */
async function beside(browser: Browser, pictures: readonly Buffer[]): Promise<Buffer> {
  const page = await browser.newPage();
  const images = pictures.map((one) => `<img src="${asUrl(one)}">`);
  const style = 'margin:0;display:flex;align-items:start;gap:32px;padding:32px;background:#b9a78f;width:max-content';
  await page.setContent(`<!doctype html><body style="${style}">${images.join('')}</body>`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const both = await page.locator('body').screenshot();
  await page.close();
  return both;
}

/** A third of the size of the same picture as PNG. */
async function toWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const url = await page.evaluate(async (src) => {
    const image = Object.assign(new Image(), { src });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.82);
  }, asUrl(png));
  await page.close();
  return Buffer.from(url.replace(/^.*,/, ''), 'base64');
}

const asUrl = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;

function index(): string {
  const sections = stops.flatMap((stop) => [
    `## ${stop[0]?.toUpperCase()}${stop.slice(1)}`,
    '',
    Object.keys(screens)
      .flatMap((width) =>
        schemes.map((scheme) => `![${stop}, ${width} px, ${scheme}](${stop}-${width}-${scheme}.webp)`),
      )
      .join('\n'),
    '',
  ]);
  return ['# A purchase, stop by stop', '', 'Made by `npm run screenshots`.', '', ...sections].join('\n');
}

await main();
