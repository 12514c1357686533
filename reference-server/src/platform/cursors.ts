import { signer } from './keyring.js';
import { Refused } from './refusals.js';
import type { Tenant } from './tenancy.js';

/**
 * Where the next page of a list begins: opaque, signed, and good only for the same shop, mode, list and filter (L5).
 *
 * @param list Name of the list with everything that filters or sorts it.
 */
export const cursors = {
  make(tenant: Tenant, list: string, position: unknown): string {
    const text = Buffer.from(JSON.stringify(position)).toString('base64url');
    return `${text}.${signer.sign(bound(tenant, list, text))}`;
  },

  /** @throws Refused `cursor_invalid` */
  read(tenant: Tenant, list: string, cursor: string): unknown {
    const [text = '', signature = '', ...rest] = cursor.split('.');
    if (rest.length > 0 || !signer.matches(bound(tenant, list, text), signature)) throw new Refused('cursor_invalid');
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  },
};

const bound = (tenant: Tenant, list: string, text: string): string =>
  JSON.stringify([tenant.shop, tenant.mode, list, text]);

/** Cuts `limit + 1` found rows into a page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => string,
): { data: Item[]; hasMore: boolean; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return { data: shown.map(item), hasMore, nextCursor: hasMore && last !== undefined ? cursor(last) : null };
}
