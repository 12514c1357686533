import type { Report, ReportColumn, ReportName, ReportRow, ReportTable, ReportValues } from '@smartduka/sdk/buyer';
import type { Send } from '../src/duka-reports/ask.js';

/** The names alone: clients leave room for those that come later. */
type Known<Name = ReportName> = Name extends string ? (string extends Name ? never : Name) : never;

/** Columns as the server describes them, so far as the examples below use them. */
const columns: Record<string, [title: string, kind: ReportColumn['kind'], better?: ReportColumn['better']]> = {
  netSales: ['Net sales', 'money', 'more'],
  growth: ['Growth', 'percent', 'more'],
  takings: ['Takings', 'money', 'more'],
  orders: ['Orders', 'count', 'more'],
  averageOrder: ['Average order', 'money', 'more'],
  quantity: ['Items', 'count', 'more'],
  refunds: ['Refunds', 'money', 'less'],
  vat: ['VAT', 'money'],
  rounding: ['Rounding', 'money'],
  share: ['Share', 'percent'],
  costOfGoods: ['Cost of goods', 'money'],
  grossProfit: ['Gross profit', 'money', 'more'],
  margin: ['Margin', 'percent', 'more'],
  activeHours: ['Hours with a sale', 'count'],
  count: ['Payments', 'count', 'more'],
  amount: ['Amount', 'money', 'more'],
  successRate: ['Success rate', 'percent', 'more'],
  secondsToConfirm: ['Time to confirm', 'duration', 'less'],
  failures: ['Attempts', 'count', 'less'],
  failureShare: ['Share', 'percent'],
  rate: ['Rate', 'percent'],
  taxable: ['Without VAT', 'money'],
  tax: ['VAT', 'money'],
  gross: ['With VAT', 'money'],
  onHand: ['On hand', 'count'],
  valueAtPrice: ['Value at price', 'money'],
  daysOfCover: ['Lasts, days', 'count'],
  customers: ['Customers', 'count', 'more'],
  expected: ['Expected', 'money'],
  found: ['Received', 'money'],
  difference: ['Difference', 'money'],
  captured: ['Money in', 'money', 'more'],
  at: ['When', 'instant'],
  channel: ['Sold by way of', 'text'],
  refunded: ['Given back', 'money', 'less'],
  counted: ['Counted', 'money'],
  variance: ['Variance', 'money'],
  state: ['State', 'text'],
  sku: ['SKU', 'text'],
  phone: ['Phone', 'phone'],
  lastVisit: ['Last visit', 'instant'],
  receivedAt: ['Received', 'instant'],
  method: ['Method', 'text'],
  receiptNumber: ['Receipt', 'text'],
  reason: ['Reason', 'text'],
};

const signed = new Set(['growth', 'rounding', 'difference', 'variance']);

type Row = [label: string, values: ReportValues, compared?: ReportValues | null];

const change = (now: ReportValues, was: ReportValues): ReportValues =>
  Object.fromEntries(
    Object.entries(now).flatMap(([key, value]) => {
      const before = was[key];
      if (key === 'growth' || typeof value !== 'number' || typeof before !== 'number') return [];
      return [[key, before ? Math.round(((value - before) / Math.abs(before)) * 10_000) : null]];
    }),
  );

function aTable(
  key: string,
  title: string,
  about: ReportTable['about'],
  keys: string[],
  rows: Row[],
  more: Partial<ReportTable> = {},
): ReportTable {
  const { totals = null, compared = null } = more;
  return {
    key,
    title,
    about,
    chart: 'none',
    measure: null,
    columns: keys.map((name) => {
      const [heading, kind, better = null] = columns[name] as (typeof columns)[string];
      return { key: name, title: heading, kind, signed: signed.has(name), better };
    }),
    rows: rows.map(([label, values, was = null], index): ReportRow => ({
      key: `${about}_${index}`,
      label,
      from: null,
      to: null,
      values,
      compared: was,
    })),
    totals,
    compared,
    change: totals && compared && change(totals, compared),
    rowCount: rows.length,
    hasMore: false,
    nextCursor: null,
    ...more,
  };
}

const dayMs = 86_400_000;
/** The night before 18 November 2026 in Nairobi. */
const begin = Date.parse('2026-11-17T21:00:00Z');

/** Sales of some days, up and down as a duka's weeks are. */
export function salesOf(days: number): ReportTable {
  const of = (index: number, less: number): ReportValues => {
    const busy = [0.7, 0.8, 1, 1.4, 1.6, 0.5, 0.6][index % 7] as number;
    const net = Math.round(1_850_000 * busy * less) + index * 4_100;
    return {
      orders: Math.round(62 * busy * less),
      netSales: net,
      refunds: index % 5 ? 0 : 45_000,
      takings: Math.round(net * 1.16),
    };
  };
  const sum = (less: number): ReportValues => {
    const all = Array.from({ length: days }, (_, index) => of(index, less));
    return Object.fromEntries(
      ['orders', 'netSales', 'refunds', 'takings'].map((key) => [
        key,
        all.reduce((total, one) => total + Number(one[key]), 0),
      ]),
    );
  };
  const day = new Intl.DateTimeFormat('en-KE', { day: 'numeric', month: 'short', timeZone: 'Africa/Nairobi' });
  const table = aTable(
    'periods',
    'Over time',
    'period',
    ['orders', 'netSales', 'refunds', 'takings'],
    Array.from({ length: days }, (_, index) => [
      day.format(begin + index * dayMs),
      of(index, 1),
      of(index, index % 3 ? 0.88 : 1.06),
    ]),
    { chart: 'time', measure: 'netSales', totals: sum(1), compared: sum(0.9) },
  );
  for (const [index, row] of table.rows.entries()) {
    row.from = new Date(begin + index * dayMs).toISOString();
    row.to = new Date(begin + (index + 1) * dayMs).toISOString();
    row.key = row.from;
  }
  return table;
}

const goods: [string, number, number, number][] = [
  ['Mwea Pishori Rice 5 kg', 41, 3_485_000, 2_920_000],
  ['Unga wa Pembe 2 kg', 118, 2_242_000, 2_301_000],
  ['Sunflower cooking oil 3 l', 36, 2_124_000, 1_770_000],
  ['Sugar 2 kg', 87, 1_827_000, 1_650_000],
  ['Ndengu 1 kg', 52, 988_000, 1_014_000],
  ['Kericho tea leaves 250 g', 44, 528_000, 312_000],
];
const all = goods.reduce((sum, [, , net]) => sum + net, 0);

const sold = (key: string, title: string, about: ReportTable['about'], rows: typeof goods): ReportTable =>
  aTable(
    key,
    title,
    about,
    ['orders', 'quantity', 'refunds', 'netSales', 'share', 'grossProfit', 'margin'],
    rows.map(([label, quantity, net, was]) => [
      label,
      {
        orders: Math.ceil(quantity * 0.8),
        quantity,
        refunds: 0,
        netSales: net,
        share: Math.round((net / all) * 10_000),
        grossProfit: Math.round(net * 0.18),
        margin: 1800,
      },
      { netSales: was },
    ]),
    {
      chart: 'bars',
      measure: 'netSales',
      totals: {
        netSales: all,
        orders: 301,
        quantity: 378,
        refunds: 0,
        share: 10_000,
        grossProfit: 2_014_920,
        margin: 1800,
      },
      compared: {
        netSales: 9_967_000,
        orders: 288,
        quantity: 361,
        refunds: 45_000,
        share: 10_000,
        grossProfit: 1_694_390,
        margin: 1700,
      },
    },
  );

const tables: Record<Known, () => ReportTable[]> = {
  summary: () => [
    aTable(
      'summary',
      'Summary',
      'whole',
      [
        'netSales',
        'growth',
        'takings',
        'orders',
        'averageOrder',
        'quantity',
        'refunds',
        'vat',
        'rounding',
        'grossProfit',
        'margin',
      ],
      [],
      {
        totals: {
          netSales: 11_194_000,
          growth: 1231,
          takings: 12_985_050,
          orders: 301,
          averageOrder: 37_189,
          quantity: 378,
          refunds: 45_000,
          vat: 1_791_040,
          rounding: -45,
          grossProfit: 2_014_920,
          margin: 1800,
        },
        compared: {
          netSales: 9_967_000,
          growth: null,
          takings: 11_561_720,
          orders: 301,
          averageOrder: 33_113,
          quantity: 391,
          refunds: 0,
          vat: 1_594_720,
          rounding: 12,
          grossProfit: 1_694_390,
          margin: 1700,
        },
      },
    ),
  ],
  sales: () => [salesOf(14)],
  profit: () => [
    {
      ...salesOf(7),
      measure: 'netSales',
    },
  ],
  products: () => [sold('products', 'Products', 'product', goods)],
  categories: () => [
    sold('categories', 'Categories', 'category', [
      ['Grains and flour', 211, 6_715_000, 6_235_000],
      ['Oil and sugar', 123, 3_951_000, 3_420_000],
      ['Tea', 44, 528_000, 312_000],
    ]),
  ],
  brands: () => [sold('brands', 'Brands', 'brand', goods.slice(0, 3))],
  locations: () => [
    sold('locations', 'Locations', 'location', [
      ['Kilimani', 240, 7_400_000, 6_950_000],
      ['Gikomba', 138, 3_794_000, 3_017_000],
    ]),
  ],
  staff: () => [
    sold('staff', 'Staff', 'staff', [
      ['Akinyi', 198, 6_003_000, 5_120_000],
      ['Kamau', 180, 5_191_000, 4_847_000],
    ]),
  ],
  payments: () => [
    aTable(
      'methods',
      'Ways to pay',
      'method',
      ['count', 'amount', 'successRate', 'secondsToConfirm'],
      [
        ['M-Pesa', { count: 233, amount: 10_211_050, successRate: 8734, secondsToConfirm: 14 }, { amount: 8_400_000 }],
        ['Cash', { count: 68, amount: 2_774_000, successRate: null, secondsToConfirm: null }, { amount: 3_161_720 }],
      ],
      {
        chart: 'share',
        measure: 'amount',
        totals: { count: 301, amount: 12_985_050, successRate: 8734, secondsToConfirm: 14 },
        compared: { count: 301, amount: 11_561_720, successRate: 9010, secondsToConfirm: 17 },
      },
    ),
    aTable(
      'failures',
      'Why payments failed',
      'reason',
      ['failures', 'failureShare'],
      [
        ['Cancelled on the phone', { failures: 17, failureShare: 5000 }, { failures: 11 }],
        ['Not enough money', { failures: 12, failureShare: 3529 }, { failures: 12 }],
        ['Not answered in time', { failures: 5, failureShare: 1471 }, { failures: 9 }],
      ],
      {
        chart: 'bars',
        measure: 'failures',
        totals: { failures: 34, failureShare: 10_000 },
        compared: { failures: 32, failureShare: 10_000 },
      },
    ),
    aTable(
      'unmatched',
      'Money without an order',
      'receipt',
      ['receivedAt', 'method', 'amount', 'receiptNumber', 'reason'],
      [
        [
          'SKL4XR2M9Q',
          {
            receivedAt: '2026-11-23T15:20:00.000Z',
            method: 'M-Pesa',
            amount: 95_000,
            receiptNumber: 'SKL4XR2M9Q',
            reason: 'Paid twice',
          },
        ],
      ],
      { totals: { amount: 95_000 } },
    ),
  ],
  tax: () => [
    aTable(
      'classes',
      'VAT classes',
      'vatClass',
      ['rate', 'taxable', 'tax', 'gross'],
      [
        ['Standard rate', { rate: 1600, taxable: 7_709_000, tax: 1_233_440, gross: 8_942_440 }, { taxable: 6_900_000 }],
        ['Zero-rated', { rate: 0, taxable: 3_485_000, tax: 0, gross: 3_485_000 }, { taxable: 3_067_000 }],
      ],
      {
        totals: { rate: null, taxable: 11_194_000, tax: 1_233_440, gross: 12_427_440 },
        compared: { rate: null, taxable: 9_967_000, tax: 1_104_000, gross: 11_071_000 },
      },
    ),
  ],
  inventory: () => [
    aTable(
      'variants',
      'Stock now',
      'variant',
      ['sku', 'onHand', 'valueAtPrice', 'daysOfCover'],
      goods.map(([label, quantity, net], index) => [
        label,
        { sku: `DUKA-${100 + index}`, onHand: quantity, valueAtPrice: net, daysOfCover: index ? 9 + index * 7 : null },
      ]),
      { totals: { onHand: 378, valueAtPrice: all, daysOfCover: 30 } },
    ),
  ],
  customers: () => [
    aTable(
      'customers',
      'Customers',
      'customer',
      ['phone', 'orders', 'netSales', 'lastVisit'],
      [
        ['Customer', { phone: '0712 ••• 678', orders: 7, netSales: 812_000, lastVisit: '2026-11-24T06:10:00.000Z' }],
        ['Customer', { phone: '0733 ••• 201', orders: 3, netSales: 377_500, lastVisit: '2026-11-21T12:45:00.000Z' }],
      ],
      { totals: { orders: 10, netSales: 1_189_500 } },
    ),
    aTable(
      'segments',
      'New and returning',
      'segment',
      ['customers', 'orders', 'netSales', 'share'],
      [
        ['New', { customers: 41, orders: 44, netSales: 1_420_000, share: 1269 }],
        ['Returning', { customers: 72, orders: 151, netSales: 6_320_000, share: 5646 }],
        ['Not known', { customers: null, orders: 106, netSales: 3_454_000, share: 3085 }],
      ],
      {
        chart: 'share',
        measure: 'netSales',
        totals: { customers: 113, orders: 301, netSales: 11_194_000, share: 10_000 },
      },
    ),
  ],
  shifts: () => [
    aTable(
      'shifts',
      'Shifts',
      'shift',
      ['state', 'orders', 'netSales', 'takings', 'expected', 'counted', 'variance'],
      [
        [
          'Akinyi, 24 Nov, 08:02',
          {
            ...{ state: 'Open', orders: 42, netSales: 1_530_000, takings: 1_774_800 },
            ...{ expected: 642_000, counted: null, variance: null },
          },
        ],
        [
          'Kamau, 23 Nov, 07:58',
          {
            ...{ state: 'Needs a look', orders: 38, netSales: 1_317_000, takings: 1_527_720 },
            ...{ expected: 588_000, counted: 527_000, variance: -61_000 },
          },
        ],
      ],
      { chart: 'bars', measure: 'takings', totals: { orders: 80, netSales: 2_847_000, takings: 3_302_520 } },
    ),
  ],
  reconciliation: () => [
    aTable(
      'findings',
      'What does not meet',
      'finding',
      ['receivedAt', 'reason', 'method', 'receiptNumber', 'expected', 'found', 'difference'],
      [
        [
          'SKL4XR2M9Q',
          {
            receivedAt: '2026-11-23T15:20:00.000Z',
            reason: 'Paid twice',
            method: 'M-Pesa',
            receiptNumber: 'SKL4XR2M9Q',
            expected: 0,
            found: 95_000,
            difference: 95_000,
          },
        ],
      ],
      { totals: { expected: 0, found: 95_000, difference: 95_000 } },
    ),
    aTable('sums', 'Sales and money', 'whole', ['captured', 'found', 'expected', 'difference'], [], {
      totals: { captured: 13_030_050, found: 12_985_050, expected: 12_985_050, difference: 0 },
    }),
  ],
};

/** The orders behind a row. */
export const ordersOf = (what: string): ReportTable =>
  aTable(
    'orders',
    `Orders: ${what}`,
    'order',
    ['at', 'channel', 'quantity', 'netSales', 'takings', 'refunded'],
    Array.from({ length: 4 }, (_, index): Row => [
      `SD-${1042 - index}`,
      {
        at: new Date(begin + (6 * 24 + 12 - index * 7) * 3_600_000).toISOString(),
        channel: index % 2 ? 'Online' : 'Counter',
        quantity: 3 + index,
        netSales: 62_500 + 4_150 * index,
        takings: 72_500 + 4_814 * index,
        refunded: index === 2 ? 9_000 : 0,
      },
    ]),
    { totals: { quantity: 18, netSales: 274_900, takings: 318_884, refunded: 9_000 } },
  );

const titles: Partial<Record<ReportName, string>> = {
  summary: 'Summary',
  sales: 'Sales over time',
  tax: 'VAT',
  inventory: 'Stock',
};

export function aReport(name: ReportName, facts: Partial<Report> = {}): Report {
  return {
    report: name,
    title: titles[name] ?? `${name[0]?.toUpperCase()}${name.slice(1)}`,
    shop: { name: 'Mama Wanjiku’s Duka' },
    mode: 'live',
    currency: 'KES',
    timeZone: 'Africa/Nairobi',
    language: 'en',
    range: '7d',
    span: {
      from: '2026-11-17T21:00:00.000Z',
      to: '2026-11-24T09:00:00.000Z',
      firstDay: '2026-11-18',
      lastDay: '2026-11-24',
      label: '18 – 24 Nov 2026',
    },
    compare: 'previous',
    comparedSpan: {
      from: '2026-11-10T21:00:00.000Z',
      to: '2026-11-17T09:00:00.000Z',
      firstDay: '2026-11-11',
      lastDay: '2026-11-17',
      label: '11 – 17 Nov 2026',
    },
    group: name === 'sales' || name === 'profit' ? 'day' : null,
    location: null,
    channel: null,
    tables: tables[name as Known](),
    notes: [],
    generatedAt: '2026-11-24T09:00:00.000Z',
    ...facts,
  };
}

/** Names of all reports there is an example of. */
export const examples = Object.keys(tables) as Known[];

/** A server that answers for reports, in memory; `Send` of the element goes to it. */
export class LittleOffice {
  readonly requests: { report: string; query: URLSearchParams; accept: string; authorization: string }[] = [];
  /** The tokens that open it; any, while empty. */
  tokens = new Set<string>();
  /** What comes instead of an answer. */
  trouble: { status: number; code: string } | 'offline' | 'never' | null = null;
  /** What is different in the answers. */
  facts: Partial<Report> = {};

  readonly send: Send = async (url, init) => {
    const { pathname, searchParams: query } = new URL(url);
    const headers = new Headers(init.headers);
    const report = pathname.split('/').at(-1) as ReportName;
    const authorization = headers.get('authorization') ?? '';
    this.requests.push({ report, query, accept: headers.get('accept') ?? '', authorization });
    if (this.trouble === 'offline') throw new TypeError('Failed to fetch');
    if (this.trouble === 'never')
      return new Promise((_, fail) => init.signal?.addEventListener('abort', () => fail(new Error('aborted'))));
    if (this.trouble) return refuse(this.trouble.status, this.trouble.code);
    if (this.tokens.size && !this.tokens.has(authorization.replace('Bearer ', ''))) return refuse(401, 'token_invalid');
    if (query.get('format'))
      return new Response('\uFEFFDay;Net sales\r\n', { headers: { 'Content-Type': 'text/csv' } });
    const behind = query.get('show') === 'orders' ? { tables: [ordersOf(query.get('row') ?? 'all')], group: null } : {};
    return Response.json(aReport(report, { ...this.facts, ...behind }));
  };
}

const refuse = (status: number, code: string): Response =>
  Response.json(
    {
      type: `https://shop.example/errors/${code}`,
      title: code,
      status,
      code,
      requestId: 'req_0000000000',
      retryable: false,
    },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
