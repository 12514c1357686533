import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Totals, type VatClass } from '@smartduka/contract';
import { explainLine, quote, roundingOf, taxInside, type PricedItem, type TaxRules } from './rules.js';

const kenya: TaxRules = {
  vatRegistered: true,
  rates: { standard: 1600, zero: 0, exempt: 0 },
  deliveryClass: 'standard',
};
const unregistered: TaxRules = { ...kenya, vatRegistered: false };

const anItem = fc.record<PricedItem>({
  unitPrice: fc.integer({ min: 0, max: 100_000_000 }),
  quantity: fc.integer({ min: 1, max: 9_999 }),
  vatClass: fc.constantFrom<VatClass>('standard', 'zero', 'exempt'),
});
const items = fc.array(anItem, { maxLength: 100 });
const fee = fc.integer({ min: 0, max: 10_000_000 });
const rules = fc.record<TaxRules>({
  vatRegistered: fc.boolean(),
  rates: fc.record({
    standard: fc.integer({ min: 0, max: 10_000 }),
    zero: fc.constant(0),
    exempt: fc.constant(0),
  }),
  deliveryClass: fc.constantFrom<VatClass>('standard', 'exempt'),
});

describe('tax inside a price', () => {
  it.each([
    [11_600, 1600, 1600, 'an even share'],
    [25_000, 1600, 3448, '3,448.28 cents goes down'],
    [100, 1600, 14, '13.79 cents goes up'],
    [29, 1600, 4, 'exactly 4 cents'],
    [18_950, 1600, 2614, '2,613.79 cents goes up'],
    [3, 10_000, 2, 'a half goes up'],
    [11_600, 0, 0, 'no rate, no tax'],
    [0, 1600, 0, 'nothing for nothing'],
    [999_900_000_000, 1600, 137_917_241_379, 'more than a double could multiply'],
  ])('of %i cents at %i basis points is %i: %s', (price, rate, tax) => {
    expect(taxInside(price, rate)).toBe(tax);
  });
});

describe('the rounding line', () => {
  it.each([
    [10_000, 0],
    [10_001, -1],
    [10_049, -49],
    [10_050, 50],
    [10_051, 49],
    [10_099, 1],
    [0, 0],
    [49, -49],
    [50, 50],
  ])('of %i cents is %i cents', (amount, rounding) => {
    expect(roundingOf(amount)).toBe(rounding);
  });
});

describe('a quote', () => {
  it('shows each class of VAT, the delivery fee with its own class among them', () => {
    const { lines, totals } = quote(
      [
        { unitPrice: 18_950, quantity: 2, vatClass: 'zero' },
        { unitPrice: 32_025, quantity: 3, vatClass: 'standard' },
      ],
      20_000,
      'KES',
      kenya,
    );
    const kes = (amount: number) => ({ amount, currency: 'KES' });
    expect(lines.map(({ total, tax, taxRate }) => ({ total, tax, taxRate }))).toEqual([
      { total: 37_900, tax: 0, taxRate: 0 },
      { total: 96_075, tax: 13_252, taxRate: 1600 },
    ]);
    expect(totals).toEqual({
      subtotal: kes(133_975),
      discount: kes(0),
      delivery: kes(20_000),
      rounding: kes(25),
      total: kes(154_000),
      tax: kes(16_011),
      taxes: [
        { vatClass: 'standard', rate: 1600, net: kes(100_064), tax: kes(16_011) },
        { vatClass: 'zero', rate: 0, net: kes(37_900), tax: kes(0) },
      ],
    });
  });

  it('has no tax at all when the shop is not registered for VAT', () => {
    const { lines, totals } = quote([{ unitPrice: 11_600, quantity: 1, vatClass: 'standard' }], 0, 'KES', unregistered);
    expect(lines[0]).toMatchObject({ tax: 0, taxRate: 0 });
    expect(totals).toMatchObject({ tax: { amount: 0 }, taxes: [], total: { amount: 11_600 } });
  });

  it('of an empty cart is nothing', () => {
    expect(quote([], 0, 'KES', kenya).totals.total).toEqual({ amount: 0, currency: 'KES' });
  });

  it('adds up, to whole shillings, for any cart (M1, M3, M4, INV-13)', () => {
    fc.assert(
      fc.property(items, fee, rules, (cart, deliveryFee, taxRules) => {
        const { lines, totals } = quote(cart, deliveryFee, 'KES', taxRules);
        const of = (name: 'subtotal' | 'discount' | 'delivery' | 'rounding' | 'total' | 'tax') => totals[name].amount;
        expect(of('subtotal')).toBe(lines.reduce((all, line) => all + line.total, 0));
        expect(of('total')).toBe(of('subtotal') - of('discount') + of('delivery') + of('rounding'));
        expect(of('total') % 100).toBe(0);
        expect(Math.abs(of('rounding'))).toBeLessThanOrEqual(50);
        expect(of('tax')).toBe(totals.taxes.reduce((all, line) => all + line.tax.amount, 0));
        if (taxRules.vatRegistered)
          expect(totals.taxes.reduce((all, line) => all + line.net.amount + line.tax.amount, 0)).toBe(
            of('subtotal') + of('delivery'),
          );
      }),
    );
  });

  it('never holds a fraction, a negative amount or more tax than price', () => {
    fc.assert(
      fc.property(items, fee, rules, (cart, deliveryFee, taxRules) => {
        const { lines, totals } = quote(cart, deliveryFee, 'KES', taxRules);
        expect(Totals.safeParse(totals).success).toBe(true);
        for (const line of lines) {
          expect(Number.isSafeInteger(line.total) && Number.isSafeInteger(line.tax)).toBe(true);
          expect(line.tax).toBeGreaterThanOrEqual(0);
          expect(line.tax).toBeLessThanOrEqual(line.total);
        }
        expect(totals.total.amount).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('quotes a quoted cart the same again', () => {
    fc.assert(
      fc.property(items, fee, rules, (cart, deliveryFee, taxRules) => {
        const once = quote(cart, deliveryFee, 'KES', taxRules);
        expect(quote(once.lines, deliveryFee, 'KES', taxRules)).toEqual(once);
      }),
    );
  });
});

describe('a line of a cart', () => {
  const fine = { quantity: 3, priceWhenAdded: 10_000, unitPrice: 10_000, available: 10 };
  const nothing = { problem: null, availableQuantity: null, previousUnitPrice: null };
  it.each([
    ['has nothing to explain when all is as it was', fine, nothing],
    ['may take the last ones', { ...fine, available: 3 }, nothing],
    ['has no limit when its stock is not counted', { ...fine, available: null }, nothing],
    [
      'tells how many are left when there are too few',
      { ...fine, available: 2 },
      { ...nothing, problem: 'insufficient_stock', availableQuantity: 2 },
    ],
    ['says when none is left', { ...fine, available: 0 }, { ...nothing, problem: 'out_of_stock' }],
    ['says when it is no longer sold', { ...fine, unitPrice: null }, { ...nothing, problem: 'unavailable' }],
    [
      'shows the old price when it has changed',
      { ...fine, unitPrice: 12_000 },
      { ...nothing, previousUnitPrice: 10_000 },
    ],
  ])('%s', (_, line, notes) => {
    expect(explainLine(line)).toEqual(notes);
  });
});
