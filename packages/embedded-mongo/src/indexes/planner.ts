import { MongoError } from '../errors.js';
import { compileText, filterBounds, implies, type FilterBounds } from '../match/index.js';
import type { Collection } from '../storage/collection.js';
import { isDoc, keyOf, toNumber, type Collation, type Doc, type Numeric } from '../values/index.js';
import type { Index, Range } from './index.js';
import { dependsOnCollation, intervalOf, pointsOf } from './interval.js';
import { wildcardServes } from './wildcard.js';

/** What is looked for, as far as choosing a way to it goes. */
export interface Query {
  filter: Doc;
  sort?: Doc | undefined;
  limit?: number | undefined;
  hint?: unknown;
  /** Bounds of the hinted index: from `min` on, up to but not including `max`. */
  min?: Doc | undefined;
  max?: Doc | undefined;
  /** The collation the filter compares strings by. One meaning is one object, so an index may simply be asked for the same. */
  collation?: Collation | undefined;
}

/** The way to the candidates. Each plan finds every document that matches; the filter is tested again on each. */
export type Plan =
  | { kind: 'all'; sorted: boolean; backwards: boolean }
  | { kind: 'ids'; ids: readonly string[]; sorted: boolean }
  | IndexPlan;

export interface IndexPlan {
  kind: 'index';
  index: Index;
  /** Whole keys to look up; otherwise the ranges are scanned in order. */
  hashes?: readonly string[];
  ranges: readonly Range[];
  backwards: boolean;
  /** The candidates come in the order that was asked for. */
  sorted: boolean;
}

/** More combinations of `$in` values than this are not tried; the index then serves fewer fields. */
const maxCombinations = 2000;

/** Chooses the cheapest way by rough estimates: exact where a hash tells the number, a tenth per equality otherwise. */
export function plan(collection: Collection, query: Query): Plan {
  const bounds = filterBounds(query.filter);
  const hinted = query.hint === undefined ? undefined : hintedIndex(collection, query.hint);
  if (query.min || query.max) return betweenKeys(collection, hinted, query);
  if (hinted === 'natural') return { kind: 'all', sorted: !query.sort, backwards: isBackwards(query.hint) };

  const points = !hinted || hinted.spec.name === '_id_' ? idPoints(bounds) : undefined;
  if (points && (!query.collation || !dependsOnCollation(bounds.get('_id')!))) {
    const ids = [...new Set(points.map((id) => keyOf(id)))];
    return { kind: 'ids', ids, sorted: !query.sort || ids.length < 2 };
  }
  const indexes = hinted ? [hinted] : [...collection.indexes.values()].filter((index) => !index.spec.hidden);
  const size = collection.records.size;
  let best: { plan: Plan; cost: number } = {
    plan: { kind: 'all', sorted: !query.sort, backwards: false },
    cost: hinted ? Infinity : query.sort ? size * 2 + 1 : size + 0.5,
  };
  for (const index of indexes) {
    const found = through(index, query, bounds, size, hinted !== undefined);
    if (found && found.cost <= best.cost) best = found;
  }
  if (best.plan.kind === 'index' && best.plan.index.spec.name === '_id_') collection.idIndex();
  return best.plan;
}

/** @throws MongoError 51174 when the bounds are not keys of the hinted index, 51175 when they are the wrong way round. */
function betweenKeys(
  collection: Collection,
  hinted: Index | 'natural' | undefined,
  { min, max, sort, collation }: Query,
): Plan {
  if (!hinted || hinted === 'natural') {
    throw new MongoError(51173, 'When using min()/max() a hint of which index to use must be provided');
  }
  const names = hinted.spec.fields.map(({ name }) => name);
  const keyOfBound = (bound: Doc | undefined): unknown[] | undefined => {
    if (!bound) return undefined;
    const given = Object.keys(bound);
    if (given.length !== names.length || given.some((name, i) => name !== names[i])) {
      throw new MongoError(51174, 'The index chosen is not compatible with min/max');
    }
    return given.map((name) => bound[name]);
  };
  const [from, to] = [keyOfBound(min), keyOfBound(max)];
  if (from && to && hinted.order(from, to) >= 0)
    throw new MongoError(51175, 'min/max: the min must be less than the max');
  if (hinted.spec.name === '_id_') collection.idIndex();
  const query = { filter: {}, sort, collation };
  const order = sortOrder(hinted, query, 0, true, collation === hinted.collation);
  const within = (key: readonly unknown[]): number => {
    if (from && hinted.order(key, from) < 0) return -1;
    return to && hinted.order(key, to) >= 0 ? 1 : 0;
  };
  return {
    kind: 'index',
    index: hinted,
    ranges: [{ prefix: [], within }],
    backwards: order === -1,
    sorted: sort === undefined || order !== undefined,
  };
}

function idPoints(bounds: FilterBounds): readonly unknown[] | undefined {
  const bound = bounds.get('_id');
  return bound && pointsOf(bound);
}

function hintedIndex(collection: Collection, hint: unknown): Index | 'natural' {
  if (isDoc(hint) && '$natural' in hint) return 'natural';
  for (const index of collection.indexes.values()) {
    if (typeof hint === 'string' ? index.spec.name === hint : isDoc(hint) && index.hasSameKey(hint)) return index;
  }
  throw new MongoError(
    2,
    `error processing query: ns=${collection.ns}: planner returned error :: caused by :: hint provided does not correspond to an existing index`,
  );
}

function isBackwards(hint: unknown): boolean {
  return isDoc(hint) && hint['$natural'] !== undefined && toNumber(hint['$natural'] as Numeric) < 0;
}

/** A text index serves `$text` alone: every document that matches holds one of the terms. */
function throughText(index: Index, query: Query, bounds: FilterBounds): { plan: IndexPlan; cost: number } | undefined {
  const search = textOf(query.filter);
  if (!search) return undefined;
  for (const name of index.spec.textPrefix ?? []) {
    const bound = bounds.get(name);
    if (bound && pointsOf(bound)?.length === 1) continue;
    throw new MongoError(
      291,
      `error processing query: planner returned error :: caused by :: failed to use text index to satisfy $text query: '${name}' comes before the text, so the filter must say what it equals`,
    );
  }
  const hashes = compileText(search, index.spec.text).terms.map((term) => index.hash([term]));
  const cost = hashes.reduce((sum, hash) => sum + index.count(hash), 0);
  return { plan: { kind: 'index', index, hashes, ranges: [], backwards: false, sorted: !query.sort }, cost };
}

/** A wildcard index serves one path of the filter: the one that leaves fewest candidates. */
function throughWildcard(
  index: Index,
  root: string,
  query: Query,
  bounds: FilterBounds,
  size: number,
): { plan: IndexPlan; cost: number } | undefined {
  let best: { plan: IndexPlan; cost: number } | undefined;
  if (index.spec.partial && !implies(query.filter, index.spec.partial)) return undefined;
  for (const [path, bound] of bounds) {
    if (!wildcardServes(root, path, bound) || index.spec.covers?.(path) === false) continue;
    if (query.collation !== index.collation && dependsOnCollation(bound)) continue;
    const hashes = pointsOf(bound)?.map((point) => index.hash([path, point]));
    const interval = hashes ? undefined : intervalOf(bound, true);
    if (!hashes && !interval) continue;
    const cost = hashes ? hashes.reduce((sum, hash) => sum + index.count(hash), 0) : size * 0.3;
    if (best && best.cost <= cost) continue;
    const ranges = interval ? [{ prefix: [path], interval }] : [];
    best = {
      plan: { kind: 'index', index, ...(hashes ? { hashes } : {}), ranges, backwards: false, sorted: !query.sort },
      cost,
    };
  }
  return best && { ...best, cost: best.cost + 0.2 };
}

function textOf(filter: Doc): unknown {
  if (Object.hasOwn(filter, '$text')) return filter['$text'];
  const clauses = filter['$and'];
  return Array.isArray(clauses) ? clauses.filter(isDoc).map(textOf).find(Boolean) : undefined;
}

/** The plan through one index and its cost, if the index can serve the query at all. */
function through(
  index: Index,
  query: Query,
  bounds: FilterBounds,
  size: number,
  forced: boolean,
): { plan: IndexPlan; cost: number } | undefined {
  const { spec } = index;
  if (spec.geo) return undefined;
  if (spec.text) return throughText(index, query, bounds);
  if (spec.wildcard !== undefined) return throughWildcard(index, spec.wildcard, query, bounds, size);
  if (spec.partial && !implies(query.filter, spec.partial)) return undefined;
  const sameCollation = query.collation === index.collation;
  const usable = (name: string) => {
    const bound = namesPosition(name) ? undefined : bounds.get(name);
    return bound && (sameCollation || !dependsOnCollation(bound)) ? bound : undefined;
  };
  if (spec.sparse && !forced && !spec.fields.some(({ name }) => bounds.get(name)?.exists)) return undefined;

  let prefixes: unknown[][] = [[]];
  let equalities = 0;
  for (const { name } of spec.fields) {
    const bound = usable(name);
    const points = bound && pointsOf(bound);
    if (!points || (equalities > 0 && prefixes.length * points.length > maxCombinations)) break;
    prefixes = prefixes.flatMap((prefix) => points.map((point) => [...prefix, point]));
    equalities++;
  }
  const next = spec.fields[equalities];
  const bound = next && usable(next.name);
  const interval = bound && intervalOf(bound, index.multikey);
  const order = sortOrder(index, query, prefixes.length === 1 ? equalities : 0, prefixes.length === 1, sameCollation);
  if (equalities === 0 && !interval && !order && !forced) return undefined;

  const sorted = query.sort === undefined || order !== undefined;
  let hashes: string[] | undefined;
  let cost: number;
  if (!next) {
    hashes = [...new Set(prefixes.map((prefix) => index.hash(prefix)))];
    cost = hashes.reduce((sum, hash) => sum + index.count(hash), 0);
  } else {
    cost = size * (equalities > 0 ? 0.1 ** equalities * Math.min(prefixes.length, 8) : 1) * (interval ? 0.3 : 1);
  }
  if (!sorted) cost *= 2;
  else if (query.sort && query.limit) cost *= 0.5;
  const ranges = (hashes ? [] : prefixes).map((prefix): Range => (interval ? { prefix, interval } : { prefix }));
  return {
    plan: { kind: 'index', index, ...(hashes ? { hashes } : {}), ranges, backwards: order === -1, sorted },
    cost: cost + 0.1,
  };
}

/** 1 or -1 when walking the index (backwards) gives the wanted order, given that its first `equalities` fields are constant. */
function sortOrder(
  index: Index,
  query: Query,
  equalities: number,
  single: boolean,
  sameCollation: boolean,
): 1 | -1 | undefined {
  if (!query.sort || !single || index.multikey || !sameCollation) return undefined;
  const { fields } = index.spec;
  const constant = new Set(fields.slice(0, equalities).map((field) => field.name));
  let at = equalities;
  let order: 1 | -1 | undefined;
  for (const [name, wanted] of Object.entries(query.sort)) {
    if (constant.has(name)) continue;
    const field = fields[at++];
    if (!field || field.name !== name || isDoc(wanted) || namesPosition(name)) return undefined;
    const turn = (toNumber(wanted as Numeric) < 0 ? -1 : 1) === field.direction ? 1 : -1;
    if (order !== undefined && order !== turn) return undefined;
    order = turn;
  }
  return order ?? 1;
}

/** `a.0` means the first element of an array as well as a field `0` of each: an index knows only one of them. */
function namesPosition(path: string): boolean {
  return /\.\d+(\.|$)/.test(path);
}
