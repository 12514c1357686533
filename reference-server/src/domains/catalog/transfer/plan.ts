import type { NewProduct, ProductUpdate, VariantUpdate } from '@smartduka/contract';
import { owned, type Tenant } from '../../../platform/tenancy.js';
import { Categories, type CategoryRecord, type ProductRecord } from '../model.js';
import { slugOf } from '../rules.js';
import type { Row } from './columns.js';

/** Rows of one product: written together, all or none of them. */
export interface Group {
  readonly rows: Row[];
  /** Null for a new one. */
  readonly product: ProductRecord | null;
}

export interface Plan extends Group {
  readonly actions: ReadonlyMap<Row, 'create' | 'update' | 'skip'>;
  readonly changes: boolean;
}

/** Ids of shelves by slug and by what their titles would make of it. */
export type Shelves = Map<string, string>;

export async function shelvesByName(tenant: Tenant): Promise<Shelves> {
  const all = await Categories.find(owned(tenant), { slug: 1, title: 1 }).lean<CategoryRecord[]>();
  return new Map([
    ...all.map(({ _id, title }) => [slugOf(title), _id] as const),
    ...all.map(({ _id, slug }) => [slug, _id] as const),
  ]);
}

/** What of a product the rows say, the first that says something counting. */
export const saidOf = (rows: readonly Row[]): Row['product'] =>
  rows.reduceRight<Row['product']>((all, row) => ({ ...all, ...row.product }), {});

const variantOf = (product: ProductRecord | null, sku: string) =>
  product?.variants.find((variant) => variant.sku.toUpperCase() === sku.toUpperCase());

export function planOf(group: Group, shelves: Shelves): Plan {
  const { rows, product } = group;
  const changed = product !== null && differs(product, saidOf(rows), shelves);
  const actions = new Map(
    rows.map((row) => {
      const variant = variantOf(product, row.sku);
      if (!variant) return [row, 'create'] as const;
      const stored = variant as unknown as Record<string, unknown>;
      const same = Object.entries(row.variant).every(([name, value]) => stored[name] === value);
      return [row, same && !changed ? 'skip' : 'update'] as const;
    }),
  );
  return { ...group, actions, changes: [...actions.values()].some((action) => action !== 'skip') };
}

function differs(product: ProductRecord, said: Row['product'], shelves: Shelves): boolean {
  const { category, translations, tags, ...plain } = said;
  const stored = product as unknown as Record<string, unknown>;
  return (
    Object.entries(plain).some(([name, value]) => stored[name] !== value) ||
    (category !== undefined && shelves.get(slugOf(category)) !== product.category) ||
    (translations !== undefined && translations.sw?.title !== product.translations['sw']?.title) ||
    (tags !== undefined && tags.join('\n') !== product.tags.join('\n'))
  );
}

/** @param category Its id: by now there is such a shelf. */
export function newProductOf({ rows }: Group, category: string): NewProduct {
  const { title = '', ...said } = saidOf(rows);
  const slug = rows[0]?.handle ?? undefined;
  const variants = rows.map(({ sku, variant }) => ({ ...variant, sku, price: variant.price ?? 0 }));
  return { ...said, title, category, variants, ...(slug === undefined ? {} : { slug }) };
}

/** @param product As it is now, in the transaction that changes it. */
export function updateOf({ rows }: Group, product: ProductRecord, category: string | undefined): ProductUpdate {
  const { translations, category: _, ...said } = saidOf(rows);
  const bySku = new Map(rows.map((row) => [row.sku.toUpperCase(), row]));
  const kept = product.variants.map((variant): VariantUpdate => {
    const { _id: id, sku, price } = variant;
    const row = bySku.get(sku.toUpperCase());
    return { price, ...row?.variant, id, sku };
  });
  const fresh = rows
    .filter((row) => !variantOf(product, row.sku))
    .map(({ sku, variant }): VariantUpdate => ({ ...variant, sku, price: variant.price ?? 0 }));
  const sw = translations?.sw && { ...product.translations['sw'], ...translations.sw };
  return {
    ...said,
    variants: [...kept, ...fresh],
    ...(category === undefined ? {} : { category }),
    ...(sw ? { translations: { ...(product.translations as ProductUpdate['translations']), sw } } : {}),
  };
}
