import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, type TaxRules } from '../carts/rules.js';
import type { SoldLine } from '../orders/service.js';
import { deliveryOf, figure, isFinal, obstacleTo, pickShares, refundMoves, shareOf, usualMethod } from './rules.js';

const rules: TaxRules = {
  vatRegistered: true,
  rates: { standard: 1600, zero: 0, exempt: 0 },
  deliveryClass: 'standard',
};
const kes = (amount: number) => ({ amount, currency: 'KES' });

/** An order as checkout freezes it. */
const anOrder = fc
  .record({
    items: fc.array(
      fc.record({
        unitPrice: fc.integer({ min: 1, max: 500_000 }),
        quantity: fc.integer({ min: 1, max: 12 }),
        vatClass: fc.constantFrom('standard' as const, 'zero' as const, 'exempt' as const),
        off: fc.integer({ min: 0, max: 100 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    fee: fc.constantFrom(0, 0, 20_000, 12_345),
  })
  .map(({ items, fee }) => {
    const priced = quote(
      items.map(({ off, ...item }) => ({
        ...item,
        discount: Math.floor((item.unitPrice * item.quantity * off) / 100),
      })),
      fee,
      'KES',
      rules,
    );
    const lines = priced.lines.map(
      (line, i) =>
        ({
          id: `line_${i}`,
          quantity: line.quantity,
          total: kes(line.total),
          tax: kes(line.tax),
          taxRate: line.taxRate,
          vatClass: line.vatClass,
        }) as SoldLine,
    );
    return { lines, totals: priced.totals };
  });

const untouched = { returned: new Map<string, number>(), deliveryReturned: false, adjusted: false };

describe('a whole amount given back in parts', () => {
  it('is given back to the cent, whatever the parts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50_000_000 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }),
        (whole, parts) => {
          const units = parts.reduce((a, b) => a + b);
          let before = 0;
          const shares = parts.map((part) => {
            const share = shareOf(whole, units, before, part);
            before += part;
            return share;
          });
          expect(shares.reduce((a, b) => a + b)).toBe(whole);
          expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('the figures of a refund', () => {
  it('of everything at once are those of the order, VAT and rounding included', () => {
    fc.assert(
      fc.property(anOrder, (order) => {
        const left = order.totals.total.amount;
        const lines = order.lines.map(({ id, quantity }) => ({ line: id, quantity }));
        const all = figure(order, { lines, delivery: true }, { ...untouched, left });
        expect(all.amount).toBe(left);
        expect(all.tax).toBe(order.totals.tax.amount);
        expect(all.adjustment).toBe(0);
        expect(all.taxes.every(({ net, tax }) => Number.isSafeInteger(net) && Number.isSafeInteger(tax))).toBe(true);
      }),
    );
  });

  it('piece by piece come to the same: goods, VAT, and never more than was paid', () => {
    fc.assert(
      fc.property(anOrder, fc.infiniteStream(fc.nat(1_000)), (order, dice) => {
        const returned = new Map<string, number>();
        let left = order.totals.total.amount;
        const tax: number[] = [];
        const total: number[] = [];
        let deliveryReturned = false;
        for (let round = 0; round < 100; round++) {
          const open = order.lines.filter((line) => (returned.get(line.id) ?? 0) < line.quantity);
          if (open.length === 0 && (deliveryReturned || order.totals.delivery.amount === 0)) break;
          const line = open[(dice.next().value ?? 0) % Math.max(1, open.length)];
          const most = line ? line.quantity - (returned.get(line.id) ?? 0) : 0;
          const quantity = most > 0 ? 1 + ((dice.next().value ?? 0) % most) : 0;
          const delivery: boolean = !deliveryReturned && (!line || (dice.next().value ?? 0) % 2 === 0);
          const lines = line && quantity > 0 ? [{ line: line.id, quantity }] : [];
          const part = figure(order, { lines, delivery }, { returned, deliveryReturned, adjusted: false, left });
          expect(part.amount).toBe(
            part.lines.reduce((sum, one) => sum + one.amount, 0) + part.delivery + part.adjustment + part.rounding,
          );
          if (line) returned.set(line.id, (returned.get(line.id) ?? 0) + quantity);
          deliveryReturned ||= delivery;
          left -= part.amount;
          tax.push(part.tax);
          total.push(part.amount);
        }
        expect(tax.reduce((a, b) => a + b, 0)).toBe(order.totals.tax.amount);
        expect(total.reduce((a, b) => a + b, 0)).toBe(order.totals.total.amount);
      }),
    );
  });

  it('of a free amount hold the share of VAT that the order holds, to the cent of each class', () => {
    fc.assert(
      fc.property(anOrder, fc.integer({ min: 1, max: 1_000_000 }), (order, amount) => {
        const left = order.totals.total.amount;
        const free = figure(order, { lines: [], delivery: false, amount }, { ...untouched, left });
        expect([free.amount, free.adjustment, free.rounding]).toEqual([amount, amount, 0]);
        const gross = free.taxes.reduce((sum, line) => sum + line.net + line.tax, 0);
        expect(gross).toBe(order.totals.taxes.length > 0 && order.totals.total.amount > 0 ? amount : gross);
        expect(free.tax).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('know the delivery fee and its VAT', () => {
    fc.assert(
      fc.property(anOrder, (order) => {
        const found = deliveryOf(order.lines, order.totals);
        expect(found?.fee ?? 0).toBe(order.totals.delivery.amount);
        const goods = order.lines.reduce((sum, line) => sum + line.tax.amount, 0);
        expect(goods + (found?.tax ?? 0)).toBe(order.totals.tax.amount);
      }),
    );
  });
});

describe('money given back of several payments', () => {
  const funds = fc.array(
    fc.record({ left: fc.integer({ min: 0, max: 100_000 }), cash: fc.boolean(), more: fc.nat(1_000) }),
    { maxLength: 5 },
  );
  it('is exactly what was asked for, and no payment gives more than is left of it', () => {
    fc.assert(
      fc.property(funds, fc.integer({ min: 1, max: 300_000 }), (rows, amount) => {
        const some = rows.map(({ left, cash, more }, i) => ({
          payment: `pay_${i}`,
          left,
          captured: left + more,
          cash,
          receiptNumber: cash ? null : 'UKO8F2K9QX',
        }));
        const shares = pickShares(amount, some);
        const all = some.reduce((sum, fund) => sum + fund.left, 0);
        expect(shares === null).toBe(all < amount);
        if (!shares) return;
        expect(shares.reduce((sum, share) => sum + share.amount, 0)).toBe(amount);
        for (const share of shares)
          expect(share.amount).toBeLessThanOrEqual(some.find((fund) => fund.payment === share.payment)?.left ?? -1);
        const ways = { reverses: true, paysOut: true, hasPhone: true };
        const method = usualMethod(shares, some, ways);
        if (method) expect(obstacleTo(method, shares, some, ways)).toBeNull();
      }),
    );
  });
});

describe('the states of a refund', () => {
  it('end: nothing leads out of succeeded or failed, and every state leads to one of them', () => {
    expect([isFinal('succeeded'), isFinal('failed')]).toEqual([true, true]);
    const reach = new Set<string>(['succeeded', 'failed']);
    for (let i = 0; i < 8; i++)
      for (const [state, moves] of Object.entries(refundMoves))
        if (Object.values(moves).some((next) => reach.has(next))) reach.add(state);
    expect([...reach].sort()).toEqual(Object.keys(refundMoves).sort());
  });
});
