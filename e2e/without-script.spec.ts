import type { Browser, Page } from '@playwright/test';
import { expectSoldOnce } from './outcome.js';
import { Buyer, expectAccessible, shillings } from './steps.js';
import { expect, test } from './test.js';
import { formWords } from './words.js';

/** What the page shows, in a page that may run the script which looks it over. */
async function look(page: Page, browser: Browser): Promise<void> {
  const html = (await page.content())
    // Only a page that waits for M-Pesa asks again by itself, and only where no script can.
    .replaceAll(/<meta http-equiv="refresh".*?>/g, '')
    .replaceAll(/<script.*?<\/script>/gs, '')
    .replaceAll(/<(\/?)noscript>/g, '<$1div>');
  const copy = await browser.newPage({
    viewport: page.viewportSize(),
    reducedMotion: 'reduce',
    javaScriptEnabled: true,
  });
  await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await copy.goto(page.url());
  await expectAccessible(copy);
  await copy.close();
}

test.describe('a buyer whose browser runs no scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('fills the cart, orders and pays by forms alone', async ({ page, browser, dev, shop, goods, phone }) => {
    const t = formWords.en;
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const { title } = goods;

    await page.goto(`${dev.urls.shop}/p/${goods.product.slug}`);
    await look(page, browser);
    await page.getByLabel(t('howMany')).fill('2');
    await button(t('addToCart')).click();
    await expect(page.getByText(t('note.added'))).toBeVisible();
    await look(page, browser);

    await page.getByLabel(t('quantityOf', { title }), { exact: true }).fill('3');
    await button(t('changeWhat', { title })).click();
    await expect(page.getByRole('link', { name: t('cartWith', { n: 3 }) })).toBeVisible();
    await button(t('removeWhat', { title })).click();
    // Locators by text pass over what is in a noscript.
    await expect(page.locator('noscript p').first()).toHaveText(t('cartEmpty'));
    await page.goto(`${dev.urls.shop}/p/${goods.product.slug}`);
    await button(t('addToCart')).click();
    await page.getByLabel(t('code')).fill('HAKUNA99');
    await button(t('codeUse')).click();
    await expect(page.getByRole('alert')).toHaveText(t('no.discount_unknown'));
    await expect(page.getByRole('link', { name: t('cartWith', { n: 1 }) })).toBeVisible();
    await page.getByRole('link', { name: t('toCheckout') }).click();

    await look(page, browser);
    await page.getByLabel(t('phone')).fill('0812');
    await page.getByRole('radio', { name: t('bring') }).check();
    await button(t('toPayment')).click();
    await expect(page.getByRole('alert')).toContainText(t('bad.required', { field: t('name') }));
    await look(page, browser);
    await page.getByLabel(t('name'), { exact: true }).fill('Achieng Otieno');
    await page.getByLabel(t('phone')).fill(phone.number);
    await page
      .getByRole('radio', { name: t('collectAt', { title: '' }).trim() })
      .first()
      .check();
    await button(t('toPayment')).click();
    await look(page, browser);
    await expect(page.getByLabel(t('payPhone'))).toHaveValue(phone.number);

    const amount = new RegExp(`^${t('pay', { amount: '.*' })}$`);
    await page.getByRole('button', { name: amount }).click();
    await expect(page.getByText(t('state.prompt'))).toBeVisible();
    await look(page, browser);
    await phone.cancel();
    // By itself: nobody taps anything.
    await expect(page.getByText(t('fail.cancelled'))).toBeVisible();
    await look(page, browser);
    await page.getByLabel(t('payPhone')).fill(phone.number);
    await page.getByRole('button', { name: new RegExp(`^${t('payNow', { amount: '.*' })}$`) }).click();
    await expect(page.getByText(t('state.prompt'))).toBeVisible();
    await phone.enterPin();
    await expect(page.getByText(t('state.paid'))).toBeVisible();
    await look(page, browser);

    const order = await expectSoldOnce({ shop, goods, phones: [phone], prompts: 2 });
    await page.getByRole('link', { name: t('receipt'), exact: true }).click();
    await expect(page.getByText(order.number).first()).toBeVisible();
  });
});

test('what was put into the cart by a form is there when the elements come', async ({
  browser,
  page,
  context,
  dev,
  goods,
}) => {
  const slow = await browser.newContext({ javaScriptEnabled: false });
  const early = await slow.newPage();
  await early.goto(`${dev.urls.shop}/p/${goods.product.slug}?lang=en`);
  await early.getByRole('button', { name: formWords.en('addToCart') }).click();
  await context.addCookies(await slow.cookies());
  await slow.close();
  const buyer = new Buyer(page);
  await page.goto(dev.urls.shop);
  await expect(page.getByRole('button', { name: buyer.say.shop('cart.count.one', { n: 1 }) })).toBeVisible();
  await page.reload();
  await buyer.openCart();
  await expect(page.getByRole('dialog').getByText(shillings(goods.price)).first()).toBeVisible();
  expect((await context.cookies()).some(({ name }) => name === 'duka-cart')).toBe(false);
});
