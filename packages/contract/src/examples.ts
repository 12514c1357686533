import type { Json } from './openapi.js';

/** What a field of that name (of that schema) looks like where its schema does not say so itself. */
const byName: Record<string, unknown> = {
  accessToken: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzdGZfMDEifQ.c2lnbmF0dXJl',
  account: 'SD-1042',
  action: 'order.canceled',
  address: 'Moi Avenue 12, Nairobi',
  alt: 'A packet of maize flour, 2 kg',
  amount: 25000,
  'ApprovalInput.code': 'C001',
  approvedBy: 'Amina Hassan',
  barcode: '6161101234567',
  brand: 'Jogoo',
  by: 'Wanjiru Kamau',
  claimedBy: 'Wanjiru Kamau',
  code: 'KARIBU10',
  count: 2,
  country: 'KE',
  current: 'unga na maziwa 6 mara',
  description: 'Fine white maize flour.',
  detail: 'The order is paid already.',
  details: 'Pay Bill from 254712***678',
  device: 'Chrome on Android',
  email: 'wanjiru@example.com',
  en: 'Everything for your kitchen',
  'EnteredCode.code': 'KARIBU10',
  event: 'order.paid',
  footer: 'Asante. Goods once sold are exchanged within 7 days.',
  from: '197.248.10.20',
  header: 'Karibu tena!',
  hours: 'Mon–Sat 8:00–19:00',
  id: 'stf_01jdc8v3q5n7x2k4m6p8r0t1w3',
  instance: '/api/orders/ord_01jdc8v3q5n7x2k4m6p8r0t1w3',
  key: 'unga',
  kind: 'staff',
  kraPin: 'P051234567A',
  label: 'Unga wa mahindi',
  landmark: 'Opposite the post office',
  limit: 20,
  'Me.code': 'C001',
  measure: 'netSales',
  message: 'must be at least 1',
  method: 'M-Pesa',
  name: 'Wanjiru Kamau',
  nextCursor: 'eyJhIjoiMDFqZGM4In0',
  note: 'Counted twice',
  notes: 'Call at the gate',
  number: '174379',
  order: 'ord_01jdc8v3q5n7x2k4m6p8r0t1w3',
  orderNumber: 'SD-1042',
  origin: 'https://site.example',
  password: 'unga na maziwa 7 mara',
  payment: 'pay_01jdc8v3q5n7x2k4m6p8r0t1w3',
  phone: '+254712345678',
  pin: '4821',
  'PinSwitch.code': 'C001',
  place: 'Kilimani, Rose Avenue 4',
  'Problem.type': 'https://shop.example/api/docs/errors#order_paid',
  product: 'unga-wa-mahindi',
  quantity: 2,
  reason: 'sale',
  receiptNumber: 'SKR7A1B2C3',
  receiptUrl: 'https://shop.example/receipts/r_6Zr1m0Qw8b2Xc4Vn',
  reference: 'SD-1042',
  refreshToken: 'rt_6Zr1m0Qw8b2Xc4Vn9Lk3Jh5G',
  report: 'summary',
  requestId: 'req_01jdc8v3q5n7x2k4m6p8r0t1w3',
  role: 'manager',
  secret: 'cs_6Zr1m0Qw8b2Xc4Vn9Lk3Jh5G',
  session: 'ses_01jdc8v3q5n7x2k4m6p8r0t1w3',
  shop: 'duka-la-amina',
  'ShopOpening.code': '482913',
  shortcode: '174379',
  sku: 'UNGA-2KG',
  slug: 'unga-wa-mahindi',
  staff: 'stf_01jdc8v3q5n7x2k4m6p8r0t1w3',
  'StaffMember.code': 'C001',
  state: 'paid',
  subject: 'ord_01jdc8v3q5n7x2k4m6p8r0t1w3',
  sw: 'Kila kitu cha jikoni',
  tag: 'flour',
  text: 'Customer asks for delivery after five.',
  timeZone: 'Africa/Nairobi',
  title: 'Unga wa mahindi',
  token: 'tk_6Zr1m0Qw8b2Xc4Vn9Lk3Jh5G',
  tracking: 'G4S 1234567',
  type: 'order.paid',
  url: 'https://shop.example/unga.webp',
  variant: 'var_01jdc8v3q5n7x2k4m6p8r0t1w3',
  variantTitle: '2 kg',
  why: 'No payment of ours has this receipt number.',
};

const byFormat: Record<string, string> = {
  'date-time': '2026-11-24T09:30:00.000Z',
  date: '2026-11-24',
  email: 'wanjiru@example.com',
  uri: 'https://shop.example/unga',
};

/**
 * An example of a value, put together from the examples of its parts: a schema's own `examples` win, then its fixed values, then what a field
 * of that name looks like. Every property is there, so that a reader sees the whole shape.
 *
 * @param schema JSON Schema 2020-12, as in `components.schemas`.
 * @param schemas What `$ref` refers to.
 * @throws Error that names the field, when nothing says what it looks like.
 * @example exampleOf({ $ref: '#/components/schemas/Money' }, componentSchemas()) // { amount: 25000, currency: 'KES' }
 */
export function exampleOf(schema: Json, schemas: Record<string, Json>, only: 'all' | 'required' = 'all'): unknown {
  return valueOf(schema, '', []);

  function valueOf(given: Json, field: string, within: string[]): unknown {
    const { examples } = given as { examples?: unknown[] };
    if (examples?.length) return examples[0];
    if ('const' in given) return given['const'];
    if (Array.isArray(given['enum'])) return given['enum'][0];
    if (typeof given['$ref'] === 'string') return ofReference(given['$ref'], field, within);
    const choices = (given['anyOf'] ?? given['oneOf']) as Json[] | undefined;
    if (choices)
      return valueOf(choices.find((choice) => choice['type'] !== 'null') ?? (choices[0] as Json), field, within);
    if (Array.isArray(given['allOf']))
      return Object.assign({}, ...(given['allOf'] as Json[]).map((part) => valueOf(part, field, within))) as unknown;
    return ofType(given, field, within);
  }

  function ofReference(ref: string, field: string, within: string[]): unknown {
    const name = ref.slice(ref.lastIndexOf('/') + 1);
    // A category within a category ends at the second: null, or nothing in a list.
    if (within.filter((outer) => outer === name).length > 1) return null;
    return valueOf(schemas[name] as Json, field, [...within, name]);
  }

  function ofType(given: Json, field: string, within: string[]): unknown {
    switch (given['type']) {
      case 'object': {
        const properties = Object.entries((given['properties'] ?? {}) as Record<string, Json>);
        const needed = new Set((given['required'] ?? []) as string[]);
        return Object.fromEntries(
          properties
            .filter(([name]) => only === 'all' || needed.has(name))
            .map(([name, property]) => [name, valueOf(property, name, within)]),
        );
      }
      case 'array': {
        const item = valueOf(given['items'] as Json, field.replace(/ies$/, 'y').replace(/s$/, ''), within);
        return item === null ? [] : [item];
      }
      case 'boolean':
        return given['default'] ?? true;
      case 'null':
        return null;
      case 'integer':
      case 'number':
        return inRange(given, typeof byName[field] === 'number' ? byName[field] : 1);
      default:
        return ofText(given, field, within);
    }
  }

  function ofText(given: Json, field: string, within: string[]): unknown {
    const example =
      byName[`${within.at(-1)}.${field}`] ?? byName[field] ?? byFormat[given['format'] as string] ?? given['default'];
    if (example === undefined)
      throw new Error(`Nothing says what ${[...within, field].join('.')} looks like: give its schema an example.`);
    return example;
  }
}

function inRange(schema: Json, wanted: number): number {
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  return Math.min(Math.max(wanted, minimum), maximum);
}
