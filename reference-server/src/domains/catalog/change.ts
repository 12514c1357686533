import type { ClientSession } from 'mongoose';
import type { NewProduct, Product, ProductUpdate, VariantUpdate } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction, isDuplicate, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { keepVariants, leavesStock } from '../inventory/keep.js';
import { derive } from './derive.js';
import { BarcodeCounters, Categories, Products, type ProductRecord, type VariantRecord } from './model.js';
import { gtin, inStoreBarcode, slugOf, titleOfOptions } from './rules.js';
import { shelvesAbove } from './service.js';
import { toProducts } from './view.js';

/** Who changes the catalogue, and what becomes of the answer. */
export interface Change {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly remember: (answer: Product, tx: ClientSession) => Promise<void>;
}

/**
 * Sells something new. Its variants are kept in the main location from then on, with none in stock.
 *
 * @throws Refused `already_taken` (SKU, barcode or a chosen slug), `validation_failed` for a category that is not there.
 */
export async function createProduct(change: Change, input: NewProduct): Promise<Product> {
  return changing(change, async (tx) => addProduct(change, input, tx));
}

/** The same within a transaction, for an import. */
export async function addProduct(change: Omit<Change, 'remember'>, input: NewProduct, tx: ClientSession) {
  const { tenant } = change;
  const now = clock.now();
  const given = {
    ...owned(tenant),
    _id: newId('product', now),
    slug: await freeSlug(tenant, input.slug, input.title, tx),
    title: input.title,
    description: input.description ?? '',
    translations: (input.translations ?? {}) as ProductRecord['translations'],
    brand: input.brand ?? null,
    category: await categoryNamed(tenant, input.category, tx),
    tags: input.tags ?? [],
    kind: input.kind ?? ('goods' as const),
    unit: input.unit ?? ('piece' as const),
    vatClass: input.vatClass ?? ('standard' as const),
    images: [],
    variants: input.variants.map((variant) => variantOf(variant, undefined, now)),
    published: input.published ?? true,
    lowStockAt: input.lowStockAt ?? 5,
    deletedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  await refuseTaken(tenant, given, tx);
  const record: ProductRecord = { ...given, ...derive(given, await shelvesAbove(tenant, given.category, tx)) };
  await Products.create([record], { session: tx });
  await keep(tenant, record, tx);
  await note(change, 'product.created', record, undefined, tx);
  return record;
}

/**
 * Changes a product. Variants, when given, are all of them: one with an id stays, one without is new, one that is missing goes.
 *
 * @throws Refused `not_found`, `version_stale`, `already_taken`, `variant_in_stock` when a variant that goes is not at nothing everywhere.
 */
export async function updateProduct(
  change: Change,
  id: string,
  input: ProductUpdate,
  ifMatch: number | null,
): Promise<Product> {
  return changing(change, async (tx) =>
    changeProduct(change, await openProduct(change.tenant, id, tx), input, ifMatch, tx),
  );
}

/** The same within a transaction, for an import. */
export async function changeProduct(
  change: Omit<Change, 'remember'>,
  before: ProductRecord,
  input: ProductUpdate,
  ifMatch: number | null,
  tx: ClientSession,
): Promise<ProductRecord> {
  const { tenant } = change;
  if (before.deletedAt) throw new Refused('not_found');
  const { category, variants, slug, translations, images, ...plain } = input;
  const given = {
    ...before,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(slug === undefined || slug === before.slug ? {} : { slug: await freeSlug(tenant, slug, '', tx) }),
    ...(translations === undefined ? {} : { translations: translations as ProductRecord['translations'] }),
    ...(category === undefined ? {} : { category: await categoryNamed(tenant, category, tx) }),
    ...(images === undefined ? {} : { images: imagesKept(before, images) }),
    ...(variants === undefined ? {} : { variants: variantsKept(before, variants) }),
  } satisfies ProductRecord;
  const kept = new Set(given.variants.map(({ _id }) => _id));
  const gone = before.variants.filter(({ _id }) => !kept.has(_id)).map(({ _id }) => _id);
  if (gone.length > 0 && (await leavesStock(tenant, gone, tx))) throw new Refused('variant_in_stock');
  await refuseTaken(tenant, given, tx);
  const after = await save(tenant, before, given, ifMatch, tx);
  await keep(tenant, after, tx);
  await note(change, 'product.updated', after, before, tx);
  return after;
}

/** Takes a product out of the catalogue; its SKUs and barcodes stay its own, so that it can be restored. */
export async function deleteProduct(change: Change, id: string, ifMatch: number | null): Promise<Product> {
  return changing(change, async (tx) => {
    const before = await openProduct(change.tenant, id, tx);
    if (before.deletedAt) return before;
    const after = await save(
      change.tenant,
      before,
      { ...before, published: false, deletedAt: clock.now() },
      ifMatch,
      tx,
    );
    await note(change, 'product.deleted', after, before, tx);
    return after;
  });
}

/** Brings a deleted product back, unpublished: somebody should look at its price first. */
export async function restoreProduct(change: Change, id: string): Promise<Product> {
  return changing(change, async (tx) => {
    const before = await openProduct(change.tenant, id, tx);
    if (!before.deletedAt) return before;
    const after = await save(change.tenant, before, { ...before, deletedAt: null }, null, tx);
    await note(change, 'product.restored', after, before, tx);
    return after;
  });
}

/** Gives an in-store EAN-13 to each variant that has no barcode. */
export async function makeBarcodes(change: Change, id: string): Promise<Product> {
  return changing(change, async (tx) => {
    const before = await openProduct(change.tenant, id, tx);
    if (before.deletedAt) throw new Refused('not_found');
    if (before.variants.every(({ barcode }) => barcode !== null)) return before;
    const variants: VariantRecord[] = [];
    for (const variant of before.variants)
      variants.push(variant.barcode === null ? { ...variant, barcode: await nextBarcode(change.tenant, tx) } : variant);
    const after = await save(change.tenant, before, { ...before, variants }, null, tx);
    await note(change, 'product.updated', after, before, tx);
    return after;
  });
}

/** The next in-store barcode that nothing carries yet: a code of the same range may have been typed in by hand. */
async function nextBarcode(tenant: Tenant, tx: ClientSession): Promise<string> {
  for (;;) {
    const counter = await BarcodeCounters.findOneAndUpdate(
      { ...owned(tenant), _id: `${tenant.shop}/${tenant.mode}` },
      { $inc: { last: 1 } },
      { upsert: true, returnDocument: 'after', session: tx },
    ).lean();
    const code = inStoreBarcode(counter.last);
    if (!(await Products.exists({ ...owned(tenant), gtins: gtin(code) }).session(tx))) return code;
  }
}

/** Runs a change in a transaction, and shows and remembers what came of it. */
export async function changing(change: Change, work: (tx: ClientSession) => Promise<ProductRecord>): Promise<Product> {
  const audience = { costs: change.actor.permissions.has('costs:read') };
  try {
    return await inTransaction(async (tx) => {
      const record = await work(tx);
      const [answer] = await toProducts(change.tenant, [record], audience, tx);
      if (!answer) throw new Error(`product ${record._id} cannot be shown`);
      await change.remember(answer, tx);
      return answer;
    });
  } catch (error) {
    // Two at once took the same code; the index let one of them through.
    if (isDuplicate(error, 'skus')) throw taken('variants', 'a SKU');
    if (isDuplicate(error, 'gtins')) throw taken('variants', 'a barcode');
    if (isDuplicate(error, 'slug')) throw taken('slug', 'this address');
    throw error;
  }
}

/** @throws Refused `not_found`; a deleted product is found */
export async function openProduct(tenant: Tenant, id: string, tx: ClientSession | null): Promise<ProductRecord> {
  const record = await Products.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<ProductRecord>();
  if (!record) throw new Refused('not_found');
  return record;
}

async function save(
  tenant: Tenant,
  before: ProductRecord,
  given: ProductRecord,
  ifMatch: number | null,
  tx: ClientSession,
): Promise<ProductRecord> {
  if (ifMatch !== null && ifMatch !== before.version) throw new Refused('version_stale');
  const { _id, shop: _, mode: __, version: ___, ...rest } = given;
  const shelves = await shelvesAbove(tenant, given.category, tx);
  const after = await Products.findOneAndUpdate(
    { ...owned(tenant), _id, version: before.version },
    { $set: { ...rest, ...derive(given, shelves), updatedAt: clock.now() }, $inc: { version: 1 } },
    { session: tx, returnDocument: 'after' },
  ).lean<ProductRecord>();
  if (!after) throw new Refused('version_stale');
  return after;
}

/** Saves a product that was changed otherwise, with its line in the audit log. */
export async function saveProduct(
  change: Change,
  before: ProductRecord,
  given: ProductRecord,
  ifMatch: number | null,
  tx: ClientSession,
): Promise<ProductRecord> {
  const after = await save(change.tenant, before, given, ifMatch, tx);
  await note(change, 'product.updated', after, before, tx);
  return after;
}

/** The main location keeps what is sold there; a service is not counted. */
const keep = (tenant: Tenant, record: ProductRecord, tx: ClientSession) =>
  record.kind === 'service'
    ? Promise.resolve()
    : keepVariants(
        tenant,
        record.variants.map(({ _id, sku }) => ({ variant: _id, sku, lowAt: record.lowStockAt })),
        tx,
      );

function variantOf(input: VariantUpdate, known: VariantRecord | undefined, now: Date): VariantRecord {
  const options = input.options ?? known?.options ?? {};
  return {
    _id: known?._id ?? newId('variant', now),
    sku: input.sku,
    barcode: input.barcode === undefined ? (known?.barcode ?? null) : input.barcode,
    title: input.title ?? known?.title ?? titleOfOptions(options),
    options,
    price: input.price,
    cost: input.cost === undefined ? (known?.cost ?? null) : input.cost,
  };
}

function variantsKept(before: ProductRecord, wanted: readonly VariantUpdate[]): VariantRecord[] {
  const known = new Map(before.variants.map((variant) => [variant._id, variant]));
  const now = clock.now();
  return wanted.map((input, i) => {
    const own = input.id === undefined ? undefined : known.get(input.id);
    if (input.id !== undefined && !own)
      throw invalid(`variants.${i}.id`, 'unknown', 'is not a variant of this product');
    if (own) known.delete(own._id);
    return variantOf(input, own, now);
  });
}

function imagesKept(before: ProductRecord, wanted: readonly { url: string; alt?: string | undefined }[]) {
  return wanted.map(({ url, alt }, i) => {
    const own = before.images.find((image) => image.url === url);
    if (!own) throw invalid(`images.${i}.url`, 'unknown', 'is not a picture of this product; upload it first');
    return { ...own, alt: alt ?? own.alt };
  });
}

async function categoryNamed(tenant: Tenant, name: string, tx: ClientSession): Promise<string> {
  const either = [{ _id: name }, { slug: name }];
  const found = await Categories.findOne({ ...owned(tenant), $or: either }, { _id: 1 }, { session: tx }).lean();
  if (!found) throw invalid('category', 'unknown', 'is no category of this shop');
  return found._id;
}

async function freeSlug(tenant: Tenant, wanted: string | undefined, title: string, tx: ClientSession): Promise<string> {
  const isTaken = (slug: string) => Products.exists({ ...owned(tenant), slug }).session(tx);
  if (wanted !== undefined) {
    if (await isTaken(wanted)) throw taken('slug', 'this address');
    return wanted;
  }
  const plain = slugOf(title);
  if (!(await isTaken(plain))) return plain;
  return `${plain}-${newId('product').slice(-6)}`;
}

/** Names the field that somebody else has already; the unique indexes catch who slips past. */
async function refuseTaken(
  tenant: Tenant,
  product: Pick<ProductRecord, '_id' | 'variants'>,
  tx: ClientSession,
): Promise<void> {
  const skus = product.variants.map(({ sku }) => sku.toUpperCase());
  const gtins = product.variants.flatMap(({ barcode }) => (barcode === null ? [] : [gtin(barcode)]));
  const find = async (field: 'skus' | 'gtins', values: string[]): Promise<Set<string>> => {
    if (values.length === 0) return new Set();
    const rows = await Products.find(
      { ...owned(tenant), [field]: trusted({ $in: values }), _id: trusted({ $ne: product._id }) },
      { [field]: 1 },
      { session: tx },
    ).lean<Pick<ProductRecord, 'skus' | 'gtins'>[]>();
    return new Set(rows.flatMap((row) => row[field]));
  };
  const otherSkus = await find('skus', skus);
  const otherGtins = await find('gtins', gtins);
  for (const [i, { sku, barcode }] of product.variants.entries()) {
    if (otherSkus.has(sku.toUpperCase())) throw taken(`variants.${i}.sku`, 'this SKU');
    if (barcode !== null && otherGtins.has(gtin(barcode))) throw taken(`variants.${i}.barcode`, 'this barcode');
  }
}

const taken = (path: string, what: string): Refused =>
  new Refused('already_taken', {
    errors: [{ path, code: 'taken', message: `another product, or a deleted one, has ${what}` }],
  });

/** Fields that somebody asks about later: who changed the price, and when. */
const told = (record: ProductRecord) => ({
  title: record.title,
  published: record.published,
  deleted: record.deletedAt !== null,
  variants: record.variants.map(({ sku, price, cost, barcode }) => ({ sku, price, cost, barcode })),
});

const note = (
  { tenant, actor, requestId }: Omit<Change, 'remember'>,
  action: string,
  after: ProductRecord,
  before: ProductRecord | undefined,
  tx: ClientSession,
) =>
  audit(
    tenant,
    actor,
    { action, subject: after._id, before: before && told(before), after: told(after) },
    requestId,
    tx,
  );
