import type { ClientSession } from 'mongoose';
import { addCategory, addProducts, type FirstProduct } from '../domains/catalog/service.js';
import { openLevels } from '../domains/inventory/service.js';
import { mainLocation, openShop, setPageKey, type ShopRecord } from '../domains/shops/service.js';
import { pictureUrl } from '../pictures/goods.js';
import { inTransaction } from '../platform/database.js';
import { admitKey, findKey, newKey } from '../platform/keys.js';
import type { Tenant } from '../platform/tenancy.js';
import { demoShelves, productsOf, type DemoProduct } from './demo-goods.js';
import { demoShop } from './demo-shop.js';
import { hireDemoPeople, type DemoPerson } from './demo-staff.js';
import type { Shelf } from './goods/types.js';

export interface SeedOptions {
  /** Exact origins of other sites that the publishable key may be used from. Later runs add to them. */
  origins: readonly string[];
  /** Keys made before, `pk_test_…` and `sk_test_…`; without them the first run makes new ones. */
  publishableKey?: string;
  secretKey?: string;
  /** Who works there; without them the shop has no staff. */
  people?: readonly DemoPerson[];
}

export interface Seeded {
  shop: ShopRecord;
  /** Whether this run filled the shop; false when it was there. */
  filled: boolean;
  /** `secret` only when it was given or made by this run: the database knows its hash alone. */
  keys: { publishable: string; secret?: string };
}

/**
 * Opens the demo shop with its goods, stock and test keys. Safe to run again, also after a run that was cut off: what is there stays as it is, and
 * only missing origins are added.
 *
 * @example await seedDemoShop({ origins: ['http://localhost:3001'] })
 */
export async function seedDemoShop(options: SeedOptions): Promise<Seeded> {
  const { shop } = await openShop(demoShop());
  const tenant: Tenant = { shop: shop._id, mode: 'test' };
  // The page key is set last, so its presence says that everything before it is done.
  const known = shop.pageKeys.test;
  if (known === null) for (const [position, shelf] of demoShelves.entries()) await fill(tenant, shop, shelf, position);

  const publishable = options.publishableKey ?? known ?? newKey('publishable', 'test');
  await admit(tenant, 'publishable', publishable, options.origins);
  if (known !== null && known !== publishable) await admit(tenant, 'publishable', known, options.origins);
  const secret = options.secretKey ?? (known === null ? newKey('secret', 'test') : undefined);
  if (secret !== undefined) await admit(tenant, 'secret', secret, []);
  await hireDemoPeople(tenant, options.people ?? []);
  if (known === null) await setPageKey(tenant, publishable);
  return { shop, filled: known === null, keys: { publishable, ...(secret === undefined ? {} : { secret }) } };
}

async function admit(
  tenant: Tenant,
  kind: 'publishable' | 'secret',
  plain: string,
  wanted: readonly string[],
): Promise<void> {
  const present = (await findKey(plain))?.origins;
  const missing = wanted.filter((origin) => !present?.includes(origin));
  if (present && missing.length === 0) return;
  await admitKey(tenant, { kind, plain, name: 'Demo shop', origins: [...(present ?? []), ...missing] });
}

/** One shelf and what is below it, in one transaction. */
async function fill(tenant: Tenant, shop: ShopRecord, shelf: Shelf, position: number): Promise<void> {
  const products = productsOf(shelf);
  const onHand = new Map(products.flatMap(({ variants }) => variants.map((variant) => [variant.sku, variant.onHand])));
  const location = mainLocation(shop)._id;
  await inTransaction(async (tx) => {
    const ids = await addShelf(tenant, shelf, null, position, tx);
    const added = await addProducts(
      tenant,
      products.map((product) => toNew(product, ids.get(product.shelf) ?? '')),
      tx,
    );
    const openings = added
      .flatMap(({ variants }) => variants)
      .map(({ _id, sku }) => ({ variant: _id, sku, location, onHand: onHand.get(sku) ?? 0, lowAt: 5 }));
    await openLevels(tenant, openings, tx);
  });
}

async function addShelf(
  tenant: Tenant,
  shelf: Shelf,
  parent: string | null,
  position: number,
  tx: ClientSession,
): Promise<Map<string, string>> {
  const { slug, title, sw } = shelf;
  const own = await addCategory(tenant, { slug, title, translations: { sw: { title: sw } }, parent, position }, tx);
  const ids = new Map([[slug, own._id]]);
  for (const [i, below] of (shelf.shelves ?? []).entries())
    for (const [name, id] of await addShelf(tenant, below, own._id, i, tx)) ids.set(name, id);
  return ids;
}

function toNew(product: DemoProduct, category: string): FirstProduct {
  const { slug, title, description, translations, brand, tags, unit, vatClass } = product;
  return {
    ...{ slug, title, description, translations, brand, tags, unit, vatClass, category },
    images: [{ url: pictureUrl(slug), alt: title, width: 240, height: 240 }],
    variants: product.variants.map((variant) => {
      const { sku, barcode, options, price, cost } = variant;
      return { sku, barcode, title: variant.title, options, price, cost };
    }),
  };
}
