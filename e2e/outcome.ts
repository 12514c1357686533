import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import type { Order } from '@smartduka/contract';
import type { Phone } from './phone.js';
import type { Dev, Goods, Shop } from './shop.js';

interface Sale {
  shop: Shop;
  goods: Goods;
  quantity?: number;
  /** Every phone that was asked. */
  phones: readonly Phone[];
  /** Prompts that it took. Default 1. */
  prompts?: number;
}

/**
 * What must be true after a journey that ends well, whatever happened on the way: one order, paid once; one payment that succeeded; one transfer
 * of money, of what the order says; stock that fits.
 */
export async function expectSoldOnce({ shop, goods, quantity = 1, phones, prompts = 1 }: Sale): Promise<Order> {
  const pushes = (await Promise.all(phones.map((phone) => phone.prompts()))).flat();
  expect(pushes).toHaveLength(prompts);
  const [number, ...others] = new Set(pushes.map(({ accountReference }) => accountReference));
  expect(others, 'other orders').toEqual([]);

  await expect.poll(async () => (await shop.orderNumbered(number ?? '')).paymentStatus).toBe('paid');
  const order = await shop.orderNumbered(number ?? '');
  const total = order.totals.total.amount;
  expect(order).toMatchObject({ status: 'open', paid: { amount: total }, due: { amount: 0 } });
  expect(order.lines).toMatchObject([{ variant: goods.variant, quantity }]);
  expect(order.payments).toHaveLength(prompts);
  expect(order.payments.filter(({ state }) => state === 'succeeded')).toHaveLength(1);
  expect((await shop.events(order.id)).filter((type) => type === 'order.paid')).toHaveLength(1);

  const money = (await Promise.all(phones.map((phone) => phone.paid()))).flat();
  expect(money.map(({ amount }) => amount * 100)).toEqual([total]);
  await expectStock(shop, goods, { allocated: quantity });
  return order;
}

/** How the stock of these goods has changed since the journey began. */
export async function expectStock(
  shop: Shop,
  { variant, before }: Goods,
  { held = 0, allocated = 0 }: { held?: number; allocated?: number },
): Promise<void> {
  expect(await shop.level(variant)).toMatchObject({
    onHand: before.onHand,
    available: before.available - held - allocated,
    held: before.held + held,
    allocated: before.allocated + allocated,
  });
}

/** Reads the whole database for what must never be. For moments in which nothing happens: it does not look at one instant. */
export async function expectInvariants({ urls }: Pick<Dev, 'urls'>): Promise<void> {
  const checker = fileURLToPath(new URL('../reference-server/dist/check-invariants.js', import.meta.url));
  const env = { ...process.env, MONGODB_URI: urls.database };
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [checker], { env }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  expect(said.trim()).toBe('Nothing is wrong.');
}
