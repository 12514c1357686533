import { test as base } from '@playwright/test';
import { Phone } from './phone.js';
import { Shop, type Dev, type Goods } from './shop.js';

interface Things {
  dev: Dev;
  shop: Shop;
  /** Nobody used this number before. */
  phone: Phone;
  /** Another such number. */
  otherPhone: Phone;
  /** Nobody else buys this while the journey lasts. */
  goods: Goods;
}

/** What the example site sells is bought there only. */
export const exampleShelf = 'flour-grains';

let used = 0;

/** The running system, and for each journey a phone and goods of its own, so that journeys side by side do not disturb each other's counts. */
export const test = base.extend<Things>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from here.
  dev: async ({}, use) => use(JSON.parse(process.env['DUKA_E2E'] ?? '') as Dev),
  shop: async ({ dev }, use) => use(new Shop(dev)),
  phone: async ({ dev }, use, { workerIndex }) => use(await newPhone(dev, workerIndex)),
  otherPhone: async ({ dev }, use, { workerIndex }) => use(await newPhone(dev, workerIndex)),
  goods: async ({ shop }, use, { config, parallelIndex }) => {
    const shelf = new Set((await shop.simpleGoods(exampleShelf)).map(({ id }) => id));
    const all = (await shop.simpleGoods()).filter(({ id }) => !shelf.has(id));
    const mine = all.filter((_, at) => at % config.workers === parallelIndex);
    await use(await shop.goods(mine[used++ % mine.length] as Goods['product']));
  },
});

/** Numbers go round by worker, so that no two tests of a run share one. */
async function newPhone(dev: Dev, workerIndex: number): Promise<Phone> {
  const phone = new Phone(dev.urls.simulator, `07${11_000_000 + workerIndex * 10_000 + used++}`);
  // Moving time on in one journey must not end the prompts of another.
  await phone.control('POST', '/knobs', { promptLifetimeMs: 600_000 });
  return phone;
}

export { expect } from '@playwright/test';
