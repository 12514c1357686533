import type { ReportTable } from '@smartduka/contract';
import type { Tenant } from '../../platform/tenancy.js';
import { categoryTitles, variantFacts } from '../catalog/names.js';
import { findCustomers } from '../orders/buyers.js';
import type { ShopRecord } from '../shops/service.js';
import { staffNames } from '../staff/names.js';
import type { ReportTexts } from './locales/index.js';
import { nothing } from './rules/cells.js';
import type { Group } from './rules/periods.js';
import type { DraftRow } from './rules/tables.js';
import { patronsOf } from './store.js';

export interface Naming {
  readonly tenant: Tenant;
  readonly shop: ShopRecord;
  readonly texts: ReportTexts;
  readonly language: 'en' | 'sw';
  readonly generation: number;
  readonly group: Group | null;
  /** Whether names of customers may be shown, and whole phone numbers. */
  readonly names: boolean;
  readonly phones: boolean;
}

/** A row as people call it, and what its texts say. */
export interface Name {
  readonly label: string;
  readonly texts: Readonly<Record<string, string | null>>;
}

/** Names for the rows that are shown; nobody looks up the others. */
export async function nameRows(
  about: ReportTable['about'],
  rows: readonly DraftRow[],
  naming: Naming,
): Promise<Name[]> {
  const { tenant, shop, texts, language } = naming;
  const keys = rows.map((row) => row.key);
  const plain = (labelOf: (row: DraftRow) => string): Name[] =>
    rows.map((row) => ({ label: labelOf(row), texts: spoken(row, texts) }));
  switch (about) {
    case 'product':
    case 'variant': {
      const facts = await variantFacts(tenant, keys, language);
      return rows.map((row) => ({
        label: facts.get(row.key)?.title ?? texts.nothing[row.key === nothing ? 'adjustment' : 'goods'],
        texts: { ...spoken(row, texts), sku: facts.get(row.key)?.sku ?? null },
      }));
    }
    case 'category': {
      const titles = await categoryTitles(tenant, language);
      return plain(({ key }) => titles.get(key) ?? (key === nothing ? texts.nothing.category : key));
    }
    case 'brand':
      return plain(({ key }) => (key === nothing ? texts.nothing.brand : key));
    case 'location': {
      const titles = new Map(shop.locations.map((location) => [location._id, location.title]));
      return plain(({ key }) => titles.get(key) ?? (key === nothing ? texts.nothing.location : key));
    }
    case 'staff': {
      const people = await staffNames(tenant.shop, keys);
      return plain(({ key }) => people.get(key) ?? (key === nothing ? texts.nothing.staff : key));
    }
    case 'customer':
      return nameCustomers(rows, naming);
    case 'period':
      return plain((row) => periodLabel(row, naming));
    case 'vatClass':
      return plain(({ key }) => word(key.split(':')[0] ?? key, texts));
    case 'reason':
      return plain(({ key }) => {
        const [method = '', reason = ''] = key.split(':');
        return `${word(method, texts)}: ${word(reason, texts)}`;
      });
    case 'order':
      return plain((row) => row.texts?.orderNumber ?? row.key);
    case 'shift':
      return plain(({ key, texts: said }) => {
        if (!said?.at) return key;
        const opened = new Intl.DateTimeFormat(texts.locale, {
          timeZone: shop.timeZone,
          dateStyle: 'medium',
          timeStyle: 'short',
        }).format(new Date(said.at));
        return [said.staffName, opened].filter(Boolean).join(', ');
      });
    case 'receipt':
    case 'finding':
      return plain((row) => row.texts?.receiptNumber ?? row.key);
    default:
      return plain(({ key }) => word(key, texts));
  }
}

const word = (key: string, texts: ReportTexts): string =>
  Object.hasOwn(texts.words, key) ? (texts.words[key] ?? key) : key;

/** The texts of a row, with words that people read in place of codes. */
function spoken(row: DraftRow, texts: ReportTexts): Record<string, string | null> {
  const said: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(row.texts ?? {}))
    said[key] =
      value && (key === 'method' || key === 'reason' || key === 'state')
        ? word(value, texts)
        : value && key === 'channel'
          ? texts.channels[value as 'online']
          : (value ?? null);
  return said;
}

async function nameCustomers(rows: readonly DraftRow[], naming: Naming): Promise<Name[]> {
  const { tenant, texts, generation, names, phones } = naming;
  const keys = rows.map((row) => row.key);
  const [people, visits] = await Promise.all([
    findCustomers(tenant, keys, phones),
    patronsOf(tenant, generation, keys),
  ]);
  return rows.map(({ key }) => {
    const person = people.get(key);
    const lastVisit = visits.get(key)?.last.toISOString() ?? null;
    const phone = person?.phone ?? null;
    return { label: (names && person?.name) || phone || texts.nothing.customer, texts: { phone, lastVisit } };
  });
}

function periodLabel({ key, from }: DraftRow, { texts, shop, group }: Naming): string {
  if (!from) return key;
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(texts.locale, { timeZone: shop.timeZone, ...options }).format(from);
  if (group === 'hour')
    return format({
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  if (group === 'month') return format({ month: 'long', year: 'numeric' });
  return format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}
