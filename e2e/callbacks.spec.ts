import { expectSoldOnce } from './outcome.js';
import { Buyer } from './steps.js';
import { expect, test } from './test.js';

test.describe('whatever becomes of the callback', () => {
  test('twice: paid once', async ({ page, dev, shop, goods, phone }) => {
    const buyer = new Buyer(page);
    await buyer.buy(dev.urls.shop, goods, phone);
    await phone.deliver({ mode: 'twice' });
    await phone.enterPin();
    await buyer.seesPaid(goods);
    await expect.poll(async () => (await phone.callbacks()).map(({ status }) => status)).toEqual([200, 200]);
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });

  test('lost: the query decides', async ({ page, dev, shop, goods, phone }) => {
    const buyer = new Buyer(page);
    await buyer.buy(dev.urls.shop, goods, phone);
    await phone.deliver({ mode: 'drop' });
    await phone.enterPin();
    await expect.poll(async () => (await phone.callbacks()).map(({ state }) => state)).toEqual(['dropped']);
    // The server asks by itself from 20 s after the prompt.
    await buyer.seesPaid(goods, { within: 40_000, receipt: false });
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });

  test('before the answer to the push: paid all the same', async ({ page, dev, shop, goods, phone }) => {
    await phone.next(3);
    const buyer = new Buyer(page);
    await buyer.look(dev.urls.shop, goods);
    await buyer.putInCart(goods);
    await buyer.openCart();
    await buyer.checkOut(phone);
    await buyer.payButton(goods).click();
    await expect.poll(async () => (await phone.callbacks()).map(({ status }) => status)).toEqual([200]);
    await buyer.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });
});
