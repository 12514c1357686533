import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursors } from './cursors.js';
import { newId } from './ids.js';
import { parseStrictly } from './input.js';
import { openKeyring, seal, unseal } from './keyring.js';
import { take } from './limits.js';
import { scrub } from './log.js';
import { maskPhone } from './personal.js';
import { Refused } from './refusals.js';

openKeyring({ master: 'm'.repeat(32), signing: 's'.repeat(32) });

describe('an id', () => {
  it('sorts by creation and never repeats', () => {
    const ids = Array.from({ length: 500 }, (_, i) => newId('order', new Date(1_700_000_000_000 + i)));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^ord_[0-9a-z]{33}$/);
  });
});

describe('a sealed text', () => {
  it('opens in its own place, and says nothing of what it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, place) => {
        const sealed = seal(text, place);
        expect(unseal(sealed, place)).toBe(text);
        if (text.length > 3) expect(sealed).not.toContain(text);
      }),
    );
  });

  it('opens nowhere else, nor after a change', () => {
    const sealed = seal('+254712345678', 'shop_1:phone');
    expect(() => unseal(sealed, 'shop_2:phone')).toThrow();
    expect(() => unseal(`${sealed.slice(0, -2)}AA`, 'shop_1:phone')).toThrow();
  });
});

describe('a cursor', () => {
  const one = { shop: 'shop_1', mode: 'test' } as const;
  it('leads back into the list that it came from', () => {
    expect(cursors.read(one, 'orders', cursors.make(one, 'orders', ['a', 1]))).toEqual(['a', 1]);
  });

  it.each([
    ['another list', one, 'products'],
    ['another shop', { shop: 'shop_2', mode: 'test' } as const, 'orders'],
    ['the other mode', { shop: 'shop_1', mode: 'live' } as const, 'orders'],
  ])('is refused by %s', (_, tenant, list) => {
    expect(() => cursors.read(tenant, list, cursors.make(one, 'orders', 'x'))).toThrow(Refused);
  });

  it('is refused when somebody made it up', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => cursors.read(one, 'orders', text)).toThrow(Refused);
      }),
    );
  });
});

describe('JSON from outside', () => {
  const parse = (text: string) => () => parseStrictly(Buffer.from(text));
  it.each([
    '{"__proto__":1}',
    '{"a":[{"constructor":1}]}',
    '{"a":{"$gt":1}}',
    '{"a.b":1}',
    '[1e999]',
    '[9007199254740993]',
    '{',
    '',
  ])('is refused: %s', (text) => {
    expect(parse(text)).toThrow(Refused);
  });

  it('with more than a thousand keys, or in something else than UTF-8, is refused', () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, 1]));
    expect(parse(JSON.stringify(many))).toThrow(Refused);
    expect(() => parseStrictly(Buffer.from([0x22, 0xff, 0x22]))).toThrow(Refused);
  });

  it('that is ordinary comes through unchanged', () => {
    const value = { a: [1, 2.5, { b: null }], 'c-d': 'ünï', e: true };
    expect(parseStrictly(Buffer.from(JSON.stringify(value)))).toEqual(value);
  });
});

describe('a limit', () => {
  it('lets a burst through, then its share, and says how long to wait', () => {
    const limit = { name: 'test', perSecond: 2, burst: 3 };
    expect([0, 0, 0].map(() => take(limit, 'a', 1_000).wait)).toEqual([0, 0, 0]);
    expect(take(limit, 'a', 1_000).wait).toBe(1);
    expect(take(limit, 'b', 1_000).wait).toBe(0);
    expect(take(limit, 'a', 1_500).wait).toBe(0);
    expect(take(limit, 'a', 1_500).wait).toBe(1);
  });
});

describe('a log line', () => {
  it.each([
    '+254712345678',
    '254712345678',
    '0712345678',
    `sk_test_${'x'.repeat(43)}`,
    `cs_${'y'.repeat(43)}`,
    'Bearer abcdef0123456789',
    'ab'.repeat(32),
    'mongodb://user:pass@db/shop',
  ])('does not hold %s', (secret) => {
    expect(scrub(`something about ${secret} went wrong`)).not.toContain(secret);
  });

  it('keeps what helps to find a sale', () => {
    const line = `order ${newId('order')} of KES 250.00 at 2026-11-24T09:00:00.000Z`;
    expect(scrub(line)).toBe(line);
  });
});

describe('a masked phone', () => {
  it('shows its ends', () => expect(maskPhone('+254712345678')).toBe('+254 7•• ••• 678'));
});
