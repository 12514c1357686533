import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyDiscounts,
  holdsAt,
  momentIn,
  partOf,
  problemOf,
  rateOf,
  shareOut,
  take,
  takeByHand,
  type DiscountLine,
  type DiscountRule,
} from './rules.js';

const aRule = (parts: Partial<DiscountRule> = {}): DiscountRule => ({
  id: 'disc_a',
  title: 'Off',
  code: null,
  benefit: { kind: 'percent', rate: 1000, cap: null },
  minimumSpend: null,
  products: [],
  categories: [],
  startsAt: null,
  endsAt: null,
  weekdays: [],
  hours: null,
  stackable: false,
  active: true,
  left: null,
  leftForCustomer: null,
  ...parts,
});
const aLine = (unitPrice: number, quantity = 1, product = 'unga', shelves: string[] = ['food']): DiscountLine => ({
  product,
  shelves,
  unitPrice,
  quantity,
});
// A Tuesday, 12:30 in Nairobi.
const noon = momentIn(new Date('2026-11-24T09:30:00Z'), 'Africa/Nairobi');
const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);
const off = (rules: DiscountRule[], lines: DiscountLine[]) => applyDiscounts(rules, lines, noon).lineDiscounts;
const buyGet = (parts: { buy: number; get: number; rate?: number; getProducts?: string[]; cap?: number | null }) =>
  aRule({ benefit: { kind: 'buy_get', rate: 10_000, getProducts: [], cap: null, ...parts } });

describe('a discount', () => {
  it.each([
    ['10 % of one line', aRule(), [aLine(10_000)], [1_000]],
    ['10 % to the nearest cent, a half up', aRule(), [aLine(105)], [11]],
    ['10 % over lines, its parts summing to the whole', aRule(), [aLine(333), aLine(333), aLine(334)], [33, 33, 34]],
    [
      '50 % with a cap',
      aRule({ benefit: { kind: 'percent', rate: 5000, cap: 300 } }),
      [aLine(1_000), aLine(500)],
      [200, 100],
    ],
    ['100 %', aRule({ benefit: { kind: 'percent', rate: 10_000, cap: null } }), [aLine(333), aLine(1)], [333, 1]],
    [
      'an amount',
      aRule({ benefit: { kind: 'fixed', amount: 100 } }),
      [aLine(1_000), aLine(1_000), aLine(1_000)],
      [34, 33, 33],
    ],
    ['more than the goods', aRule({ benefit: { kind: 'fixed', amount: 9_999 } }), [aLine(500), aLine(20)], [500, 20]],
    ['one product only', aRule({ products: ['soda'] }), [aLine(1_000), aLine(1_000, 1, 'soda')], [0, 100]],
    [
      'one shelf with all below it',
      aRule({ categories: ['drinks'] }),
      [aLine(1_000), aLine(1_000, 1, 'soda', ['sodas', 'drinks'])],
      [0, 100],
    ],
    ['2 + 1 free', buyGet({ buy: 2, get: 1 }), [aLine(700, 3)], [700]],
    ['2 + 1 free with five', buyGet({ buy: 2, get: 1 }), [aLine(700, 5)], [700]],
    ['2 + 1 free with six', buyGet({ buy: 2, get: 1 }), [aLine(700, 6)], [1_400]],
    ['2 + 1: the cheapest is free', buyGet({ buy: 2, get: 1 }), [aLine(900, 2), aLine(500, 1, 'soda')], [0, 500]],
    ['2 + 1 at half the price', buyGet({ buy: 2, get: 1, rate: 5000 }), [aLine(700, 3)], [350]],
    [
      'an unga for two sodas',
      aRule({
        products: ['soda'],
        benefit: { kind: 'buy_get', buy: 2, get: 1, rate: 10_000, getProducts: ['unga'], cap: null },
      }),
      [aLine(700, 4, 'soda'), aLine(1_900, 3)],
      [0, 3_800],
    ],
    [
      'a gift that is not bought with itself',
      buyGet({ buy: 1, get: 1, getProducts: ['unga'] }),
      [aLine(1_900, 2)],
      [0],
    ],
  ] as [string, DiscountRule, DiscountLine[], number[]][])('takes %s', (_what, rule, lines, expected) =>
    expect(off([rule], lines)).toEqual(expected),
  );

  it.each([
    ['is off', { active: false }, 'unknown'],
    ['has not begun', { startsAt: new Date('2026-11-24T09:30:00.001Z') }, 'not_started'],
    ['begins now', { startsAt: new Date('2026-11-24T09:30:00Z') }, null],
    ['ends now', { endsAt: new Date('2026-11-24T09:30:00Z') }, 'expired'],
    ['is for other days', { weekdays: [1, 3, 4, 5, 6, 7] }, 'not_now'],
    ['is for Tuesdays', { weekdays: [2] }, null],
    ['is for the evening', { hours: { from: '17:00', to: '20:00' } }, 'not_now'],
    ['is for these hours', { hours: { from: '12:30', to: '12:31' } }, null],
    ['is used up', { left: 0 }, 'used_up'],
    ['is limited per customer, of whom nothing is known', { leftForCustomer: 'unknown' }, 'customer_needed'],
    ['was had by this customer', { leftForCustomer: 0 }, 'customer_used_up'],
    ['asks for more', { minimumSpend: 1_001 }, 'minimum_not_reached'],
    ['asks for as much', { minimumSpend: 1_000 }, null],
    ['is for something else', { products: ['soda'] }, 'nothing_in_cart'],
    [
      'asks for three',
      { benefit: { kind: 'buy_get', buy: 2, get: 1, rate: 10_000, getProducts: [], cap: null } },
      'nothing_in_cart',
    ],
  ] as [string, Partial<DiscountRule>, string | null][])('that %s says so', (_what, parts, problem) =>
    expect(problemOf(aRule(parts), [aLine(1_000)], noon)).toBe(problem),
  );

  it.each([
    ['before midnight', 5, 23 * 60, true],
    ['after midnight, of the day before', 6, 60, true],
    ['after midnight of another day', 5, 60, false],
    ['at its last minute', 6, 2 * 60, false],
    ['at noon', 5, 12 * 60, false],
  ] as const)('from Friday 22:00 to 02:00: %s', (_when, weekday, minute, holds) =>
    expect(
      holdsAt({ weekdays: [5], hours: { from: '22:00', to: '02:00' } }, { instant: new Date(0), weekday, minute }),
    ).toBe(holds),
  );

  it('goes by the clock of the shop, not by that of the server', () => {
    expect(momentIn(new Date('2026-11-29T21:05:00Z'), 'Africa/Nairobi')).toMatchObject({ weekday: 1, minute: 5 });
  });
});

describe('several discounts', () => {
  const ten = aRule({ id: 'disc_1' });
  const twenty = aRule({ id: 'disc_2', benefit: { kind: 'percent', rate: 2000, cap: null } });
  const stack = (rule: DiscountRule) => ({ ...rule, stackable: true });

  it('that do not go together: the best for the buyer applies, the other says why not', () => {
    const { lineDiscounts, problems } = applyDiscounts([ten, twenty], [aLine(1_000)], noon);
    expect(lineDiscounts).toEqual([200]);
    expect([...problems]).toEqual([['disc_1', 'better_discount']]);
  });

  it('that go together work each on what the one before has left', () => {
    expect(off([stack(ten), stack(twenty)], [aLine(1_000)])).toEqual([280]);
    const fixed = stack(aRule({ id: 'disc_0', benefit: { kind: 'fixed', amount: 100 } }));
    expect(off([fixed, stack(ten)], [aLine(1_000)])).toEqual([200]);
  });

  it('that go together stand against one that does not', () => {
    const half = aRule({ id: 'disc_3', benefit: { kind: 'percent', rate: 5000, cap: null } });
    expect(off([stack(ten), stack(twenty), half], [aLine(1_000)])).toEqual([500]);
    expect(
      off([stack(ten), stack(twenty), { ...half, benefit: { kind: 'fixed', amount: 1 } }], [aLine(1_000)]),
    ).toEqual([280]);
  });
});

const lines = fc.array(
  fc.record({
    product: fc.constantFrom('unga', 'soda', 'kitabu'),
    shelves: fc.constantFrom(['food'], ['drinks'], ['sodas', 'drinks']),
    unitPrice: fc.integer({ min: 0, max: 100_000_000 }),
    quantity: fc.integer({ min: 1, max: 9_999 }),
  }),
  { minLength: 1, maxLength: 12 },
);
const cap = fc.option(fc.integer({ min: 1, max: 1_000_000 }));
const rate = fc.integer({ min: 1, max: 10_000 });
const benefit: fc.Arbitrary<DiscountRule['benefit']> = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), rate, cap }),
  fc.record({ kind: fc.constant('fixed' as const), amount: fc.integer({ min: 1, max: 1_000_000_000 }) }),
  fc.record({
    kind: fc.constant('buy_get' as const),
    buy: fc.integer({ min: 1, max: 5 }),
    get: fc.integer({ min: 1, max: 5 }),
    rate,
    getProducts: fc.subarray(['unga', 'soda']),
    cap,
  }),
);
const rules = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom('disc_1', 'disc_2', 'disc_3', 'disc_4'),
      benefit,
      stackable: fc.boolean(),
      products: fc.subarray(['unga', 'soda']),
      categories: fc.subarray(['drinks']),
    })
    .map(aRule),
  { selector: (rule) => rule.id, maxLength: 4 },
);

describe('whatever the discounts and the cart', () => {
  it('no line goes below nothing, and the parts sum to what each discount takes', () => {
    fc.assert(
      fc.property(rules, lines, (some, cart) => {
        const { taken, lineDiscounts } = applyDiscounts(some, cart, noon);
        for (const { parts, amount, rule } of taken) {
          expect(sum(parts)).toBe(amount);
          expect(amount).toBeGreaterThan(0);
          if (rule.benefit.kind === 'fixed') expect(amount).toBeLessThanOrEqual(rule.benefit.amount);
          else if (rule.benefit.cap !== null) expect(amount).toBeLessThanOrEqual(rule.benefit.cap);
        }
        cart.forEach((line, i) => {
          expect(Number.isSafeInteger(lineDiscounts[i])).toBe(true);
          expect(lineDiscounts[i]).toBeGreaterThanOrEqual(0);
          expect(lineDiscounts[i]).toBeLessThanOrEqual(line.unitPrice * line.quantity);
        });
        expect(sum(lineDiscounts)).toBe(sum(taken.map(({ amount }) => amount)));
      }),
    );
  });

  it('the buyer never does worse than with any one of them alone, in whatever order they are named', () => {
    fc.assert(
      fc.property(rules, lines, (some, cart) => {
        const saved = sum(off(some, cart));
        expect(sum(off(some.toReversed(), cart))).toBe(saved);
        for (const rule of some.filter(({ stackable }) => !stackable))
          expect(saved).toBeGreaterThanOrEqual(sum(off([rule], cart)));
      }),
    );
  });

  it('a share is whole, sums to the whole and is off its exact size by less than one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (weights, part) => {
          const all = sum(weights);
          const whole = Math.floor(all * part);
          const shares = shareOut(whole, weights);
          expect(sum(shares)).toBe(all === 0 ? 0 : whole);
          shares.forEach((share, i) => {
            const weight = weights[i] ?? 0;
            expect(share).toBeLessThanOrEqual(weight);
            if (all > 0) expect(Math.abs(share - (whole / all) * weight)).toBeLessThan(1.001);
          });
        },
      ),
    );
  });
});

describe('a discount by hand', () => {
  it('is an amount that never grows beyond the rate it was when it was given', () => {
    const given = { rate: rateOf(1_000, 10_000), amount: 1_000 };
    expect(sum(takeByHand(given, [10_000]))).toBe(1_000);
    expect(sum(takeByHand(given, [30_000]))).toBe(1_000);
    expect(sum(takeByHand(given, [2_000]))).toBe(200);
  });

  it('is a rate of what the other discounts have left', () => {
    expect(takeByHand({ rate: 1_000, amount: null }, [900, 100])).toEqual([90, 10]);
  });

  it('counts against a limit by its rate, rounded up', () => {
    expect(rateOf(1, 30_000)).toBe(1);
    expect(rateOf(40_000, 30_000)).toBe(10_000);
    expect(rateOf(5, 0)).toBe(10_000);
  });
});

describe('a part of an amount', () => {
  it('is exact beyond what a double holds', () => {
    expect(partOf(9_007_199_254_740_991, 10_000)).toBe(9_007_199_254_740_991);
  });

  it('takes nothing of nothing', () => {
    expect(take(aRule(), [aLine(0)], [0])).toMatchObject({ amount: 0, parts: [0] });
  });
});
