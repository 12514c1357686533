import type { Report } from '@smartduka/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollUpJob } from '../src/domains/reports/roll-up.js';
import { Harness } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

const count = () => rollUpJob.run(new AbortController().signal);

async function report(path: string): Promise<Report> {
  const answer = await shop.call<Report>('GET', `/api/reports/${path}`, { key: 'sk' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

async function buy(items: Parameters<Harness['order']>[0]) {
  const made = await shop.order(items);
  const [push] = shop.simulator.control.pushes().slice(-1);
  shop.simulator.control.answer(push?.id ?? '', { action: 'pin', pin: '1234' });
  await shop.advance(10);
  return made;
}

describe('the reports of a shop', () => {
  it('are empty before anything was sold', async () => {
    const { tables } = await report('summary');
    expect(tables[0]?.totals).toMatchObject({ netSales: 0, orders: 0, takings: 0, averageOrder: null });
  });

  it('show a sale once it is paid, and not before', async () => {
    await shop.order({ 'SODA-500': 2 });
    await buy({ 'UNGA-2KG': 2, 'SODA-500': 1 });
    await count();
    const { tables, notes } = await report('summary?range=today&compare=weekday');
    // Two flours at KES 189.50, zero-rated, and a soda at KES 70.00 with 16 % inside: 965.52 of VAT in cents.
    expect(tables[0]?.totals).toEqual({
      netSales: 37_900 + 7_000 - 966,
      growth: null,
      takings: 44_900,
      orders: 1,
      averageOrder: 43_934,
      quantity: 3,
      grossSales: 44_900,
      discounts: 0,
      refunds: 0,
      delivery: 0,
      vat: 966,
      rounding: 0,
      costOfGoods: 2 * 11_370 + 4_200,
      grossProfit: 43_934 - 26_940,
      margin: 3868,
    });
    expect(notes.map((note) => note.code)).toEqual(['unfinished']);
    const products = await report('products?lang=sw');
    expect(products.tables[0]?.rows.map((row) => [row.label, row.values['sku'], row.values['netSales']])).toEqual([
      ['Unga wa mahindi', 'UNGA-2KG', 37_900],
      ['Soda', 'SODA-500', 6_034],
    ]);
    const payments = await report('payments');
    expect(payments.tables[0]?.rows).toMatchObject([
      { key: 'mpesa', label: 'M-Pesa', values: { count: 1, amount: 44_900, successRate: 10_000 } },
    ]);
  });
});
