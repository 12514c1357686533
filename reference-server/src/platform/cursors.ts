import { trusted } from './database.js';
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

/** What a page of a list is asked for with. */
export interface PageAsked {
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

/**
 * A page of rows in the order of their ids.
 *
 * @param list Name of the list with everything that filters it.
 * @param find Rows beyond an id, or from the beginning; as many as it is asked for.
 * @throws Refused `cursor_invalid`
 * @example
 * const page = await pageById(tenant, 'keys', query, (last, limit) => Keys.find({ ...owned(tenant), ...olderThan(last) }).sort({ _id: -1 }).limit(limit).lean());
 * return { ...page, data: page.data.map(toKey) };
 */
export async function pageById<Row extends { _id: string }>(
  tenant: Tenant,
  list: string,
  { limit = 20, after }: PageAsked,
  find: (last: string | null, limit: number) => Promise<Row[]>,
): Promise<{ data: Row[]; hasMore: boolean; nextCursor: string | null }> {
  const last = after === undefined ? null : cursors.read(tenant, list, after);
  if (last !== null && typeof last !== 'string') throw new Refused('cursor_invalid');
  return toPage(
    await find(last, limit + 1),
    limit,
    (row) => row,
    (row) => cursors.make(tenant, list, row._id),
  );
}

/** The part of a filter that goes on after the last row of a list whose newest come first. */
export const olderThan = (last: string | null) => (last === null ? {} : { _id: trusted({ $lt: last }) });
