import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, gtin, isGtin, titleKey } from './rules.js';
import { scoreOf, searchEntry, termsToFind, wordsOf } from './search.js';

const sugar = searchEntry(['Kabras White Sugar', 'Sukari nyeupe Kabras'], ['sukari', 'chai', '1 kg']);
const eggs = searchEntry(['Kenchic Fresh Eggs', 'Mayai Kenchic'], ['trei']);
const finds = (query: string, entry: typeof sugar): 'exact' | 'loose' | null => {
  for (const how of ['exact', 'loose'] as const) {
    const byIndex = termsToFind(query, how).every((any) => any.some((term) => entry.terms.includes(term)));
    if (byIndex && scoreOf(query, entry, how) > 0) return how;
  }
  return null;
};

describe('search', () => {
  it.each([
    ['sugar', 'exact'],
    ['SUGAR', 'exact'],
    ['sug', 'exact'],
    ['sukari kabras', 'exact'],
    ['suger', 'loose'],
    ['sukaari', 'loose'],
    ['kabars', 'loose'],
    ['chai', 'exact'],
    ['salt', null],
    ['sugar salt', null],
  ])('for "%s" finds sugar: %s', (query, how) => {
    expect(finds(query, sugar)).toBe(how);
  });

  it('finds one egg by many, and many by one', () => {
    expect([finds('eggs', eggs), finds('egg', eggs)]).toEqual(['exact', 'exact']);
  });

  it('puts what is called so before what is only tagged so', () => {
    const mill = searchEntry(['Ketepa Tea'], ['sukari']);
    expect(scoreOf('sukari', sugar, 'exact')).toBeGreaterThan(scoreOf('sukari', mill, 'exact'));
  });

  it('takes any text for words, and never for a pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of wordsOf(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
        expect(scoreOf(text, sugar, 'loose')).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('forgives one wrong letter in any word of four letters or more', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-r]{5,10}$/), fc.nat(), (word, at) => {
        const i = 2 + (at % (word.length - 2));
        const wrong = `${word.slice(0, i)}z${word.slice(i + 1)}`;
        expect(scoreOf(wrong, searchEntry([word], []), 'loose')).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a barcode', () => {
  it.each([
    ['036000291452', '0036000291452', 'a UPC and the EAN that it is'],
    ['36000291452', '0036000291452', 'zeros that a scanner dropped'],
    ['00012345670', '12345670', 'an EAN-8 with zeros before it'],
  ])('%s is %s: %s', (a, b) => {
    expect(gtin(a)).toBe(gtin(b));
  });

  it.each([['4006381333931'], ['036000291452'], ['96385074'], ['6161100000008']])(
    '%s has a right check digit',
    (code) => {
      const right = `${code.slice(0, -1)}${checkDigit(code.slice(0, -1))}`;
      expect(isGtin(right)).toBe(true);
      if (code !== '6161100000008') expect(right).toBe(code);
    },
  );

  it('with any single digit misread is refused', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (twelve, at, by) => {
        const right = `${twelve}${checkDigit(twelve)}`;
        const wrong = right.slice(0, at) + String((Number(right[at]) + by) % 10) + right.slice(at + 1);
        expect([isGtin(right), isGtin(wrong)]).toEqual([true, false]);
      }),
    );
  });
});

it('titles are put in order as people read them', () => {
  expect([...['Éclair', 'apple', 'Zebra', 'Always']].sort((a, b) => (titleKey(a) < titleKey(b) ? -1 : 1))).toEqual([
    'Always',
    'apple',
    'Éclair',
    'Zebra',
  ]);
});
