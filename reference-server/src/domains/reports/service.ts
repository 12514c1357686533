import type { Report, ReportName, ReportNote, ReportQuery, ReportSpan, ReportTable } from '@smartduka/contract';
import { cursors } from '../../platform/cursors.js';
import { invalid } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { shopOf } from '../shops/service.js';
import { draftsOf } from './drafts/index.js';
import { rowsAre } from './drafts/orders.js';
import { nameRows, type Naming } from './labels.js';
import { texts, type ReportTexts } from './locales/index.js';
import { isBehind } from './queue.js';
import { stateOf } from './roll-up.js';
import { columnOf, columns, type ColumnKey } from './rules/columns.js';
import { compareSpan, daysOf, RangeProblem, resolveRange, usualGroup, type Span } from './rules/periods.js';
import { changesOf, compare, inOrder, totalsOf, valuesOf, type Draft, type Ordered } from './rules/tables.js';

/** What the reader may see. */
export interface Reader {
  /** What goods cost, and the profit. */
  readonly costs: boolean;
  /** Names of customers, and whole phone numbers. */
  readonly names: boolean;
  readonly phones: boolean;
}

/** How many rows are shown when nobody said. */
const usualRows = 50;
/** Reports of periods are drawn whole. */
const wholeReports: ReadonlySet<ReportName> = new Set(['sales', 'profit']);

/**
 * Answers a report.
 *
 * @param options.allRows For files: every row, up to this many.
 * @throws Refused `validation_failed` that names the parameter, `cursor_invalid`.
 */
export async function reportOf(
  tenant: Tenant,
  report: ReportName,
  query: ReportQuery,
  reader: Reader,
  now: Date,
  options: { allRows?: number; staff?: string } = {},
): Promise<Report> {
  const shop = await shopOf(tenant);
  const language = query.lang ?? shop.language;
  const said = texts[language];
  try {
    const { preset, span } = resolveRange(query, now, shop.timeZone);
    // What was sold in another time has other orders.
    const comparison = query.show === 'orders' ? 'none' : (query.compare ?? 'none');
    const compared = comparison === 'none' ? null : compareSpan(comparison, preset, span, now, shop.timeZone);
    const periods = wholeReports.has(report) && query.show !== 'orders';
    const group = query.group ?? usualGroup(span);
    const state = await stateOf(tenant);
    const generation = state?.generation ?? 0;
    const zone = state?.timeZone ?? shop.timeZone;
    const source = {
      tenant,
      generation,
      settled: state?.settled ?? 0,
      zone,
      location: query.location,
      channel: query.channel,
    };
    if (query.row !== undefined && query.show !== 'orders') throw new RangeProblem('row', 'goes with show=orders');
    const { show = 'sold', row } = query;
    const drafts = await draftsOf(report, { source, span, compared, group, show, row, now });
    const naming: Naming = {
      tenant,
      shop,
      texts: said,
      language,
      generation,
      group: periods ? group : null,
      names: reader.names,
      phones: reader.phones,
    };
    const behind = row === undefined ? null : await rowNamed(report, row, naming);
    const list = JSON.stringify({ report, ...query, after: null, limit: null });
    const tables: ReportTable[] = [];
    for (const [index, draft] of drafts.entries()) {
      const paging = index === 0 ? { sort: query.sort, after: query.after, limit: query.limit } : {};
      const usual = options.allRows ?? (periods || index > 0 ? 1_000 : usualRows);
      const table = await toTable(tenant, list, draft, { ...paging, usual }, reader, naming);
      tables.push(behind === null ? table : { ...table, title: `${table.title}: ${behind}` });
    }
    const place = query.location && shop.locations.find((location) => location._id === query.location);
    return {
      report,
      title: said.reports[report],
      shop: { name: shop.name },
      mode: tenant.mode,
      currency: shop.currency,
      timeZone: shop.timeZone,
      language,
      range: preset,
      span: toSpan(span, shop.timeZone, said),
      compare: comparison,
      comparedSpan: compared && toSpan(compared, shop.timeZone, said),
      group: periods ? group : null,
      location: place ? { id: place._id, title: place.title } : null,
      channel: query.channel ?? null,
      tables,
      notes: await notesOf(tenant, drafts, reader, said, {
        rebuilding: state?.building !== null && state !== null,
        unfinished: compared !== null && span.to > now && span.from < now,
        now,
      }),
      generatedAt: now.toISOString(),
    };
  } catch (error) {
    if (error instanceof RangeProblem) throw invalid(error.field, 'invalid_value', error.message);
    throw error;
  }
}

/** What people call the row whose orders are listed. */
async function rowNamed(report: ReportName, key: string, naming: Naming): Promise<string> {
  const [name] = await nameRows(rowsAre[report] ?? 'whole', [{ key, sums: {}, compared: null }], naming);
  return name?.label ?? key;
}

async function toTable(
  tenant: Tenant,
  list: string,
  draft: Draft,
  paging: { sort?: string | undefined; after?: string | undefined; limit?: number | undefined; usual: number },
  reader: Reader,
  naming: Naming,
): Promise<ReportTable> {
  const shown = draft.columns.filter((key) => reader.costs || !columnOf(key).costs);
  const sort = paging.sort ?? draft.sort;
  if (paging.sort !== undefined) checkSort(paging.sort, shown);
  const ordered = inOrder(draft, sort);
  const down = sort?.startsWith('-') ?? false;
  const begin = paging.after === undefined ? 0 : placeAfter(tenant, list, paging.after, ordered, down);
  const rest = ordered.slice(begin);
  const page = rest.slice(0, paging.limit ?? paging.usual);
  const last = page.at(-1);
  const hasMore = rest.length > page.length;
  const names = await nameRows(
    draft.about,
    page.map(({ row }) => row),
    naming,
  );
  const total = draft.totals ?? {};
  const totals = draft.totals && totalsOf(shown, total, draft.compared);
  const compared = draft.compared && totalsOf(shown, draft.compared, null);
  return {
    key: draft.key,
    title: naming.texts.tables[draft.key],
    about: draft.about,
    chart: draft.chart,
    measure: draft.measure,
    columns: shown.map((key) => ({
      key,
      title: naming.texts.columns[key],
      kind: columnOf(key).kind,
      signed: columnOf(key).signed ?? false,
      better: columnOf(key).better,
    })),
    rows: page.map(({ row }, index) => ({
      key: row.key,
      label: names[index]?.label ?? row.key,
      from: row.from?.toISOString() ?? null,
      to: row.to?.toISOString() ?? null,
      values: valuesOf(shown, row.sums, { total, compared: row.compared }, names[index]?.texts),
      compared: row.compared && valuesOf(shown, row.compared, { total: draft.compared ?? {}, compared: null }),
    })),
    totals,
    compared,
    change: totals && compared && changesOf(totals, compared),
    rowCount: ordered.length,
    hasMore,
    nextCursor: hasMore && last ? cursors.make(tenant, list, last.at) : null,
  };
}

function checkSort(sort: string, shown: readonly ColumnKey[]): void {
  const key = sort.replace('-', '');
  const sortable = shown.filter((column) => columnOf(column).of);
  if (!Object.hasOwn(columns, key) || !sortable.includes(key as ColumnKey))
    throw invalid(
      'sort',
      'invalid_value',
      `must be one of ${sortable.join(', ')}, with - before it for the greatest first`,
    );
}

function placeAfter(tenant: Tenant, list: string, after: string, ordered: readonly Ordered[], down: boolean): number {
  const last = cursors.read(tenant, list, after) as Ordered['at'];
  const index = ordered.findIndex(({ at }) => compare(at, last, down) > 0);
  return index < 0 ? ordered.length : index;
}

function toSpan(span: Span, zone: string, said: ReportTexts): ReportSpan {
  const { first, last } = daysOf(span, zone);
  const days = new Intl.DateTimeFormat(said.locale, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const label = days.formatRange(span.from, new Date(span.to.getTime() - 1));
  return { from: span.from.toISOString(), to: span.to.toISOString(), firstDay: first, lastDay: last, label };
}

async function notesOf(
  tenant: Tenant,
  drafts: readonly Draft[],
  reader: Reader,
  said: ReportTexts,
  state: { rebuilding: boolean; unfinished: boolean; now: Date },
): Promise<ReportNote[]> {
  const codes: ReportNote['code'][] = [];
  const costed = drafts.some(
    (draft) => draft.columns.includes('grossProfit') && (draft.totals?.['uncosted'] ?? 0) !== 0,
  );
  if (costed && reader.costs) codes.push('costs_unknown');
  if (state.rebuilding) codes.push('rebuilding');
  else if (await isBehind(tenant, state.now)) codes.push('catching_up');
  if (state.unfinished) codes.push('unfinished');
  if (drafts.some((draft) => draft.partial)) codes.push('newest_only');
  return codes.map((code) => ({ code, text: said.notes[code] }));
}
