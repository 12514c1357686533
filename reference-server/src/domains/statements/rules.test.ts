import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, readStatement, timeOf } from './rules.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const usual = `Organization Statement,,,
Short Code:,174379,,
"Receipt No.","Completion Time","Initiation Time","Details","Transaction Status","Paid In","Withdrawn","Balance","A/C No."
UKO8F2K9QX,2026-11-24 09:30:00,2026-11-24 09:29:40,"Pay Bill from 254712345678 - AMINA, W",Completed,"1,250.00",,"5,000.00",SD-1042
UKO8F2K9QY,24-11-2026 10:00:00,,Pay merchant Charge,Completed,,-7.00,4993.00,
`;

describe('a statement', () => {
  it('of the portal is read, what stands above it skipped, the payer’s number hidden', () => {
    const reading = readStatement(bytes(usual));
    expect(reading).toEqual({
      ok: true,
      unread: [],
      entries: [
        {
          receiptNumber: 'UKO8F2K9QX',
          at: new Date('2026-11-24T06:30:00Z'),
          details: 'Pay Bill from •••678 - AMINA, W',
          paidIn: 125_000,
          withdrawn: 0,
          account: 'SD-1042',
        },
        {
          receiptNumber: 'UKO8F2K9QY',
          at: new Date('2026-11-24T07:00:00Z'),
          details: 'Pay merchant Charge',
          paidIn: 0,
          withdrawn: 700,
          account: null,
        },
      ],
    });
  });

  it.each([
    ['a BOM and CRLF', `\u{FEFF}${usual.replaceAll('\n', '\r\n')}`],
    [
      'tabs',
      'Receipt No.\tCompletion Time\tPaid In\tWithdrawn\nUKO8F2K9QX\t2026-11-24 09:30:00\t1,250.00\t\nUKO8F2K9QY\t2026-11-24 10:00:00\t\t7',
    ],
    [
      'semicolons',
      'Receipt Number;Status;Completion Time;Paid in;Withdrawal\nUKO8F2K9QX;completed;24/11/2026 09:30;1250.00;0.00\nUKO8F2K9QY;COMPLETED;24/11/2026 10:00;0;(7.00)',
    ],
    [
      'one amount with a sign',
      'TransID,TransTime,TransAmount\nUKO8F2K9QX,20261124093000,1250.00\nUKO8F2K9QY,20261124100000,-7',
    ],
  ])('with %s is read alike', (_, text) => {
    const reading = readStatement(bytes(text));
    expect(reading.ok && reading.entries.map((entry) => [entry.receiptNumber, entry.paidIn, entry.withdrawn])).toEqual([
      ['UKO8F2K9QX', 125_000, 0],
      ['UKO8F2K9QY', 0, 700],
    ]);
  });

  it('names the lines that cannot be read, and reads the rest', () => {
    const text = `Receipt No.,Completion Time,Transaction Status,Paid In,Withdrawn
UKO8F2K9QX,2026-11-24 09:30:00,Completed,10.00,
,2026-11-24 09:30:00,Completed,10.00,
UKO8F2K9QZ,yesterday,Completed,10.00,
UKO8F2K9QW,2026-11-24 09:30:00,Completed,,
UKO8F2K9QV,2026-11-24 09:30:00,Declined,10.00,`;
    const reading = readStatement(bytes(text));
    expect(reading.ok && reading.entries).toHaveLength(1);
    expect(reading.ok && reading.unread).toEqual([
      { line: 3, why: 'no_receipt' },
      { line: 4, why: 'no_time' },
      { line: 5, why: 'no_amount' },
      { line: 6, why: 'not_completed' },
    ]);
  });

  it.each([
    ['without a table', bytes('hello,world\n1,2'), 'no_header'],
    ['that is no text', new Uint8Array([0xff, 0xfe, 0x00]), 'not_text'],
  ])('%s is refused', (_, file, why) => expect(readStatement(file)).toEqual({ ok: false, why }));

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => usual + text),
        ),
        (text) => {
          readStatement(bytes(text));
        },
      ),
    );
  });
});

describe('an amount', () => {
  it('keeps its cents', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_99 }), (cents) => {
        const text = (cents / 100).toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
        expect(amountOf(text)).toBe(cents);
        expect(amountOf(`-${text}`)).toBe(cents === 0 ? -0 : -cents);
      }),
    );
  });

  it.each(['', 'abc', '1.234', '1.2.3'])('%j is none', (text) => expect(amountOf(text)).toBeNull());
});

it('a time is Nairobi’s', () => expect(timeOf('2026-01-01 00:00:00')).toEqual(new Date('2025-12-31T21:00:00Z')));
