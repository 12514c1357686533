import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commonRefusals,
  exampleFor,
  openApiDocument,
  permitted,
  Phone,
  refusals,
  routes,
  toE164,
  type Route,
} from './index.js';
import { CartItemInput, CheckoutInput, DeliveryInput, PaymentInput, ProductQuery, StockAdjustment } from './index.js';

const all = Object.entries<Route>(routes);

describe('phone number', () => {
  it.each([
    ['0712345678', '+254712345678'],
    ['0112 345 678', '+254112345678'],
    ['712345678', '+254712345678'],
    ['254712345678', '+254712345678'],
    ['+254 (712) 345-678', '+254712345678'],
    ['00254712345678', '+254712345678'],
    ['  0712.345.678 ', '+254712345678'],
  ])('%s is kept as %s', (typed, kept) => expect(Phone.parse(typed)).toBe(kept));

  it.each([
    '',
    '0812345678',
    '+255712345678',
    '071234567',
    '07123456789',
    '+1 555 010 9999',
    'abc',
    '٠٧١٢٣٤٥٦٧٨',
    '+254712345678;1',
  ])('%s is refused with a sentence that says what would be right', (typed) =>
    expect(Phone.safeParse(typed).error?.issues[0]?.message).toContain('0712 345 678'),
  );

  it('is brought to the same form however often it passes through', () => {
    fc.assert(fc.property(fc.string(), (typed) => toE164(toE164(typed)) === toE164(typed)));
  });
});

describe('input', () => {
  const refused = (
    schema: { safeParse(value: unknown): { error?: { issues: { path: PropertyKey[] }[] } } },
    value: unknown,
  ) => schema.safeParse(value).error?.issues.map((issue) => issue.path.join('.'));

  it.each([
    ['a price sent by the browser', CartItemInput, { product: 'unga', quantity: 1, price: 1 }, ['']],
    ['a negative quantity', CartItemInput, { product: 'unga', quantity: -1 }, ['quantity']],
    ['a huge quantity', CartItemInput, { product: 'unga', quantity: 10_000 }, ['quantity']],
    ['half a quantity', CartItemInput, { product: 'unga', quantity: 1.5 }, ['quantity']],
    ['a quantity as text', CartItemInput, { product: 'unga', quantity: '2' }, ['quantity']],
    ['neither product nor variant', CartItemInput, { quantity: 1 }, ['variant']],
    ['a part of no whole shillings', PaymentInput, { method: 'mpesa', phone: '0712345678', amount: 150 }, ['amount']],
    ['an amount with a promise of cash', PaymentInput, { method: 'cash', amount: 100 }, ['']],
    ['no phone', PaymentInput, { method: 'mpesa' }, ['phone']],
    ['a way to pay that does not exist', PaymentInput, { method: 'card' }, ['method']],
    ['a foreign phone', CheckoutInput, { payment: { method: 'mpesa', phone: '+447700900123' } }, ['payment.phone']],
    ['a delivery without a place', DeliveryInput, { method: 'delivery', zone: 'zone_0123456789ab' }, ['place']],
    [
      'control characters',
      DeliveryInput,
      { method: 'delivery', zone: 'zone_0123456789ab', place: 'a\u0000b' },
      ['place'],
    ],
    [
      'an adjustment of nothing',
      StockAdjustment,
      { variant: 'var_0123456789ab', change: 0, reason: 'recount' },
      ['change'],
    ],
    ['a page of 1,000', ProductQuery, { limit: '1000' }, ['limit']],
    ['a barcode with letters', ProductQuery, { barcode: '61600000000X' }, ['barcode']],
  ] as const)('%s is refused and the field is named', (_what, schema, value, paths) => {
    expect(refused(schema, value)).toEqual(paths);
  });
});

describe('routes', () => {
  it('name each refusal in the table, and each common one only once', () => {
    for (const [name, route] of all) {
      for (const code of route.refusals) expect(refusals, name).toHaveProperty(code);
      expect(
        route.refusals.filter((code) => (commonRefusals as readonly string[]).includes(code)),
        name,
      ).toEqual([]);
    }
  });

  it('say who may call and describe each part of their address that is an id', () => {
    for (const [name, route] of all) {
      expect(route.callers.length, name).toBeGreaterThan(0);
      expect(route.needs !== undefined, `${name} says what keys and staff need`).toBe(
        permitted.some((caller) => route.callers.includes(caller)),
      );
      for (const part of Object.keys(route.params ?? {})) expect(route.path, name).toContain(`{${part}}`);
    }
  });

  it('take an idempotency key wherever a POST makes or moves something', () => {
    // Signing in takes secrets and gives tokens: neither is kept to be answered again.
    for (const [name, route] of all)
      if (route.method === 'post' && route.tag !== 'Signing in') expect(route.idempotency, name).toBeDefined();
    for (const name of ['checkout', 'payOrder', 'adjustStock'] as const)
      expect(routes[name].idempotency).toBe('required');
  });
});

describe('the example of', () => {
  const spoken = all.flatMap(([name, { body, response }]) => [
    ...(body ? [[`what ${name} takes`, body] as const] : []),
    [`what ${name} answers`, response] as const,
  ]);

  it.each(spoken)('%s is one that its own schema takes', (_what, schema) => {
    expect(schema.safeParse(exampleFor(schema)).error?.issues).toBeUndefined();
  });
});

describe('OpenAPI document', () => {
  const document = openApiDocument('https://shop.example') as {
    paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
    components: { schemas: Record<string, unknown> };
  };

  it('holds every route under its own operation id', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation) => operation.operationId),
    );
    expect(ids.toSorted()).toEqual(all.map(([name]) => name).toSorted());
  });

  it('refers only to schemas that it holds', () => {
    const refs = JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g);
    for (const [, ref] of refs) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(ref as string)?.[1];
      expect(document.components.schemas, ref).toHaveProperty(name as string);
    }
  });
});
