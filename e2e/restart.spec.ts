import { sandboxShortcode, startSimulator, type Simulator } from '../packages/daraja/src/simulator/index.js';
import { startSystem, type System } from '../scripts/lib/system.mjs';
import { expectInvariants, expectSoldOnce } from './outcome.js';
import { Phone } from './phone.js';
import { Shop } from './shop.js';
import { Buyer } from './steps.js';
import { expect, test } from './test.js';

// A system of their own, that may be killed; and a simulator outside of it, since Safaricom does not go down with the shop.
test.describe('the server is killed while the prompt is open', () => {
  test.describe.configure({ mode: 'serial', timeout: 240_000 });

  let simulator: Simulator;
  let system: System;
  let phones = 0;
  const start = (again?: { dataDir: string; port: number }): Promise<System> =>
    startSystem({
      ...again,
      timeoutMs: 120_000,
      env: {
        MPESA_ENV: 'simulator',
        MPESA_BASE_URL: simulator.url,
        MPESA_CONSUMER_KEY: 'simulator',
        MPESA_CONSUMER_SECRET: 'simulator',
        MPESA_SHORTCODE: sandboxShortcode.shortcode,
        MPESA_PASSKEY: sandboxShortcode.passkey,
      },
    });
  const restarted = async (): Promise<System> =>
    start({ dataDir: system.dataDir, port: Number(new URL(system.dev.urls.shop).port) });

  test.beforeAll(async () => {
    simulator = await startSimulator();
    system = await start();
  });
  test.afterAll(async () => {
    await system?.remove();
    await simulator?.stop();
  });

  async function atThePrompt(page: Buyer['page']) {
    const shop = new Shop(system.dev);
    const [product] = await shop.simpleGoods();
    if (!product) throw new Error('nothing to buy');
    const goods = await shop.goods(product);
    const phone = new Phone(simulator.url, `0712000${100 + phones++}`);
    const buyer = new Buyer(page);
    await buyer.buy(system.dev.urls.shop, goods, phone);
    await system.kill();
    return { shop, goods, phone, buyer };
  }

  test('and the PIN is entered while it is down', async ({ page }) => {
    const { shop, goods, phone, buyer } = await atThePrompt(page);
    await phone.enterPin();
    // Its callback finds nobody, and Safaricom does not try again.
    await expect.poll(async () => (await phone.callbacks()).map(({ state }) => state)).toEqual(['failed']);
    await buyer.seesPrompt(goods, phone);

    system = await restarted();
    await buyer.seesPaid(goods, { within: 60_000, receipt: false });
    await expectSoldOnce({ shop, goods, phones: [phone] });
    await expectInvariants(system.dev);
  });

  test('and the PIN is entered once it is back', async ({ page }) => {
    const { shop, goods, phone, buyer } = await atThePrompt(page);
    system = await restarted();
    await phone.enterPin();
    await buyer.seesPaid(goods, { within: 60_000 });
    await expectSoldOnce({ shop, goods, phones: [phone] });
    await expectInvariants(system.dev);
  });
});
