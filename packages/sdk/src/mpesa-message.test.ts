import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMpesaMessage } from './mpesa-message.js';

describe('parseMpesaMessage', () => {
  it.each([
    [
      'UKO8F2K9QX Confirmed. Ksh1,250.00 paid to SMARTDUKA on 24/11/26 at 9:30 AM. New M-PESA balance is Ksh3,000.00.',
      'UKO8F2K9QX',
      125000,
    ],
    ['UKO8F2K9QX Confirmed.Ksh50.5 sent to WANJIKU for account SD-1042. New balance is Ksh0.00', 'UKO8F2K9QX', 5050],
    ['UKO8F2K9QX Imethibitishwa. Ksh1000000.00 imelipwa kwa SMARTDUKA tarehe 24/11/26', 'UKO8F2K9QX', 100000000],
    ['Nimelipa SUPERMARKET: UA28K3D7QX Confirmed. Ksh 70.00 paid to DUKA', 'UA28K3D7QX', 7000],
    ['UKOAFBKCQX Confirmed. Ksh70.00 paid to DUKA', 'UKOAFBKCQX', 7000],
    ['UKO8F2K9QX', 'UKO8F2K9QX', null],
    ['  uko8f2k9qx\n', 'UKO8F2K9QX', null],
  ])('reads %j', (text, receiptNumber, amount) => {
    expect(parseMpesaMessage(text)).toEqual({ receiptNumber, amount: amount && { amount, currency: 'KES' } });
  });

  it.each([
    '',
    'Ksh250.00 paid',
    'UKO8F2K9Q',
    'UKO8F2K9QXX',
    '1KO8F2K9QX',
    'SUPERMARKE Confirmed.',
    '0712345678',
    'Confirmed uko8f2k9qx',
  ])('finds none in %j', (text) => {
    expect(parseMpesaMessage(text)).toBeNull();
  });

  it('never throws, and gives whole minor units', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 999_999 }),
        fc.integer({ min: 0, max: 99 }),
        (noise, shillings, cents) => {
          parseMpesaMessage(noise);
          const text = `UKO8F2K9QX Confirmed. Ksh${shillings.toLocaleString('en')}.${String(cents).padStart(2, '0')} paid`;
          expect(parseMpesaMessage(text)?.amount?.amount).toBe(shillings * 100 + cents);
        },
      ),
    );
  });
});
