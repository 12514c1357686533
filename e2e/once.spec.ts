import { expectSoldOnce } from './outcome.js';
import { Buyer } from './steps.js';
import { expect, test } from './test.js';

test('a pay button tapped five times asks once', async ({ page, dev, shop, goods, phone }) => {
  const buyer = new Buyer(page);
  await buyer.look(dev.urls.shop, goods);
  await buyer.putInCart(goods);
  await buyer.openCart();
  await buyer.checkOut(phone);
  await buyer.payButton(goods).click({ clickCount: 5 });
  await buyer.seesPrompt(goods, phone);
  await phone.enterPin();
  await buyer.seesPaid(goods);
  await expectSoldOnce({ shop, goods, phones: [phone] });
});

test.describe('two tabs with the same cart', () => {
  test('both tapped at once: one order, one prompt, and both tell the truth', async ({
    page,
    context,
    dev,
    shop,
    goods,
    phone,
  }) => {
    const here = new Buyer(page);
    await here.look(dev.urls.shop, goods);
    await here.putInCart(goods);
    const there = new Buyer(await context.newPage());
    await there.page.goto(dev.urls.shop);
    for (const tab of [here, there]) {
      await tab.page.bringToFront();
      await tab.openCart();
      await tab.checkOut(phone);
    }
    // Straight at the buttons: a tap that first waits for its tab to come to rest may find that the other tab was faster.
    const buttons = [here, there].map((tab) => tab.payButton(goods));
    for (const button of buttons) await expect(button).toBeVisible();
    await Promise.all(buttons.map((button) => button.dispatchEvent('click')));
    for (const tab of [here, there]) await tab.seesPrompt(goods, phone);
    await phone.enterPin();
    for (const tab of [here, there]) await tab.seesPaid(goods);
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });

  test('paid in one: the other has nothing left to pay', async ({ page, context, dev, shop, goods, phone }) => {
    const here = new Buyer(page);
    await here.look(dev.urls.shop, goods);
    await here.putInCart(goods);
    const there = new Buyer(await context.newPage());
    await there.page.goto(dev.urls.shop);
    await there.openCart();
    await there.checkOut(phone);

    await here.page.bringToFront();
    await here.openCart();
    await here.checkOut(phone);
    await here.payButton(goods).click();
    await here.seesPrompt(goods, phone);
    await phone.enterPin();
    await here.seesPaid(goods);

    await there.page.bringToFront();
    await expect(there.payButton(goods)).toBeHidden();
    await there.sees(there.say.shop('cart.empty'));
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });
});
