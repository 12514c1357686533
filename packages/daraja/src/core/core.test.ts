import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressPassword } from '../express/password.js';
import { callbackUrlProblem } from './callback-url.js';
import { eatStamp, fromEatStamp } from './eat.js';
import { scrub } from './errors.js';
import { toMsisdn } from './phone.js';

describe('East Africa Time', () => {
  it.each([
    ['2026-01-02T00:04:05Z', '20260102030405'],
    ['2025-12-31T21:00:00Z', '20260101000000'],
    ['2024-02-28T22:30:00Z', '20240229013000'],
  ])('%s is %s', (instant, stamp) => {
    expect(eatStamp(new Date(instant))).toBe(stamp);
  });

  it('is read back as it was written', () => {
    const seconds = fc.integer({ min: 1_500_000_000, max: 2_500_000_000 });
    fc.assert(fc.property(seconds, (s) => fromEatStamp(eatStamp(new Date(s * 1000)))?.getTime() === s * 1000));
  });

  it.each(['', '2026010203040', '20260231030405', '20260102250405', 'abcdefghijklmn'])('does not take %j', (digits) => {
    expect(fromEatStamp(digits)).toBeUndefined();
  });
});

describe('expressPassword', () => {
  it("equals Safaricom's sample for the sandbox passkey", () => {
    const passkey = 'bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919';
    expect(expressPassword('174379', passkey, new Date('2026-01-02T00:04:05.999Z'))).toEqual({
      Password:
        'MTc0Mzc5YmZiMjc5ZjlhYTliZGJjZjE1OGU5N2RkNzFhNDY3Y2QyZTBjODkzMDU5YjEwZjc4ZTZiNzJhZGExZWQyYzkxOTIwMjYwMTAyMDMwNDA1',
      Timestamp: '20260102030405',
    });
  });
});

describe('toMsisdn', () => {
  it.each([
    '+254712345678',
    '254712345678',
    '00254712345678',
    '0712345678',
    '712345678',
    '0712 345 678',
    '+254-712-345-678',
    '(0712) 345.678',
  ])('reads %s', (phone) => {
    expect(toMsisdn(phone)).toBe('254712345678');
  });

  it('reads the newer 01 numbers', () => {
    expect(toMsisdn('0110 123 456')).toBe('254110123456');
  });

  it.each([
    '',
    '0812345678',
    '071234567',
    '07123456789',
    '+255712345678',
    '0712x45678',
    '2540712345678',
    '+0712345678',
  ])('refuses %j and says what would be right', (phone) => {
    expect(() => toMsisdn(phone)).toThrow(/phone: must be a Kenyan mobile number/);
  });
});

describe('callbackUrlProblem', () => {
  it.each([
    ['https://shop.example/payments/callback/0f3a', true, undefined],
    ['http://127.0.0.1:8080/payments/callback/0f3a', false, undefined],
    ['http://127.0.0.1:8080/payments/callback/0f3a', true, /https/],
    ['https://127.0.0.1/payments', true, /reach/],
    ['https://shop.localhost/payments', true, /reach/],
    ['https://192.168.1.4/payments', true, /reach/],
    ['https://pay.ngrok.app/x', true, /ngrok/],
    ['https://shop.example/mpesa/callback', false, /"mpesa"/],
    ['https://shop.example/M-Pesa', false, /"m-pesa"/],
    ['https://safaricom.example/x', false, /"safaricom"/],
    ['https://shop.example/execute', false, /"exe"/],
    ['https://shop.example/stkquery', false, /"query"/],
    ['https://Shop.example/x', false, /lower case/],
    ['https://user:secret@shop.example/x', false, /password/],
    ['https://shop.example/x#part', false, /fragment/],
    ['ftp://shop.example/x', false, /http/],
    ['payments/callback', false, /absolute/],
  ])('%s (production: %s)', (address, production, expected) => {
    const problem = callbackUrlProblem(address, { production });
    if (expected) expect(problem).toMatch(expected);
    else expect(problem).toBeUndefined();
  });

  it('never objects to a token in hexadecimal', () => {
    const token = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(token, (digits) => {
        const hex = digits.map((digit) => digit.toString(16)).join('');
        expect(
          callbackUrlProblem(`https://shop.example/payments/callback/${hex}`, { production: true }),
        ).toBeUndefined();
      }),
    );
  });
});

describe('scrub', () => {
  it('blanks secrets and the middle of phone numbers', () => {
    expect(scrub('key-1234 failed for 254712345678', ['key-1234'])).toBe('[hidden] failed for 2547•••••678');
  });
});
