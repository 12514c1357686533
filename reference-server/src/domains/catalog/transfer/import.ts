import { parse } from 'csv-parse/sync';
import type { FieldError, ImportReport, ImportRow } from '@smartduka/contract';
import { audit } from '../../../platform/audit.js';
import { inTransaction, trusted } from '../../../platform/database.js';
import { newId } from '../../../platform/ids.js';
import { invalid } from '../../../platform/refusals.js';
import { owned, type Tenant } from '../../../platform/tenancy.js';
import { Products, type ProductRecord } from '../model.js';
import { gtin } from '../rules.js';
import { columnOf, readRow, type Column, type Row } from './columns.js';
import { planOf, shelvesByName, type Group, type Plan } from './plan.js';
import { writeAll, type ImportCall } from './write.js';

const mostRows = 5_000;
/**
 * Takes goods from a CSV file: a SKU that is known is updated, another one is new. Each row is taken wholly or not at all, and says why not. A file
 * that is sent again changes nothing.
 *
 * @param preview Says what would happen, and does nothing.
 */
export async function importProducts(call: ImportCall, file: Buffer, preview: boolean): Promise<ImportReport> {
  const rows = readFile(file);
  const outcomes = new Map<number, ImportRow>();
  const fail = ({ row, sku }: Row, errors: readonly FieldError[]) =>
    void outcomes.set(row, { row, sku, action: 'error', product: null, errors: [...errors] });
  const shelves = await shelvesByName(call.tenant);
  const groups = await groupsOf(call.tenant, rows, fail);
  const plans = groups.map((group) => planOf(group, shelves));
  const settle = (planned: Plan, product: string | null, errors: readonly FieldError[]) => {
    for (const [row, action] of planned.actions)
      if (errors.length > 0) fail(row, errors);
      else outcomes.set(row.row, { row: row.row, sku: row.sku, action, product, errors: [] });
  };
  for (const planned of plans) if (preview || !planned.changes) settle(planned, planned.product?._id ?? null, []);
  if (!preview)
    await writeAll(
      call,
      plans.filter(({ changes }) => changes),
      settle,
    );
  const listed = rows.map(({ row }) => outcomes.get(row)).filter((row) => row !== undefined);
  const count = (action: ImportRow['action']) => listed.filter((row) => row.action === action).length;
  const report: ImportReport = {
    preview,
    created: count('create'),
    updated: count('update'),
    skipped: count('skip'),
    failed: count('error'),
    rows: listed,
  };
  if (!preview)
    await inTransaction(async (tx) => {
      const { created, updated, skipped, failed } = report;
      const deed = {
        action: 'catalog.imported',
        subject: newId('import'),
        after: { created, updated, skipped, failed },
      };
      await audit(call.tenant, call.actor, deed, call.requestId, tx);
      await call.remember(report, tx);
    });
  return report;
}

function readFile(file: Buffer): Row[] {
  let lines: string[][];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    const [head = ''] = text.split('\n', 1);
    const delimiter = [',', ';', '\t'].sort((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
    lines = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 64 * 1024,
    });
  } catch {
    throw invalid('file', 'invalid_format', 'must be CSV in UTF-8, with a header line');
  }
  const [header = [], ...body] = lines;
  const names = header.map(columnOf);
  if (!names.includes('sku')) throw invalid('file', 'missing_column', 'must have a column named sku');
  const twice = names.find((name, i) => name !== null && names.indexOf(name) !== i);
  if (twice) throw invalid('file', 'repeated_column', `names the column ${twice} twice`);
  if (body.length > mostRows) throw invalid('file', 'too_big', 'must not hold more than 5,000 rows');
  return body.map((cells, i) => {
    const named: Partial<Record<Column, string>> = {};
    for (const [at, name] of names.entries()) if (name !== null) named[name] = cells[at] ?? '';
    return readRow(i + 2, named);
  });
}

/** Rows by the product that they are about: the one that has the SKU, the one whose slug they name, or a new one. */
async function groupsOf(
  tenant: Tenant,
  rows: readonly Row[],
  fail: (row: Row, errors: readonly FieldError[]) => void,
): Promise<Group[]> {
  const known = await knownProducts(tenant, rows);
  const groups = new Map<string, Group>();
  const seen = { sku: new Set<string>(), barcode: new Set<string>() };
  for (const row of rows) {
    const errors = [...row.errors];
    const sku = row.sku.toUpperCase();
    const code = row.variant.barcode ? gtin(row.variant.barcode) : null;
    if (seen.sku.has(sku)) errors.push({ path: 'sku', code: 'repeated', message: 'stands in an earlier row' });
    if (code !== null && seen.barcode.has(code))
      errors.push({ path: 'barcode', code: 'repeated', message: 'stands in an earlier row' });
    const product = known.bySku.get(sku) ?? (row.handle === null ? undefined : known.bySlug.get(row.handle)) ?? null;
    if (product?.deletedAt)
      errors.push({ path: 'sku', code: 'deleted', message: 'belongs to a deleted product; restore it first' });
    const owner = code === null ? undefined : known.byGtin.get(code);
    const holder = owner?.variants.find(({ barcode }) => barcode !== null && gtin(barcode) === code);
    if (holder && holder.sku.toUpperCase() !== sku)
      errors.push({ path: 'barcode', code: 'taken', message: `belongs to ${holder.sku}` });
    const isNew = !product?.variants.some((variant) => variant.sku.toUpperCase() === sku);
    if (isNew && row.variant.price === undefined)
      errors.push({ path: 'price', code: 'required', message: 'is needed for something new' });
    const key = product?._id ?? (row.handle === null ? `sku ${sku}` : `slug ${row.handle}`);
    if (!product && !groups.has(key))
      for (const field of ['title', 'category'] as const)
        if (row.product[field] === undefined)
          errors.push({ path: field, code: 'required', message: 'is needed for something new' });
    if (errors.length > 0) {
      fail(row, errors);
      continue;
    }
    seen.sku.add(sku);
    if (code !== null) seen.barcode.add(code);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { rows: [row], product });
  }
  return [...groups.values()];
}

async function knownProducts(tenant: Tenant, rows: readonly Row[]) {
  const skus = rows.map(({ sku }) => sku.toUpperCase());
  const slugs = rows.flatMap(({ handle }) => (handle === null ? [] : [handle]));
  const gtins = rows.flatMap(({ variant }) => (variant.barcode ? [gtin(variant.barcode)] : []));
  const found: ProductRecord[] = [];
  for (const [field, values] of [
    ['skus', skus],
    ['slug', slugs],
    ['gtins', gtins],
  ] as const)
    for (let i = 0; i < values.length; i += 500)
      found.push(
        ...(await Products.find(
          { ...owned(tenant), [field]: trusted({ $in: values.slice(i, i + 500) }) },
          { search: 0 },
        ).lean<ProductRecord[]>()),
      );
  return {
    bySku: new Map(found.flatMap((product) => product.skus.map((sku) => [sku, product] as const))),
    bySlug: new Map(found.map((product) => [product.slug, product])),
    byGtin: new Map(found.flatMap((product) => product.gtins.map((code) => [code, product] as const))),
  };
}
