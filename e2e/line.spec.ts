import { Line } from './line.js';
import { expectSoldOnce } from './outcome.js';
import { Buyer } from './steps.js';
import { expect, test } from './test.js';

test.describe('while the prompt is open', () => {
  test('the page is reloaded: the same attempt goes on', async ({ page, dev, shop, goods, phone }) => {
    const buyer = new Buyer(page);
    await buyer.buy(dev.urls.shop, goods, phone);
    await page.reload();
    await buyer.seesPrompt(goods, phone);
    await phone.enterPin();
    await buyer.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });

  test('the page is left, and another one of the shop opened', async ({ page, dev, shop, goods, phone }) => {
    const buyer = new Buyer(page);
    await buyer.buy(dev.urls.shop, goods, phone);
    await page.goto('about:blank');
    await phone.enterPin();
    const order = await expectSoldOnce({ shop, goods, phones: [phone] });
    await page.goto(`${dev.urls.shop}/orders/${order.id}`);
    await expect(page.getByRole('heading', { name: buyer.say.order('title', { number: order.number }) })).toBeVisible();
    await buyer.sees(buyer.say.order('paid'));
  });

  test('the line drops, and the PIN is entered meanwhile', async ({ browser, dev, shop, goods, phone }) => {
    const line = await Line.open();
    const context = await browser.newContext({ proxy: { server: line.proxy, bypass: '<-loopback>' } });
    try {
      const buyer = new Buyer(await context.newPage());
      await buyer.buy(dev.urls.shop, goods, phone);
      await line.cut(context);
      await phone.enterPin();
      await expectSoldOnce({ shop, goods, phones: [phone] });
      // Nothing was heard of it here, so nothing has changed here: neither paid nor failed.
      await buyer.seesPrompt(goods, phone);
      await line.mend(context);
      await buyer.seesPaid(goods);
      await expectSoldOnce({ shop, goods, phones: [phone] });
    } finally {
      await context.close();
      line.close();
    }
  });

  test('the line drops before the tap: it waits, and asks once', async ({ page, context, dev, shop, goods, phone }) => {
    const buyer = new Buyer(page);
    await buyer.look(dev.urls.shop, goods);
    await buyer.putInCart(goods);
    await buyer.openCart();
    await buyer.checkOut(phone);
    await context.setOffline(true);
    await buyer.payButton(goods).click();
    await buyer.sees(buyer.say.pay('state.offline-queued'));
    await buyer.sees(buyer.say.pay('say.offline-queued'));
    expect(await phone.prompts()).toEqual([]);
    await context.setOffline(false);
    await buyer.seesPrompt(goods, phone);
    await phone.enterPin();
    await buyer.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });
});
