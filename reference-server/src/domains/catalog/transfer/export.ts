import { once } from 'node:events';
import type { Response } from 'express';
import { stringify } from 'csv-stringify/sync';
import { trusted } from '../../../platform/database.js';
import { owned, type Tenant } from '../../../platform/tenancy.js';
import { Categories, Products, type CategoryRecord, type ProductRecord } from '../model.js';
import { columns, type Column } from './columns.js';

const batch = 500;
const shillings = (amount: number | null): string => (amount === null ? '' : (amount / 100).toFixed(2));
/** A spreadsheet would run a cell that begins so (D6). */
const safe = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

/**
 * Writes all that is listed as CSV, one row per variant, as it is read: the file that an import takes back. With a byte order mark, since Excel
 * would take it for Latin-1 else.
 */
export async function exportProducts(
  tenant: Tenant,
  costs: boolean,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  // Stock has its own road; what stands in the books would be taken for opening stock.
  const names = (Object.keys(columns) as Column[]).filter((name) => name !== 'stock' && (costs || name !== 'cost'));
  const shelves = new Map(
    (await Categories.find(owned(tenant)).lean<CategoryRecord[]>()).map(({ _id, slug }) => [_id, slug]),
  );
  response.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="products.csv"',
    'Cache-Control': 'no-store',
  });
  response.write(`\uFEFF${stringify([names])}`);
  for (let after = ''; !signal.aborted;) {
    const rows = await Products.find({ ...owned(tenant), deletedAt: null, _id: trusted({ $gt: after }) }, { search: 0 })
      .sort({ _id: 1 })
      .limit(batch)
      .lean<ProductRecord[]>();
    const last = rows.at(-1);
    if (!last) break;
    after = last._id;
    const lines = rows.flatMap((product) => linesOf(product, shelves.get(product.category) ?? ''));
    const text = stringify(lines.map((line) => names.map((name) => safe(line[name]))));
    if (!response.write(text)) await once(response, 'drain', { signal });
  }
  response.end();
}

function linesOf(product: ProductRecord, category: string): Record<Column, string>[] {
  return product.variants.map((variant) => ({
    product: product.slug,
    title: product.title,
    title_sw: product.translations['sw']?.title ?? '',
    description: product.description,
    category,
    brand: product.brand ?? '',
    tags: product.tags.join('; '),
    unit: product.unit,
    vat: product.vatClass,
    published: product.published ? 'yes' : 'no',
    low_stock: String(product.lowStockAt),
    sku: variant.sku,
    barcode: variant.barcode ?? '',
    variant: variant.title,
    price: shillings(variant.price),
    cost: shillings(variant.cost),
    stock: '',
  }));
}
