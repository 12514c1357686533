import { z } from 'zod';
import { Currency, id, Instant, Language, Mode } from '../primitives.js';
import { SalesChannel } from './order.js';

/** Every report there is. */
export const ReportName = z
  .enum([
    'summary',
    'sales',
    'products',
    'categories',
    'brands',
    'locations',
    'staff',
    'payments',
    'tax',
    'profit',
    'inventory',
    'customers',
    'shifts',
    'reconciliation',
  ])
  .meta({ id: 'ReportName', description: 'Which report.' });
export type ReportName = z.infer<typeof ReportName>;

export const ReportPreset = z.enum(['today', 'yesterday', '7d', '30d', 'mtd', 'custom']).meta({
  id: 'ReportPreset',
  description:
    'Which days, in the time zone of the shop. `7d` and `30d` end with today, `mtd` is this month until today; `custom` is what `from` and `to` say.',
});
export type ReportPreset = z.infer<typeof ReportPreset>;

export const ReportComparison = z.enum(['previous', 'weekday', 'year', 'none']).meta({
  id: 'ReportComparison',
  description:
    '`previous`: as long a time just before (for `mtd`, the same days of the month before). `weekday`: the same weekdays, one or more whole weeks before. `year`: the same dates a year before. A time that has not ended is compared with as much of the other one.',
});
export type ReportComparison = z.infer<typeof ReportComparison>;

export const ReportGroup = z
  .enum(['hour', 'day', 'week', 'month'])
  .meta({ id: 'ReportGroup', description: 'Periods of the shop’s time zone; weeks begin on Monday.' });
export type ReportGroup = z.infer<typeof ReportGroup>;

export const ReportFormat = z
  .enum(['json', 'csv', 'pdf', 'text'])
  .meta({ id: 'ReportFormat', description: 'Form of the answer.' });
export type ReportFormat = z.infer<typeof ReportFormat>;

const dateOrInstant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a date such as 2026-11-24, or an instant such as 2026-11-24T09:30:00Z',
  })
  .meta({ examples: ['2026-11-24', '2026-11-24T09:30:00Z'] });

export const ReportQuery = z
  .strictObject({
    range: ReportPreset.optional().meta({ description: 'Default: `today`, or `custom` when `from` is given.' }),
    from: dateOrInstant.optional().meta({
      description: 'First day, in the shop’s time zone, or the first instant. With `range=custom`.',
    }),
    to: dateOrInstant.optional().meta({
      description:
        'Last day, that day included; or an instant, which is the first one no longer counted. Default: now.',
    }),
    compare: ReportComparison.optional().meta({ description: 'Default: `none`.' }),
    group: ReportGroup.optional().meta({
      description: 'Of `sales`: how long a row is. Default: what makes a readable number of rows.',
    }),
    location: id('location').optional().meta({ description: 'Only what was sold from there.' }),
    channel: SalesChannel.optional().meta({ description: 'Only what was sold this way.' }),
    show: z.enum(['sold', 'unsold', 'orders']).optional().meta({
      description:
        'Of `products`: what was sold, or what is in stock and was not sold in this time. Of every report about sales, `orders`: the orders behind it, newest first. Default: `sold`.',
    }),
    row: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({
        description: 'With `show=orders`: only the orders behind the row with this key.',
        examples: ['mpesa'],
      }),
    sort: z
      .string()
      .regex(/^-?[a-zA-Z]{1,30}$/, 'must be the key of a column, with - before it for the greatest first')
      .optional()
      .meta({ description: 'Key of a column of the first table; `-netSales` is the greatest first.' }),
    limit: z.coerce
      .number<string>()
      .int()
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Rows of the first table, 1 to 500. Default 50; all of them in `sales`, CSV and PDF.' }),
    after: z.string().max(400).optional().meta({ description: '`nextCursor` of the page before.' }),
    format: ReportFormat.optional().meta({
      description: 'Goes before `Accept`. `text` is 32 columns wide, for a 58 mm printer.',
    }),
    lang: Language.optional().meta({ description: 'Language of titles and labels. Default: the shop’s.' }),
  })
  .meta({ description: 'What a report is about.' });
export type ReportQuery = z.infer<typeof ReportQuery>;

export const ReportColumn = z
  .object({
    key: z.string().meta({ examples: ['netSales'] }),
    title: z.string().meta({ description: 'Heading, in the language asked for.', examples: ['Net sales'] }),
    kind: z.enum(['text', 'count', 'money', 'percent', 'duration', 'instant', 'phone']).meta({
      description:
        '`count`: a whole number. `money`: minor units of `currency`. `percent`: basis points, 1050 is 10.5 %. `duration`: seconds. `instant`: UTC, ISO 8601. `phone`: masked unless the caller may see it whole.',
    }),
    signed: z
      .boolean()
      .meta({ description: 'Less is not always worse and below zero is meant: a variance, a change.' }),
    better: z
      .enum(['more', 'less'])
      .nullable()
      .meta({ description: 'Which way is good news; null when it is neither.' }),
  })
  .meta({ id: 'ReportColumn', description: 'What a figure is and how to show it.' });
export type ReportColumn = z.infer<typeof ReportColumn>;

/** Figures by the key of their column. Whole numbers, never fractions; null where there is nothing to say (a share of nothing). */
export const ReportValues = z.record(z.string(), z.union([z.int(), z.string(), z.null()])).meta({
  id: 'ReportValues',
  description: 'Figures by the key of their column: whole numbers, text, or null where there is nothing to say.',
  examples: [{ netSales: 1_250_000, orders: 42, growth: 1050 }],
});
export type ReportValues = z.infer<typeof ReportValues>;

export const ReportRow = z
  .object({
    key: z.string().meta({ description: 'What the row is about: an id, a word such as `mpesa`, or when it begins.' }),
    label: z.string().meta({ description: 'The same for people, in the language asked for.' }),
    from: Instant.nullable().meta({ description: 'When a period begins; null for other rows.' }),
    to: Instant.nullable().meta({ description: 'The first instant after it.' }),
    values: ReportValues,
    compared: ReportValues.nullable().meta({ description: 'The same row in the time compared with.' }),
  })
  .meta({ id: 'ReportRow', description: 'One line of a report.' });
export type ReportRow = z.infer<typeof ReportRow>;

export const ReportTable = z
  .object({
    key: z.string().meta({ examples: ['methods'] }),
    title: z.string(),
    about: z
      .enum([
        'whole',
        'period',
        'product',
        'category',
        'brand',
        'location',
        'staff',
        'method',
        'reason',
        'vatClass',
        'receipt',
        'variant',
        'segment',
        'customer',
        'shift',
        'finding',
        'order',
      ])
      .meta({ description: 'What its rows are; `whole` has totals only.' }),
    chart: z.enum(['time', 'bars', 'share', 'none']).meta({ description: 'How it is best drawn.' }),
    measure: z.string().nullable().meta({ description: 'Key of the column to draw.' }),
    columns: z.array(ReportColumn),
    rows: z.array(ReportRow),
    totals: ReportValues.nullable().meta({ description: 'Over all rows, those of other pages included.' }),
    compared: ReportValues.nullable().meta({ description: 'The same totals in the time compared with.' }),
    change: ReportValues.nullable().meta({
      description: 'By how much each total changed, in basis points of what it was; null where it was nothing.',
    }),
    rowCount: z.int().meta({ description: 'On all pages.' }),
    hasMore: z.boolean(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ReportTable', description: 'A table of a report. One way to draw it fits all of them.' });
export type ReportTable = z.infer<typeof ReportTable>;

export const ReportSpan = z
  .object({
    from: Instant,
    to: Instant.meta({ description: 'The first instant after it.' }),
    firstDay: z.iso.date().meta({ description: 'In the shop’s time zone.' }),
    lastDay: z.iso.date().meta({ description: 'In the shop’s time zone, included.' }),
    label: z.string().meta({ description: 'For people, in the language asked for.', examples: ['18 – 24 Nov 2026'] }),
  })
  .meta({ id: 'ReportSpan', description: 'From when to when.' });
export type ReportSpan = z.infer<typeof ReportSpan>;

export const ReportNote = z
  .object({
    code: z.enum(['costs_unknown', 'rebuilding', 'catching_up', 'unfinished', 'newest_only']),
    text: z.string().meta({ description: 'A sentence in the language asked for.' }),
  })
  .meta({ id: 'ReportNote', description: 'What to know before trusting the figures.' });
export type ReportNote = z.infer<typeof ReportNote>;

export const Report = z
  .object({
    report: ReportName,
    title: z.string(),
    shop: z.object({ name: z.string() }),
    mode: Mode,
    currency: Currency,
    timeZone: z.string(),
    language: Language,
    range: ReportPreset,
    span: ReportSpan,
    compare: ReportComparison,
    comparedSpan: ReportSpan.nullable(),
    group: ReportGroup.nullable(),
    location: z.object({ id: id('location'), title: z.string() }).nullable(),
    channel: SalesChannel.nullable(),
    tables: z.array(ReportTable).min(1).meta({
      description: 'The first is the report; `sort`, `limit` and `after` are about that one.',
    }),
    notes: z.array(ReportNote),
    generatedAt: Instant,
  })
  .meta({
    id: 'Report',
    description:
      'A report. Money is net of VAT unless its column says gross; only completed sales count, on the day they were paid in full, and what was given back is taken off on the day it was given back.',
  });
export type Report = z.infer<typeof Report>;
