import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStkCallback } from './callback.js';

type Item = { Name: string; Value?: string | number };
const paidItems: Item[] = [
  { Name: 'Amount', Value: 250 },
  { Name: 'MpesaReceiptNumber', Value: 'UA28K3D7QX' },
  { Name: 'Balance' },
  { Name: 'TransactionDate', Value: 20260102030423 },
  { Name: 'PhoneNumber', Value: 254712000111 },
];

function body(items: unknown = paidItems, changes: Record<string, unknown> = {}) {
  const stkCallback = {
    MerchantRequestID: '2fd0-41c3',
    CheckoutRequestID: 'ws_CO_1',
    ResultCode: 0,
    ResultDesc: 'The service request is processed successfully.',
    CallbackMetadata: { Item: items },
    ...changes,
  };
  return { Body: { stkCallback } };
}

describe('parseStkCallback', () => {
  it('reads a paid callback', () => {
    expect(parseStkCallback(body())).toEqual({
      ok: true,
      callback: {
        checkoutRequestId: 'ws_CO_1',
        merchantRequestId: '2fd0-41c3',
        resultCode: '0',
        resultDescription: 'The service request is processed successfully.',
        verdict: { code: '0', paid: true, concludes: true, retryable: false },
        amount: 250,
        receiptNumber: 'UA28K3D7QX',
        paidAt: new Date('2026-01-02T00:04:23Z'),
        phone: '254712000111',
        notUnderstood: [],
      },
    });
  });

  it('reads a cancelled one, which has no metadata', () => {
    const reading = parseStkCallback(body(undefined, { ResultCode: 1032, CallbackMetadata: undefined }));
    expect(reading).toMatchObject({ ok: true, callback: { resultCode: '1032', verdict: { reason: 'cancelled' } } });
  });

  it('reads the text of the body as well as the object', () => {
    const raw = JSON.stringify(body()).replace('"Value":250', '"Value":250.00');
    expect(parseStkCallback(raw)).toEqual(parseStkCallback(body()));
  });

  it('reads the same from items in any order, values as numbers or text', () => {
    const shuffled = fc.shuffledSubarray(paidItems, { minLength: paidItems.length });
    fc.assert(
      fc.property(shuffled, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (items, asText) => {
        const varied = items.map((item, i) =>
          asText[i] && item.Value !== undefined ? { ...item, Value: String(item.Value) } : item,
        );
        expect(parseStkCallback(body(varied))).toEqual(parseStkCallback(body()));
      }),
    );
  });

  it('never throws, whatever is posted', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (anything, items, code) => {
        parseStkCallback(anything);
        parseStkCallback(body(items));
        parseStkCallback(body([{ Name: 'Amount', Value: anything }], { ResultCode: code }));
      }),
    );
  });

  it.each([
    ['a missing result code (never read as 0)', body(paidItems, { ResultCode: undefined }), 'ResultCode'],
    ['a null result code', body(paidItems, { ResultCode: null }), 'ResultCode'],
    ['a result code that is false', body(paidItems, { ResultCode: false }), 'ResultCode'],
    ['no request id', body(paidItems, { CheckoutRequestID: '' }), 'CheckoutRequestID'],
    ['cents', body([{ Name: 'Amount', Value: 250.5 }]), 'Amount'],
    ['cents in text', body([{ Name: 'Amount', Value: '250.50' }]), 'Amount'],
    ['an exponent', body([{ Name: 'Amount', Value: '2e2' }]), 'Amount'],
    ['a negative amount', body([{ Name: 'Amount', Value: -250 }]), 'Amount'],
    ['an amount of nothing', body([{ Name: 'Amount', Value: 0 }]), 'Amount'],
    ['an amount that is an object', body([{ Name: 'Amount', Value: { valueOf: 1 } }]), 'Amount'],
    ['two amounts', body([...paidItems, { Name: 'Amount', Value: 1 }]), 'Amount'],
    ['a receipt that is none', body([{ Name: 'MpesaReceiptNumber', Value: '<script>' }]), 'MpesaReceiptNumber'],
    ['something else entirely', { hello: 1 }, 'Body.stkCallback'],
    ['text that is no JSON', 'oops', 'Body.stkCallback'],
    ['nothing', undefined, 'Body.stkCallback'],
  ])('refuses %s and names the field', (_, posted, field) => {
    expect(parseStkCallback(posted)).toMatchObject({ ok: false, problem: { field } });
  });

  it.each([
    ['a date that does not exist', { Name: 'TransactionDate', Value: 20260231030423 }, 'TransactionDate'],
    ['an item it never heard of', { Name: 'LoyaltyPoints', Value: 7 }, 'LoyaltyPoints'],
  ])('takes %s as not understood and reads the rest', (_, item, name) => {
    const others = paidItems.filter((known) => known.Name !== name);
    expect(parseStkCallback(body([...others, item]))).toMatchObject({
      ok: true,
      callback: { amount: 250, notUnderstood: [name] },
    });
  });

  it('takes a masked phone number as it comes', () => {
    const items = [{ Name: 'PhoneNumber', Value: '2547 ***** 126' }];
    expect(parseStkCallback(body(items))).toMatchObject({ ok: true, callback: { phone: '2547 ***** 126' } });
  });

  it('takes a lone item that is not in a list', () => {
    expect(parseStkCallback(body({ Name: 'Amount', Value: 250 }))).toMatchObject({
      ok: true,
      callback: { amount: 250 },
    });
  });
});
