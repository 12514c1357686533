import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusals, type Category, type Product } from '@smartduka/contract';
import { Harness } from '../../test/harness.js';
import { Products } from '../domains/catalog/model.js';
import { Shops } from '../domains/shops/model.js';
import { findKey } from '../platform/keys.js';
import { owned } from '../platform/tenancy.js';
import { seedDemoShop, type Seeded } from '../seed/seed-demo-shop.js';

let server: Harness;
let demo: Seeded;
beforeAll(async () => {
  server = await Harness.start();
  demo = await seedDemoShop({ origins: ['https://blog.example'] });
  // Leaves the demo shop as the only one of this server, the one that its pages show.
  await Shops.updateOne({ _id: server.tenant.shop }, { $set: { status: 'suspended' } });
}, 60_000);
afterAll(() => server.stop());

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.server.url}${path}`, {
    headers: { Accept: 'text/html', ...headers },
    redirect: 'manual',
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
interface Found {
  data: Product[];
  hasMore: boolean;
  nextCursor: string | null;
}
const find = async (query: string) => {
  const answer = await server.call<Found>('GET', `/api/products?${query}`, { key: null });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const titles = async (query: string) => (await find(query)).data.map(({ title }) => title);

describe('a second seeding', () => {
  it('adds missing origins and changes nothing else', async () => {
    const tenant = { shop: demo.shop._id, mode: 'test' } as const;
    const before = await Products.find(owned(tenant)).lean();
    const again = await seedDemoShop({ origins: ['https://blog.example', 'https://news.example'] });
    expect(again).toMatchObject({ filled: false, keys: { publishable: demo.keys.publishable } });
    expect((await findKey(demo.keys.publishable))?.origins).toEqual(['https://blog.example', 'https://news.example']);
    expect(await Products.find(owned(tenant)).lean()).toEqual(before);
  });
});

describe('GET /api/products', () => {
  it.each([
    ['sukari', 'Kabras White Sugar'],
    ['suger', 'Kabras White Sugar'],
    ['brookside maziwa', 'Brookside Fresh Whole Milk'],
    ['dawa ya meno', 'Close Up Red Hot'],
    ['JOGOO-MAIZE-MEAL-2-KG', 'Jogoo Maize Meal'],
  ])('finds %s: %s', async (q, title) => {
    expect((await titles(`q=${encodeURIComponent(q)}`))[0]).toBe(title);
  });

  it('finds a barcode, also without the zeros that a scanner drops', async () => {
    const [product] = (await find('q=jogoo')).data;
    const code = product?.variants[0]?.barcode ?? '';
    for (const query of [`barcode=${code}`, `q=${code}`, `barcode=0${code}`])
      expect(await titles(query), query).toEqual(['Jogoo Maize Meal']);
    expect((await server.call<Product>('GET', `/api/products/${code}`, { key: null })).body.id).toBe(product?.id);
  });

  it.each(['title', 'price', '-price', '-created', 'q=unga'])(
    'pages through %s without a gap or a repeat',
    async (sort) => {
      const ask = sort.startsWith('q=') ? sort : `sort=${sort}&category=drinks`;
      const whole = (await find(`${ask}&limit=100`)).data.map(({ id }) => id);
      const seen: string[] = [];
      for (let after = ''; ;) {
        const part = await find(`${ask}&limit=5${after}`);
        seen.push(...part.data.map(({ id }) => id));
        if (part.nextCursor === null) break;
        after = `&after=${encodeURIComponent(part.nextCursor)}`;
      }
      expect(seen).toEqual(whole);
      expect(new Set(seen).size).toBeGreaterThan(5);
    },
  );

  it('refuses a cursor of another list', async () => {
    const { nextCursor } = await find('limit=2');
    const answer = await server.call('GET', `/api/products?limit=2&sort=price&after=${nextCursor}`, { key: null });
    expect(answer.body['code']).toBe('cursor_invalid');
  });

  it('keeps to price and stock', async () => {
    const cheap = await find('maxPrice=2500&limit=100');
    expect(cheap.data.every((product) => product.variants.some(({ price }) => price.amount <= 2_500))).toBe(true);
    expect(cheap.data.length).toBeGreaterThan(0);
    expect(await titles('inStock=false')).toEqual([]);
  });

  it('says 304 to whoever has it, and varies by key', async () => {
    const { headers } = await server.call('GET', '/api/products?limit=2', { key: null });
    const again = await fetch(`${server.server.url}/api/products?limit=2`, {
      headers: { 'If-None-Match': headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect(headers.get('cache-control')).toContain('public');
    expect(headers.get('vary')).toContain('Duka-Key');
  });

  it('tells no exact stock', async () => {
    const { body } = await server.call('GET', '/api/products?limit=100', { key: null });
    expect(JSON.stringify(body)).not.toMatch(/onHand|"available"|"held"/);
  });

  it('counts what stands on a shelf and below it', async () => {
    const { body } = await server.call<{ data: Category[] }>('GET', '/api/categories', { key: null });
    const drinks = body.data.find(({ slug }) => slug === 'drinks');
    expect(drinks?.productCount).toBe((await find('category=drinks&limit=100')).data.length);
  });
});

describe('the shop’s pages', () => {
  it.each(['/', '/?q=unga', '/c/drinks', '/p/jogoo-maize-meal', '/cart', '/checkout', `/orders/ord_${'0'.repeat(30)}`])(
    '%s may run our own files and nothing else',
    async (path) => {
      const { status, headers, text } = await page(path);
      expect(status).toBe(200);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain('unsafe');
      expect(text).not.toMatch(/<script(?! src="\/)|<style|\son\w+=|\sstyle=|javascript:/i);
      expect(text).toContain('<html lang="en">');
    },
  );

  it('can be read without any script', async () => {
    const { text } = await page('/p/jogoo-maize-meal');
    expect(text).toContain('<title>Jogoo Maize Meal · Duka la Jirani</title>');
    expect(text).toContain('KSh\u00a0178');
    expect((await page('/c/soda')).text).toContain('href="/p/coca-cola"');
  });

  it('speak Swahili to whoever prefers it or chooses it, and keep the choice', async () => {
    expect((await page('/c/soda', { 'Accept-Language': 'sw-KE,sw;q=0.9' })).text).toContain('<html lang="sw">');
    const chosen = await page('/p/sprite?lang=sw');
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/p/sprite']);
    const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await page('/p/sprite', { Cookie: cookie, 'Accept-Language': 'en' })).text).toContain('<html lang="sw">');
  });

  it('show what was searched for as text, never as a tag', async () => {
    const { text } = await page(`/?q=${encodeURIComponent('"><script src=//evil.example></script>')}`);
    expect(text).not.toContain('<script src=//evil');
    expect(text).toContain('&lt;script src=//evil.example&gt;');
  });

  it('say in words that a page is not there, and in JSON to a program', async () => {
    const { status, text } = await page('/p/no-such-thing');
    expect([status, text.includes('This shelf is empty')]).toEqual([404, true]);
    const answer = await fetch(`${server.server.url}/nowhere`, { headers: { Accept: 'application/json' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('load pictures that may be kept for ever and can do nothing', async () => {
    const [product] = (await find('q=jogoo')).data;
    const picture = await page(product?.images[0]?.url ?? '');
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(picture.headers.get('cache-control')).toContain('immutable');
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
  });
});

describe('the shop’s forms', () => {
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.server.url}${path}`, {
      method: 'POST',
      headers: { Accept: 'text/html', ...headers },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
    return {
      status: response.status,
      cookie: cookie.join('; '),
      text: await response.text(),
      headers: response.headers,
    };
  };

  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  let single: Product;
  beforeAll(async () => {
    const { data } = await find('limit=100&inStock=true');
    single = data.find(({ variants }) => variants.length === 1) as Product;
  });

  it('keep the cart where no script reads it, and refuse a quantity that is none in words', async () => {
    const added = await post('/cart/add', { product: single.slug, quantity: '2' });
    expect([added.status, added.headers.get('location')]).toEqual([303, '/cart?note=added']);
    expect(added.headers.get('set-cookie')).toMatch(/^duka-cart=cart_.*HttpOnly; SameSite=Lax/);
    const cart = await page('/cart', { Cookie: added.cookie });
    expect(cart.text).toContain(escaped(single.title));
    const [, line = ''] = /\/cart\/lines\/(\w+)/.exec(cart.text) ?? [];
    const refused = await post(`/cart/lines/${line}`, { quantity: '1e9' }, { Cookie: added.cookie });
    expect([refused.status, refused.text.includes('a whole number from 1 to 9,999')]).toEqual([400, true]);
    expect(refused.text).toContain('value="2"');
  });

  it.each([{ Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }])(
    'take nothing from other sites: %o',
    async (headers) => {
      const { status, cookie } = await post('/cart/add', { product: single.slug }, headers as Record<string, string>);
      expect([status, cookie]).toEqual([403, '']);
    },
  );

  it('order once however often they are sent, and show an order to nobody else', async () => {
    const { cookie } = await post('/cart/add', { product: single.slug });
    const details = { name: 'Wanjiku', phone: '0711000123', how: '' };
    const review = await post('/checkout', details, { Cookie: cookie });
    const field = (name: string) => new RegExp(`name="${name}"\\s+value="([^"]+)"`).exec(review.text)?.[1] ?? '';
    const form = { key: field('key'), total: field('total'), method: 'cash' };
    const [one, two] = await Promise.all([
      post('/checkout/pay', form, { Cookie: cookie }),
      post('/checkout/pay', form, { Cookie: cookie }),
    ]);
    expect([one?.status, two?.status]).toEqual([303, 303]);
    const address = one?.headers.get('location') ?? '';
    expect(two?.headers.get('location')).toBe(address);
    expect((await page(address, { Cookie: one?.cookie ?? '' })).text).toContain('Order placed');
    expect((await page(address)).text).not.toContain('Order placed');
    // Back, and once more: what the cart has become is shown, not ordered again.
    const late = await post('/checkout/pay', { ...form, key: `${form.key}-again` }, { Cookie: cookie });
    expect([late.status, late.headers.get('location')]).toEqual([303, address]);
    const changed = await post('/cart/add', { product: single.slug }, { Cookie: cookie });
    expect(changed.cookie).toMatch(/duka-cart=cart_/);
  });
});

describe('the API’s documentation', () => {
  it('has an anchor for every error that the API can give', async () => {
    const { text } = await page('/api/docs/errors');
    for (const code of Object.keys(refusals)) expect(text).toContain(`id="${code}"`);
  });

  it('is served from here alone', async () => {
    const { text, headers } = await page('/api/docs');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const [, src = ''] of text.matchAll(/(?:src|href)="([^"#]+)"/g)) {
      expect(src.startsWith('/'), src).toBe(true);
      if (src.startsWith('/assets/')) expect((await page(src)).status, src).toBe(200);
    }
  });
});
