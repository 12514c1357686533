import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectSoldOnce, expectStock } from './outcome.js';
import { Buyer, expectAccessible } from './steps.js';
import { exampleShelf, expect, test } from './test.js';

test.describe('a shop on somebody else’s page', () => {
  test('sells', async ({ page, dev, shop, phone }) => {
    const goods = await shop.shelfGoods(exampleShelf);
    const buyer = new Buyer(page);
    await page.goto(dev.urls.example);
    await expect(page.getByRole('button', { name: buyer.say.shop('add') }).first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('searchbox', { name: buyer.say.shop('search') }).fill(goods.title);
    await buyer.putInCart(goods);
    await buyer.openCart();
    await buyer.checkOut(phone);
    await buyer.payButton(goods).click();
    await buyer.seesPrompt(goods, phone);
    await phone.enterPin();
    await buyer.seesPaid(goods);
    await expectAccessible(page);
    await expectSoldOnce({ shop, goods, phones: [phone] });
  });

  test('sells nothing from an origin that its key does not list', async ({ page, dev, shop, goods }) => {
    const { publishable } = dev.keys;
    const html = (await readFile(new URL('../examples/plain-html/index.html', import.meta.url), 'utf8'))
      .replaceAll('https://shop.example', dev.urls.shop)
      .replaceAll('YOUR_PUBLISHABLE_KEY', publishable);
    const stranger = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(html));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    try {
      const { say } = new Buyer(page);
      await page.goto(origin);
      await expect(page.getByText(say.common('error.load')).first()).toBeVisible();
      await expect(page.getByRole('button', { name: say.common('retry') }).first()).toBeVisible();
      await expect(page.getByRole('button', { name: say.shop('add') })).toHaveCount(0);

      const refused = await shop.call('POST', '/carts', {
        headers: { 'Duka-Key': publishable, Origin: origin },
        body: { items: [{ variant: goods.variant, quantity: 1 }] },
      });
      expect(refused).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
      await expectStock(shop, goods, {});
    } finally {
      stranger.close();
      stranger.closeAllConnections();
    }
  });
});
