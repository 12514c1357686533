import type { Receipt } from '@smartduka/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escPos } from './escpos.js';
import { receiptText } from './text.js';

const kes = (amount: number) => ({ amount, currency: 'KES' });
const line = (title: string, quantity: number, price: number, discount = 0): Receipt['lines'][number] => ({
  ...{ id: 'line_1', product: 'prod_1', variant: 'var_1', title, variantTitle: '', sku: 'S', image: null, quantity },
  ...{ unitPrice: kes(price), discount: kes(discount), total: kes(price * quantity - discount) },
  ...{ vatClass: 'standard', taxRate: 1_600, tax: kes(0) },
});
function aReceipt(change: Partial<Receipt> = {}): Receipt {
  const lines = change.lines ?? [line('Soda', 2, 7_000)];
  const total = lines.reduce((sum, one) => sum + one.total.amount, 0);
  const discount = lines.reduce((sum, one) => sum + one.discount.amount, 0);
  const tax = Math.round((total * 16) / 116);
  return {
    ...{ number: 'R-1042', order: 'ord_1', orderNumber: 'SD-1042', mode: 'live', discounts: [], customer: null },
    shop: {
      name: 'Duka la Mama Wanjikũ',
      address: 'Moi Avenue, Nairobi',
      phone: '+254700000100',
      kraPin: 'P051999999J',
    },
    issuedAt: '2026-11-24T09:30:00.000Z',
    lines,
    totals: {
      ...{
        subtotal: kes(total + discount),
        discount: kes(discount),
        delivery: kes(0),
        rounding: kes(0),
        total: kes(total),
      },
      ...{ tax: kes(tax), taxes: [{ vatClass: 'standard', rate: 1_600, net: kes(total - tax), tax: kes(tax) }] },
    },
    tenders: [{ method: 'cash', amount: kes(total), receiptNumber: null, phone: null, tender: null }],
    ...{ delivery: null, standing: 'valid', refunded: kes(0), url: 'https://duka.example/r/r_x' },
    ...change,
  };
}
const cash = (amount: number, tendered: number): Receipt['tenders'][number] => ({
  ...{ method: 'cash', amount: kes(amount), receiptNumber: null, phone: null },
  tender: { kind: 'cash', tendered: kes(tendered), change: kes(tendered - amount), reference: null },
});
const inText = (receipt: Receipt, width: 32 | 42 | 48, language: 'en' | 'sw' = 'en', print = 1) =>
  receiptText(receipt, { width, language, timeZone: 'Africa/Nairobi', print });

describe('a receipt on a roll', () => {
  it('of 32 signs in Swahili, with discount, change and a part by M-Pesa', () => {
    const mpesa = { method: 'mpesa', amount: kes(3_000), receiptNumber: 'UKO8F2K9QX', phone: null, tender: null };
    const receipt = aReceipt({
      lines: [line('Unga wa mahindi uliosagwa vizuri kabisa', 3, 18_950, 1_850)],
      tenders: [cash(52_000, 60_000), mpesa],
    });
    expect(inText(receipt, 32, 'sw').join('\n')).toMatchInlineSnapshot(`
      "      Duka la Mama Wanjiku
            Moi Avenue, Nairobi
               +254700000100
          PIN ya KRA: P051999999J
      --------------------------------
      Risiti                    R-1042
      Tarehe          24/11/2026 12:30
      --------------------------------
      Unga wa mahindi uliosagwa vizuri
      kabisa
       3 x 189.50 A             568.50
       Punguzo                  -18.50
      --------------------------------
      Jumla ndogo               568.50
      Punguzo                   -18.50
      Jumla KSh                 550.00
      --------------------------------
      Pesa taslimu              520.00
       Pesa iliyotolewa         600.00
       Chenji                    80.00
      M-Pesa                     30.00
       Risiti ya M-Pesa     UKO8F2K9QX
      --------------------------------
      Kodi iliyojumuishwa
      A 16% Bila kodi 474.14
                            Kodi 75.86
      --------------------------------
         Asante kwa kununua kwetu."
    `);
  });

  it('of 42 signs, given back in part, as a copy', () => {
    const receipt = aReceipt({ standing: 'partially_refunded', refunded: kes(7_000) });
    expect(inText(receipt, 42, 'en', 2).join('\n')).toMatchInlineSnapshot(`
      "           Duka la Mama Wanjiku
                 Moi Avenue, Nairobi
                    +254700000100
                 KRA PIN: P051999999J
                    *** COPY 1 ***
               *** REFUNDED IN PART ***
      ------------------------------------------
      Receipt                             R-1042
      Date                      24/11/2026 12:30
      ------------------------------------------
      Soda
       2 x 70.00 A                        140.00
      ------------------------------------------
      Subtotal                            140.00
      Total KSh                           140.00
      ------------------------------------------
      Cash                                140.00
      Refunded                            -70.00
      ------------------------------------------
      Tax included above
      A 16% Net 120.69                 Tax 19.31
      ------------------------------------------
           Thank you for shopping with us."
    `);
  });

  it('of 48 signs, with large sums', () => {
    const receipt = aReceipt({ lines: [line('Tractor', 9_999, 99_999_900)] });
    expect(inText(receipt, 48).join('\n')).toMatchInlineSnapshot(`
      "              Duka la Mama Wanjiku
                    Moi Avenue, Nairobi
                       +254700000100
                    KRA PIN: P051999999J
      ------------------------------------------------
      Receipt                                   R-1042
      Date                            24/11/2026 12:30
      ------------------------------------------------
      Tractor
       9999 x 999,999.00 A            9,998,990,001.00
      ------------------------------------------------
      Subtotal                        9,998,990,001.00
      Total KSh                       9,998,990,001.00
      ------------------------------------------------
      Cash                            9,998,990,001.00
      ------------------------------------------------
      Tax included above
      A 16% Net 8,619,818,966.38  Tax 1,379,171,034.62
      ------------------------------------------------
              Thank you for shopping with us."
    `);
  });

  it('is never wider than the paper, in signs that every printer has, whatever the names and sums', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            title: fc.string({ unit: 'grapheme', maxLength: 140 }),
            quantity: fc.nat(9_999),
            price: fc.nat(99_999_999),
          }),
          {
            maxLength: 20,
          },
        ),
        fc.constantFrom(32 as const, 42 as const, 48 as const),
        (rows, width) => {
          const receipt = aReceipt({ lines: rows.map((row) => line(row.title, row.quantity, row.price)) });
          for (const text of inText(receipt, width)) expect(text).toMatch(new RegExp(`^[ -~]{0,${width}}$`));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('goes to the printer with its QR code and a cut, and opens the drawer only when asked', () => {
    const options = { url: 'https://duka.example/r/r_x', drawer: false };
    const bytes = escPos(['Duka'], options);
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0x1b, 0x40]));
    expect(bytes.subarray(-4)).toEqual(Buffer.from([0x1d, 0x56, 66, 0]));
    expect(bytes.includes(`Duka\n`) && bytes.includes(options.url)).toBe(true);
    const pulse = Buffer.from([0x1b, 0x70, 0]);
    expect([bytes.includes(pulse), escPos(['Duka'], { ...options, drawer: true }).includes(pulse)]).toEqual([
      false,
      true,
    ]);
  });
});
