import { expectSoldOnce } from './outcome.js';
import { Buyer, complaintsOf, enterPinAt, expectAccessible, shillings } from './steps.js';
import { expect, test } from './test.js';

for (const language of ['en', 'sw'] as const)
  test.describe(`a buyer with a small phone, in ${language}`, () => {
    test.use({ locale: `${language}-KE` });

    test('finds, orders and pays, and has a receipt', async ({ page, context, dev, shop, goods, phone }) => {
      const buyer = new Buyer(page, language);
      const complaints = complaintsOf(page);
      await page.goto(dev.urls.shop);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectAccessible(page);
      await buyer.find(goods);
      await expectAccessible(page);

      await buyer.putInCart(goods);
      await buyer.openCart();
      await expectAccessible(page);
      await buyer.startCheckout();
      await expectAccessible(page);
      await buyer.tellsWho(phone);
      await expectAccessible(page);
      await buyer.collects();
      await expectAccessible(page);
      await buyer.payButton(goods).click();
      await buyer.seesPrompt(goods, phone);
      await expectAccessible(page);

      const onScreen = await context.newPage();
      await onScreen.goto(`${dev.urls.phone}/${phone.msisdn}`);
      await expectAccessible(onScreen);
      await enterPinAt(onScreen);
      await page.bringToFront();
      await buyer.seesPaid(goods);
      await expectAccessible(page);

      const order = await expectSoldOnce({ shop, goods, phones: [phone] });
      const receipt = await buyer.opensReceipt();
      for (const fact of [
        order.payments[0]?.receiptNumber ?? '',
        order.number,
        shillings(goods.price).replace('KSh', ''),
      ])
        await expect(receipt.getByText(fact.trim()).first()).toBeVisible();
      await expectAccessible(receipt);

      await page.goto(`${dev.urls.shop}/orders/${order.id}`);
      await buyer.sees(buyer.say.order('paid'));
      await expectAccessible(page);
      expect(complaints).toEqual([]);
    });
  });
