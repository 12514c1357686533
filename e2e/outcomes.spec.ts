import { expectSoldOnce, expectStock } from './outcome.js';
import { Buyer, expectAccessible } from './steps.js';
import { test } from './test.js';

test.describe('a payment that fails says why, and can be made again', () => {
  test('cancelled on the phone', async ({ page, dev, shop, goods, phone }) => {
    const buyer = new Buyer(page);
    await buyer.buy(dev.urls.shop, goods, phone);
    await phone.cancel();
    await buyer.seesFailed('cancelled');
    await expectAccessible(page);
    await expectStock(shop, goods, { held: 1 });

    await buyer.sendAgain();
    await buyer.seesPrompt(goods, phone);
    await phone.enterPin();
    await buyer.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone], prompts: 2 });
  });

  test('a wrong PIN', async ({ page, dev, shop, goods, phone }) => {
    const buyer = new Buyer(page, 'sw');
    await buyer.buy(dev.urls.shop, goods, phone);
    await phone.enterPin('0000');
    await buyer.seesFailed('wrong_pin');

    await buyer.sendAgain();
    await buyer.seesPrompt(goods, phone);
    await phone.enterPin();
    await buyer.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone], prompts: 2 });
  });

  test('not enough money: somebody else pays', async ({ page, dev, shop, goods, phone, otherPhone }) => {
    await phone.set({ balance: 1 });
    const buyer = new Buyer(page);
    await buyer.buy(dev.urls.shop, goods, phone);
    await phone.enterPin();
    await buyer.seesFailed('insufficient_funds');

    await buyer.letAnotherPay(otherPhone);
    await buyer.seesPrompt(goods, otherPhone);
    await otherPhone.enterPin();
    await buyer.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone, otherPhone], prompts: 2 });
  });

  test('the phone is off: somebody else pays', async ({ page, dev, shop, goods, phone, otherPhone }) => {
    await phone.set({ off: true });
    const buyer = new Buyer(page);
    await buyer.buy(dev.urls.shop, goods, phone);
    await phone.pass(30_000);
    await buyer.seesFailed('unreachable');

    await buyer.letAnotherPay(otherPhone);
    await buyer.seesPrompt(goods, otherPhone);
    await otherPhone.enterPin();
    await buyer.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone, otherPhone], prompts: 2 });
  });
});
