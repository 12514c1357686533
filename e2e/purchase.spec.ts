import { expect, test } from '@playwright/test';
import {
  checkOut,
  complaintsOf,
  dev,
  expectAccessible,
  fillCart,
  languages,
  newPhone,
  openPhone,
  pay,
} from './support.js';

for (const [language, texts] of Object.entries(languages)) {
  test.describe(`a buyer with a small phone, in ${language}`, () => {
    test.use({ locale: texts.locale });

    test('finds, orders and pays, and has an empty cart again', async ({ page }, { workerIndex }) => {
      const complaints = complaintsOf(page);
      const number = newPhone(workerIndex);
      await page.goto(dev().urls.shop);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectAccessible(page, 'the shop');

      await fillCart(page, texts);
      await expectAccessible(page, 'the cart', 'duka-cart');
      await checkOut(page, texts, number);
      await expectAccessible(page, 'the checkout', 'duka-cart');
      const phone = await openPhone(page, number);
      await page.bringToFront();
      await pay(page, texts);
      await expectAccessible(page, 'waiting for the PIN', 'duka-cart');

      await phone.bringToFront();
      await expectAccessible(phone, 'the phone that rings', '#screen');
      await phone.getByRole('dialog', { name: 'M-PESA' }).getByLabel(/PIN/).fill('1234');
      await phone.keyboard.press('Enter');

      await page.bringToFront();
      await expect(page.getByText(texts.pay['state.succeeded'])).toBeVisible();
      await expectAccessible(page, 'paid', 'duka-cart');

      await page.reload();
      const emptyCart = texts.shop['cart.count.other'].replace('{n}', '0');
      await expect(page.getByRole('button', { name: emptyCart }).first()).toBeVisible();
      expect(complaints).toEqual([]);
    });
  });
}
