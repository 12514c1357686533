import { describe, expect, it } from 'vitest';
import { isGtin } from '../domains/catalog/rules.js';
import { draw } from '../pictures/draw.js';
import { demoProducts, demoShelves, productsOf } from './demo-goods.js';

const variants = demoProducts.flatMap((product) => product.variants);
const unique = (texts: readonly string[]) => new Set(texts).size;

describe('the goods of the demo shop', () => {
  it('fill a real shop: 150 or more products on 10 or more shelves, none of them empty', () => {
    expect(demoProducts.length).toBeGreaterThanOrEqual(150);
    expect(demoShelves.length).toBeGreaterThanOrEqual(10);
    for (const shelf of demoShelves) expect(productsOf(shelf).length, shelf.slug).toBeGreaterThan(4);
  });

  it('are told apart by slug, SKU and barcode', () => {
    expect(unique(demoProducts.map(({ slug }) => slug))).toBe(demoProducts.length);
    expect(unique(variants.map(({ sku }) => sku))).toBe(variants.length);
    expect(unique(variants.map(({ barcode }) => barcode))).toBe(variants.length);
  });

  it('carry Kenyan barcodes whose check digits are right', () => {
    for (const { barcode } of variants) expect(barcode.startsWith('616') && isGtin(barcode), barcode).toBe(true);
  });

  it('cost whole shillings, speak Swahili and say what they are', () => {
    for (const { price } of variants) expect(price > 0 && price % 100 === 0).toBe(true);
    for (const { title, translations, description } of demoProducts) {
      expect(translations['sw']?.title, title).toBeTruthy();
      expect(translations['sw']?.description, title).toBeTruthy();
      expect(description.length, title).toBeGreaterThan(5);
    }
  });

  it('leave bread, milk and flour without VAT', () => {
    for (const product of demoProducts.filter(({ shelf }) => ['maize-flour', 'wheat-flour'].includes(shelf)))
      expect(product.vatClass, product.title).toBe('zero');
  });
});

describe('a picture of a product', () => {
  it.each(demoProducts.map((product) => [product.slug, product] as const))(
    'of %s is small and can run nothing',
    (_, product) => {
      const svg = draw(product.picture);
      expect(Buffer.byteLength(svg)).toBeLessThan(2560);
      expect(svg).not.toMatch(/<script|\bon\w+=|javascript:|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/i);
    },
  );
});
