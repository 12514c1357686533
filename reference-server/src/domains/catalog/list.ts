import { trusted } from 'mongoose';
import type { Product, ProductQuery, ProductState } from '@smartduka/contract';
import { cursors } from '../../platform/cursors.js';
import { invalid } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import type { Audience } from './audience.js';
import { listName } from './derive.js';
import { Categories, Products, type ProductRecord } from './model.js';
import { gtin, looksLikeBarcode } from './rules.js';
import { scoreOf, termsToFind, wordsOf } from './search.js';
import { toProducts } from './view.js';

export interface Page {
  data: Product[];
  hasMore: boolean;
  nextCursor: string | null;
}
type Filter = Record<string, unknown>;

const nothing: Page = { data: [], hasMore: false, nextCursor: null };

/**
 * Products that somebody asks for: a buyer finds what is on sale, the shop also what is not.
 *
 * @throws Refused `validation_failed` when a buyer asks for a `state`, `cursor_invalid`
 */
export async function listProducts(tenant: Tenant, query: ProductQuery, audience: Audience = 'public'): Promise<Page> {
  if (query.state !== undefined && audience === 'public')
    throw invalid('state', 'unrecognized_keys', 'is for the shop only');
  const state = audience === 'public' ? 'published' : (query.state ?? 'listed');
  const filter = await filterOf(tenant, query, state);
  if (!filter) return nothing;
  const { q } = query;
  if (q !== undefined && wordsOf(q).length > 0) {
    const byCode = await codeFilter(tenant, q, filter);
    if (byCode) return inOrder(tenant, query, { ...filter, ...byCode }, audience);
    if (query.sort === undefined || query.sort === 'relevance') return byRelevance(tenant, query, q, filter, audience);
    return inOrder(tenant, query, { ...filter, ...(await wordFilter(tenant, q, filter)) }, audience);
  }
  return inOrder(tenant, query, filter, audience);
}

/** Everything but the words. Null when it can match nothing, such as a category that is not there. */
async function filterOf(tenant: Tenant, query: ProductQuery, state: ProductState): Promise<Filter | null> {
  const filter: Filter = { ...owned(tenant), lists: state };
  if (query.category !== undefined) {
    const either = [{ _id: query.category }, { slug: query.category }];
    const shelf = await Categories.findOne({ ...owned(tenant), $or: either }, { _id: 1 }).lean();
    if (!shelf) return null;
    filter['lists'] = listName(state, shelf._id);
  }
  if (query.barcode !== undefined) filter['gtins'] = gtin(query.barcode);
  const price = {
    ...(query.minPrice === undefined ? {} : { $gte: query.minPrice }),
    ...(query.maxPrice === undefined ? {} : { $lte: query.maxPrice }),
  };
  // By the sizes' own prices: a product is in the range when one of its sizes is.
  if (Object.keys(price).length > 0) filter['variants'] = trusted({ $elemMatch: { price } });
  return filter;
}

/** A barcode or SKU typed or scanned into the search field, if there is such a product; else it is words after all. */
async function codeFilter(tenant: Tenant, q: string, filter: Filter): Promise<Filter | null> {
  const candidates: Filter[] = [{ skus: q.toUpperCase() }];
  if (looksLikeBarcode(q)) candidates.unshift({ gtins: gtin(q) });
  for (const candidate of candidates)
    if (await Products.exists({ ...owned(tenant), lists: String(filter['lists']), ...candidate })) return candidate;
  return null;
}

const termFilter = (q: string, how: 'exact' | 'loose'): Filter => ({
  $and: termsToFind(q, how)
    .filter((terms) => terms.length > 0)
    .map((terms) => ({ 'search.terms': trusted({ $in: terms }) })),
});

async function wordFilter(tenant: Tenant, q: string, filter: Filter): Promise<Filter> {
  const found = await candidates(tenant, q, filter);
  return { _id: trusted({ $in: found.rows.map(({ _id }) => _id) }) };
}

type Candidate = Pick<ProductRecord, '_id' | 'titleKey' | 'search'> & { score: number };
const mostCandidates = 1_000;

/** Products that answer the words, best first: those that hold them as typed, or else those that hold something like them. */
async function candidates(tenant: Tenant, q: string, filter: Filter, only?: 'exact' | 'loose') {
  const order = only ? [only] : (['exact', 'loose'] as const);
  for (const how of order) {
    const terms = termFilter(q, how);
    if ((terms['$and'] as unknown[]).length === 0) continue;
    const rows = await Products.find({ ...owned(tenant), ...filter, ...terms })
      .select({ titleKey: 1, 'search.names': 1, 'search.others': 1 })
      .limit(mostCandidates)
      .lean<Omit<Candidate, 'score'>[]>();
    const scored = rows
      .map((row) => ({ ...row, score: scoreOf(q, row.search, how) }))
      .filter(({ score }) => score > 0)
      .sort(byScore);
    if (scored.length > 0) return { how, rows: scored };
  }
  return { how: 'exact' as const, rows: [] };
}

type Place = readonly [score: number, titleKey: string, id: string];
const placeOf = (row: Candidate): Place => [row.score, row.titleKey, row._id];
const compare = (a: Place, b: Place): number =>
  b[0] - a[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
const byScore = (a: Candidate, b: Candidate): number => compare(placeOf(a), placeOf(b));

async function byRelevance(
  tenant: Tenant,
  query: ProductQuery,
  q: string,
  filter: Filter,
  audience: Audience,
): Promise<Page> {
  const list = questionOf(query);
  const from =
    query.after === undefined
      ? null
      : (cursors.read(tenant, list, query.after) as { how: 'exact' | 'loose'; place: Place });
  const { how, rows } = await candidates(tenant, q, filter, from?.how);
  const rest = from ? rows.filter((row) => compare(placeOf(row), from.place) > 0) : rows;
  return gather<Candidate>(
    query,
    (row) => cursors.make(tenant, list, { how, place: placeOf(row) }),
    async (skip, count) => {
      const part = rest.slice(skip, skip + count);
      const ids = part.map(({ _id }) => _id);
      const found = await Products.find({ ...owned(tenant), _id: trusted({ $in: ids }) }).lean<ProductRecord[]>();
      const products = await toProducts(tenant, found, audience);
      const byId = new Map(products.map((product) => [product.id, product]));
      return part.map((row) => ({ row, product: byId.get(row._id) ?? null }));
    },
  );
}

const sorts = {
  title: ['titleKey', 1],
  price: ['price', 1],
  '-price': ['price', -1],
  '-created': ['createdAt', -1],
} as const;

async function inOrder(tenant: Tenant, query: ProductQuery, filter: Filter, audience: Audience): Promise<Page> {
  const sort = query.sort === undefined || query.sort === 'relevance' ? 'title' : query.sort;
  const [key, direction] = sorts[sort];
  const list = questionOf(query);
  const beyond = direction === 1 ? '$gt' : '$lt';
  let last = query.after === undefined ? null : readPlace(cursors.read(tenant, list, query.after), key);
  return gather<ProductRecord>(
    query,
    (row) => cursors.make(tenant, list, [row[key], row._id]),
    async (_, count) => {
      const after = last
        ? {
            $and: [
              {
                $or: [
                  { [key]: trusted({ [beyond]: last[0] }) },
                  { [key]: last[0], _id: trusted({ [beyond]: last[1] }) },
                ],
              },
            ],
          }
        : {};
      const rows = await Products.find({ ...filter, ...after })
        .select({ search: 0 })
        .sort({ [key]: direction, _id: direction })
        .limit(count)
        .lean<ProductRecord[]>();
      const end = rows.at(-1);
      if (end) last = [end[key], end._id];
      const products = await toProducts(tenant, rows, audience);
      return rows.map((row, i) => ({ row, product: products[i] ?? null }));
    },
  );
}

function readPlace(position: unknown, key: string): [unknown, string] {
  const [value, id] = position as [unknown, string];
  return [key === 'createdAt' ? new Date(String(value)) : value, id];
}

/** A cursor is good for the same question only; how many are shown at a time may change from page to page. */
function questionOf(query: ProductQuery): string {
  const question = Object.entries(query).filter(([name]) => name !== 'limit' && name !== 'after');
  return `products ${JSON.stringify(question.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** Reads on until a page is full, since stock, which `inStock` asks for, is counted elsewhere. */
async function gather<Row>(
  query: ProductQuery,
  cursor: (row: Row) => string,
  read: (skip: number, count: number) => Promise<{ row: Row; product: Product | null }[]>,
): Promise<Page> {
  const limit = query.limit ?? 20;
  const wanted = (product: Product) =>
    query.inStock === undefined || (product.availability !== 'out_of_stock') === (query.inStock === 'true');
  const shown: { row: Row; product: Product }[] = [];
  for (let skip = 0; shown.length <= limit;) {
    const count = limit + 1;
    const rows = await read(skip, count);
    skip += rows.length;
    for (const { row, product } of rows) if (product && wanted(product)) shown.push({ row, product });
    if (rows.length < count) break;
  }
  const page = shown.slice(0, limit);
  const end = page.at(-1);
  const hasMore = shown.length > limit;
  return {
    data: page.map(({ product }) => product),
    hasMore,
    nextCursor: hasMore && end ? cursor(end.row) : null,
  };
}
