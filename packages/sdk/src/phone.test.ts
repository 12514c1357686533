import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPhone, maskPhone, toE164 } from './phone.js';

describe('toE164', () => {
  it.each([
    ['0712345678', '+254712345678'],
    ['0712 345 678', '+254712345678'],
    ['0112-345-678', '+254112345678'],
    ['712345678', '+254712345678'],
    ['254712345678', '+254712345678'],
    ['+254 (712) 345.678', '+254712345678'],
    ['00254712345678', '+254712345678'],
    ['', null],
    ['12345', null],
    ['0812345678', null],
    ['07123456789', null],
    ['+255712345678', null],
    ['0712345678x', null],
  ])('reads %j as %j', (input, expected) => {
    expect(toE164(input)).toBe(expected);
  });

  const mobile = fc.tuple(fc.constantFrom('7', '1'), fc.stringMatching(/^\d{8}$/)).map((parts) => parts.join(''));

  it('gives the same number for every way of writing it', () => {
    fc.assert(
      fc.property(mobile, fc.constantFrom('', '0', '254', '+254', '00254'), (digits, prefix) => {
        expect(toE164(prefix + digits)).toBe(`+254${digits}`);
      }),
    );
  });

  it('understands what formatPhone writes', () => {
    fc.assert(
      fc.property(mobile, (digits) => {
        expect(toE164(formatPhone(digits))).toBe(`+254${digits}`);
      }),
    );
  });

  it('never lets the middle of a number through maskPhone', () => {
    fc.assert(
      fc.property(mobile, (digits) => {
        expect(maskPhone(digits)).toBe(`0${digits.slice(0, 3)} ••• ${digits.slice(6)}`);
      }),
    );
    expect(maskPhone('+44 20 7946 0958')).toBe('••• 58');
  });
});
