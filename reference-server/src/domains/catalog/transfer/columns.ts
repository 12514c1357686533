import type { FieldError, NewVariant, ProductUpdate, VatClass } from '@smartduka/contract';
import { Barcode } from '@smartduka/contract';

/** The columns of the file that the shop exports, in their order, and other names that people's own files give them. */
export const columns = {
  product: ['handle', 'product id', 'slug'],
  title: ['name', 'product name', 'item', 'item name', 'jina', 'bidhaa'],
  title_sw: ['swahili', 'title swahili', 'jina la kiswahili'],
  description: ['details', 'maelezo'],
  category: ['type', 'department', 'group', 'aina'],
  brand: ['make', 'manufacturer', 'vendor'],
  tags: ['labels'],
  unit: ['uom', 'kipimo'],
  vat: ['tax', 'vat class', 'tax class', 'kodi'],
  published: ['visible', 'active'],
  low_stock: ['reorder level', 'reorder point', 'low stock level', 'min stock'],
  sku: ['code', 'item code', 'product code', 'variant sku'],
  barcode: ['ean', 'upc', 'gtin', 'ean13', 'variant barcode'],
  variant: ['variant title', 'size', 'option', 'saizi'],
  price: ['selling price', 'retail price', 'unit price', 'variant price', 'bei'],
  cost: ['buying price', 'cost price', 'purchase price', 'cost per item', 'bei ya kununua'],
  stock: ['quantity', 'qty', 'on hand', 'opening stock', 'idadi'],
} as const satisfies Record<string, readonly string[]>;
export type Column = keyof typeof columns;

const plain = (header: string): string =>
  header
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .replace(/[_\-\s]+/g, ' ')
    .trim();
const byName = new Map<string, Column>(
  Object.entries(columns).flatMap(([column, names]) =>
    [plain(column), ...names.map(plain)].map((name) => [name, column as Column] as const),
  ),
);

/** Which column a header means; null for one that is not ours. */
export const columnOf = (header: string): Column | null => byName.get(plain(header)) ?? null;

/**
 * Shillings as people write them, in minor units; null for what is no amount.
 *
 * @example amountOf('KSh 1,250.50') // 125050
 */
export function amountOf(text: string): number | null {
  const bare = text.replace(/^\s*(?:ksh\.?|kes|sh\.?)\s*/i, '').trim();
  const [, whole, cents = ''] = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?(?:\/=)?$/.exec(bare) ?? [];
  if (whole === undefined) return null;
  const amount = Number(whole.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'));
  return amount <= 100_000_000 ? amount : null;
}

const vatWords: Readonly<Record<string, VatClass>> = {
  standard: 'standard',
  '16': 'standard',
  '16%': 'standard',
  a: 'standard',
  zero: 'zero',
  'zero rated': 'zero',
  '0': 'zero',
  '0%': 'zero',
  exempt: 'exempt',
  e: 'exempt',
};
const units: Readonly<Record<string, 'piece' | 'kg' | 'litre'>> = {
  piece: 'piece',
  pc: 'piece',
  pcs: 'piece',
  each: 'piece',
  kg: 'kg',
  kilo: 'kg',
  litre: 'litre',
  liter: 'litre',
  l: 'litre',
};
const yes: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  '1': true,
  ndiyo: true,
  no: false,
  false: false,
  '0': false,
  hapana: false,
};

/** A row as it was meant. What is empty in the file stays as it is in the shop. */
export interface Row {
  /** Line of the file, the header being 1. */
  readonly row: number;
  readonly sku: string;
  readonly handle: string | null;
  readonly product: Omit<ProductUpdate, 'variants' | 'images'>;
  readonly variant: Partial<Omit<NewVariant, 'sku'>>;
  /** To begin with; looked at for new variants only. */
  readonly stock: number;
  readonly errors: readonly FieldError[];
}

/** Cells may carry the mark that keeps a spreadsheet from taking them for a formula. */
const unmarked = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell).trim();

export function readRow(row: number, cells: Readonly<Partial<Record<Column, string>>>): Row {
  const errors: FieldError[] = [];
  const wrong = (path: string, code: string, message: string) => void errors.push({ path, code, message });
  const cell = (column: Column): string | undefined => {
    const text = unmarked(cells[column] ?? '');
    return text === '' ? undefined : text;
  };
  const line = (column: Column, most: number): string | undefined => {
    const text = cell(column);
    if (text === undefined) return undefined;
    if (text.length > most) wrong(column, 'too_big', `must not be longer than ${most} characters`);
    else if (/\p{Cc}/u.test(text) && column !== 'description') wrong(column, 'invalid_format', 'must be one line');
    return text;
  };
  const money = (column: 'price' | 'cost'): number | undefined => {
    const text = cell(column);
    const amount = text === undefined ? undefined : amountOf(text);
    if (amount === null) wrong(column, 'invalid_format', 'must be an amount in shillings such as 189.50');
    return amount ?? undefined;
  };
  const count = (column: 'stock' | 'low_stock'): number | undefined => {
    const text = cell(column);
    if (text === undefined) return undefined;
    if (!/^\d{1,6}$/.test(text)) wrong(column, 'invalid_format', 'must be a whole number, 0 or more');
    return Number(text);
  };
  const word = <T>(column: Column, words: Readonly<Record<string, T>>): T | undefined => {
    const text = cell(column);
    if (text === undefined) return undefined;
    const known = Object.hasOwn(words, text.toLowerCase()) ? words[text.toLowerCase()] : undefined;
    if (known === undefined) wrong(column, 'invalid_value', `must be one of ${Object.keys(words).join(', ')}`);
    return known;
  };
  const sku = line('sku', 40) ?? '';
  if (!/^[\w./+-]+(?: [\w./+-]+)*$/.test(sku)) wrong('sku', 'invalid_format', 'must be letters, digits and . / + - _');
  const barcode = cell('barcode');
  if (barcode !== undefined && !Barcode.safeParse(barcode).success)
    wrong(
      'barcode',
      'invalid_format',
      'must be the digits of a GTIN with a right check digit; format the column as text',
    );
  const handle = line('product', 80) ?? null;
  if (handle !== null && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(handle))
    wrong('product', 'invalid_format', 'must be small letters, digits and single dashes');
  const tags = cell('tags')
    ?.split(/[;,|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  if (tags && (tags.length > 20 || tags.some((tag) => tag.length > 40)))
    wrong('tags', 'too_big', 'must be at most 20, of 40 characters each');
  const swahili = line('title_sw', 140);
  const given = <T extends object>(fields: T) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
      [Name in keyof T]?: Exclude<T[Name], undefined>;
    };
  return {
    row,
    sku,
    handle,
    product: given({
      title: line('title', 140),
      translations: swahili === undefined ? undefined : { sw: { title: swahili } },
      description: line('description', 2_000),
      category: line('category', 140),
      brand: line('brand', 80),
      tags,
      unit: word('unit', units),
      vatClass: word('vat', vatWords),
      published: word('published', yes),
      lowStockAt: count('low_stock'),
    }),
    variant: given({ barcode, title: line('variant', 140), price: money('price'), cost: money('cost') }),
    stock: count('stock') ?? 0,
    errors,
  };
}
