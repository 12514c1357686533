import { beforeAll, describe, expect, it } from 'vitest';
import { checkout, common, discount, more, order, pay, proof, shop } from '../locales/index.js';
import { fill, languageOf } from './language.js';
import { formatMoney, plainAmount } from './money.js';
import { networkOf } from './network.js';
import { safeUrl } from './url.js';

describe('sentences', () => {
  const gaps = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).toSorted();
  const all: { key: string; english: string; swahili: string }[] = [];

  beforeAll(async () => {
    for (const group of [common, pay, shop, checkout, order, discount, more, proof]) {
      await group.load('sw');
      const swahili = group.in('sw') as Record<string, string>;
      for (const [key, english] of Object.entries<string>(group.en))
        all.push({ key, english, swahili: swahili[key] ?? '' });
    }
  });

  it('name the same facts in Swahili as in English', () => {
    for (const { key, english, swahili } of all) expect(gaps(swahili), key).toEqual(gaps(english));
  });

  it('are not left in English', () => {
    const alike = all.filter(({ english, swahili }) => english === swahili).map(({ key }) => key);
    expect(alike.toSorted()).toEqual(['label.amount', 'mpesa', 'vat', 'way.mpesa']);
  });

  it('leave a gap that nothing fills', () => expect(fill('{n} of {of}', { n: 1 })).toBe('1 of {of}'));
});

describe('language', () => {
  it('is that of the nearest ancestor, through shadow roots', () => {
    const outer = document.createElement('div');
    outer.lang = 'sw-KE';
    const inner = document.createElement('p');
    outer.attachShadow({ mode: 'open' }).append(inner);
    document.body.append(outer);
    expect(languageOf(inner)).toBe('sw');
    inner.lang = 'fr';
    expect(languageOf(inner)).toBe('en');
    outer.remove();
  });
});

describe('money', () => {
  it.each([
    [125_000, 'KSh 1,250'],
    [18_950, 'KSh 189.50'],
    [-50, '-KSh 0.50'],
    [0, 'KSh 0'],
  ])('%i cents read %s', (amount, read) =>
    expect(formatMoney({ amount, currency: 'KES' })).toBe(read.replace(' ', '\u00a0')),
  );

  it('is typed into M-Pesa without anything around it', () =>
    expect(plainAmount({ amount: 1_234_500, currency: 'KES' })).toBe('12345'));
});

describe('address out of data', () => {
  const server = 'https://shop.example';
  it.each([
    ['/goods/unga.svg', 'https://shop.example/goods/unga.svg'],
    ['https://cdn.example/a.png', 'https://cdn.example/a.png'],
    ['javascript:alert(1)', undefined],
    ['JaVaScRiPt:alert(1)', undefined],
    ['data:text/html,<script>alert(1)</script>', undefined],
    ['blob:https://shop.example/1', undefined],
    ['https://', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s becomes %s', (address, safe) => expect(safeUrl(address, server)).toBe(safe));
});

describe('network', () => {
  it.each([
    ['+254712345678', 'safaricom'],
    ['+254110000000', 'safaricom'],
    ['+254733000000', 'airtel'],
    ['+254101000000', 'airtel'],
    ['+254770000000', 'telkom'],
    [null, null],
  ])('of %s is %s', (phone, network) => expect(networkOf(phone)).toBe(network));
});
