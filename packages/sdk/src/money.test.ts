import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, sumMoney } from './money.js';

const kes = (amount: number) => ({ amount, currency: 'KES' });

describe('formatMoney', () => {
  it.each([
    [kes(125000), 'en', 'KSh 1,250'],
    [kes(125050), 'en', 'KSh 1,250.50'],
    [kes(125050), 'sw', 'KSh 1,250.50'],
    [kes(0), 'en', 'KSh 0'],
    [kes(5), 'en', 'KSh 0.05'],
    [kes(-50), 'en', '-KSh 0.50'],
    [{ amount: 1250, currency: 'UGX' }, 'en', 'UGX 1,250'],
    [{ amount: 1250, currency: 'USD' }, 'en', 'USD 12.50'],
  ])('writes %j in %s as %s', (money, lang, expected) => {
    expect(formatMoney(money, lang)).toBe(expected);
  });

  it('never changes the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e11, max: 1e11 }), (amount) => {
        const shown = formatMoney(kes(amount)).replace(/KSh |,/g, '');
        expect(Math.round(Number(shown) * 100)).toBe(amount === 0 ? 0 : amount);
      }),
    );
  });
});

describe('sumMoney', () => {
  it('adds minor units, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1 }), (amounts) => {
        const sum = sumMoney(amounts.map(kes));
        expect(sum).toEqual(sumMoney([...amounts].reverse().map(kes)));
        expect(sum.amount - amounts.reduce((a, b) => a + b, 0)).toBe(0);
      }),
    );
  });

  it('refuses to mix currencies and to add fractions', () => {
    expect(() => sumMoney([kes(1), { amount: 1, currency: 'UGX' }])).toThrow(/UGX/);
    expect(() => sumMoney([kes(0.5)])).toThrow(/minor units/);
  });

  it('is nothing for no amounts', () => {
    expect(sumMoney([])).toEqual(kes(0));
  });
});
