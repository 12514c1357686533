import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport, Problem, Product } from '@smartduka/contract';
import { Harness, type Answer, type CallInit } from '../../../test/harness.js';
import { bucketStore } from '../../platform/media.js';
import { amountOf } from './transfer/columns.js';

let shop: Harness;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duka-media-'));
  shop = await Harness.start({}, { DATA_DIR: folder });
});
afterAll(async () => {
  await shop.stop();
  await rm(folder, { recursive: true });
});

const said = ({ status, body }: Answer<Problem>) => [status, body.code];
const upload = async <Body = Product & Problem>(
  path: string,
  type: string,
  bytes: Buffer | string,
  init: CallInit = {},
) => {
  const response = await fetch(`${shop.server.url}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${shop.secret}`, 'Content-Type': type, ...init.headers },
    body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
};
const product = async (name: string) => (await shop.call<Product>('GET', `/api/products/${name}`, { key: 'sk' })).body;
const picture = (width: number, height: number, format: 'jpeg' | 'png' | 'webp' = 'jpeg') =>
  sharp({ create: { width, height, channels: 3, background: '#3a6' } })
    .withExif({ IFD0: { Artist: 'canary' } })
    .toFormat(format)
    .toBuffer();

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'is taken as %s, made smaller, and served for ever without its past',
    async (format) => {
      const { id } = await product('book');
      const path = `/api/products/${id}/images?alt=Kitabu%20${format}`;
      const { status, body } = await upload(path, `image/${format}`, await picture(2_400, 1_200, format));
      expect(status, JSON.stringify(body)).toBe(201);
      const image = body.images.find(({ alt }) => alt === `Kitabu ${format}`);
      expect(image).toMatchObject({ width: 1_200, height: 600 });
      const served = await fetch(`${shop.server.url}${image?.url}`);
      expect([served.headers.get('content-type'), served.headers.get('cache-control')]).toEqual([
        'image/webp',
        'public, max-age=31536000, immutable',
      ]);
      const bytes = Buffer.from(await served.arrayBuffer());
      expect((await sharp(bytes).metadata()).width).toBe(1_200);
      expect(bytes.includes('canary')).toBe(false);
    },
  );

  it('is added once, however often it is sent, and taken off by leaving it out', async () => {
    const { id } = await product('soda-500');
    const bytes = await picture(50, 50);
    for (let i = 0; i < 3; i++) await upload(`/api/products/${id}/images`, 'image/jpeg', bytes);
    expect((await product('soda-500')).images).toHaveLength(1);
    await shop.call('PATCH', `/api/products/${id}`, { key: 'sk', body: { images: [] } });
    expect((await product('soda-500')).images).toEqual([]);
    const foreign = { images: [{ url: 'https://evil.example/x.png' }] };
    expect(said(await shop.call<Problem>('PATCH', `/api/products/${id}`, { key: 'sk', body: foreign }))).toEqual([
      400,
      'validation_failed',
    ]);
  });

  it.each([
    ['what only says that it is one', 'image/png', Buffer.from('<svg onload="alert(1)"/>'), 400, 'image_invalid'],
    [
      'one that ends in the middle',
      'image/png',
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      400,
      'image_invalid',
    ],
    ['another kind of file', 'image/svg+xml', Buffer.from('<svg/>'), 415, 'unsupported_media_type'],
    ['one above 5 MB', 'image/jpeg', Buffer.alloc(5 * 1024 * 1024 + 1), 413, 'payload_too_large'],
  ])('refuses %s', async (_, type, bytes, status, code) => {
    const { id } = await product('book');
    expect(said(await upload(`/api/products/${id}/images`, type, bytes))).toEqual([status, code]);
  });

  it('leads nowhere else on the disk', async () => {
    for (const name of ['..%2fdev.json', 'x.webp', '%2e%2e%2f%2e%2e%2fetc%2fpasswd'])
      expect((await fetch(`${shop.server.url}/media/${name}`)).status).toBe(404);
    expect((await readdir(join(folder, 'media'))).every((name) => /^[0-9a-f]{40}\.webp$/.test(name))).toBe(true);
  });

  it('can be kept in a bucket, asked for with a signature', async () => {
    const kept = new Map<string, Buffer>();
    const bucket = createServer((request, response) => {
      const { authorization = '' } = request.headers;
      const signed =
        /^AWS4-HMAC-SHA256 Credential=AK\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/;
      if (!signed.test(authorization)) return void response.writeHead(403).end();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => void chunks.push(chunk));
      request.on('end', () => {
        if (request.method === 'PUT') kept.set(request.url ?? '', Buffer.concat(chunks));
        const found = kept.get(request.url ?? '');
        response.writeHead(found ? 200 : 404).end(request.method === 'GET' ? found : undefined);
      });
    });
    await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}/shop`;
    const store = bucketStore({ url, region: 'eu-west-1', accessKeyId: 'AK', secretAccessKey: 'secret' });
    await store.put('a.webp', Buffer.from('picture'), 'image/webp');
    expect((await store.get('a.webp'))?.toString()).toBe('picture');
    expect(await store.get('b.webp')).toBeNull();
    expect([...kept.keys()]).toEqual(['/shop/a.webp']);
    bucket.close();
  });
});

describe('a goods list', () => {
  const send = (csv: string, preview = false) =>
    upload<ImportReport & Problem>(`/api/catalog/import${preview ? '?preview=true' : ''}`, 'text/csv', csv);
  const actions = ({ body }: { body: ImportReport }) => body.rows.map(({ action }) => action);
  const list = (...rows: string[]) =>
    ['Item Name,SKU,Barcode,Selling Price,Buying Price,Category,Qty,Jina la Kiswahili,Handle,Size', ...rows].join('\n');

  it('is previewed without effect, taken in once, and changes nothing the second time', async () => {
    const csv = list(
      'Maziwa,CSV-1,6161100000032,"KSh 1,250.50",900,Dairy,12,Maziwa safi,,',
      'Shati,CSV-2,,500,,Nguo,,,shati,S',
      ',CSV-3,,550,,,,,shati,M',
    );
    const preview = await send(csv, true);
    expect(actions(preview)).toEqual(['create', 'create', 'create']);
    expect((await shop.call('GET', '/api/products/CSV-1', { key: 'sk' })).status).toBe(404);
    const first = await send(csv);
    expect(first.body, JSON.stringify(first.body)).toMatchObject({ created: 3, failed: 0 });
    const milk = await product('CSV-1');
    expect(milk).toMatchObject({
      title: 'Maziwa',
      category: { slug: 'dairy' },
      translations: { sw: { title: 'Maziwa safi' } },
    });
    expect(milk.variants[0]).toMatchObject({
      price: { amount: 125_050 },
      cost: { amount: 90_000 },
      availability: 'in_stock',
    });
    expect((await product('shati')).variants.map(({ sku, title }) => [sku, title])).toEqual([
      ['CSV-2', 'S'],
      ['CSV-3', 'M'],
    ]);
    expect((await send(csv)).body).toMatchObject({ created: 0, updated: 0, skipped: 3, failed: 0 });
    const dearer = await send(csv.replace('1,250.50', '1,300'));
    expect(actions(dearer)).toEqual(['update', 'skip', 'skip']);
    expect((await product('CSV-1')).variants[0]?.price.amount).toBe(130_000);
    await shop.expectSound();
  });

  it('says of each row what is wrong, and takes the others', async () => {
    const { body } = await send(
      list(
        'Sawa,CSV-10,,100,,All,,,,',
        'Bila bei,CSV-11,,,,All,,,,',
        'Bei mbaya,CSV-12,,ten,,All,,,,',
        'Mara mbili,csv-10,,100,,All,,,,',
        'Msimbo,CSV-13,6161100000033,100,,All,,,,',
        'Wa mwingine,CSV-14,6161100000032,100,,All,,,,',
        ',CSV-15,,100,,,,,,',
      ),
    );
    expect(body.rows.map(({ row, action, errors }) => [row, action, errors.map(({ path }) => path).join()])).toEqual([
      [2, 'create', ''],
      [3, 'error', 'price'],
      [4, 'error', 'price,price'],
      [5, 'error', 'sku'],
      [6, 'error', 'barcode'],
      [7, 'error', 'barcode'],
      [8, 'error', 'title,category'],
    ]);
  });

  it.each([
    ['without a column of SKUs', 'name,price\nx,1'],
    ['with a column twice', 'sku,code\nx,1'],
    ['that is no CSV', 'sku,name\n"x'],
    ['of more than 5,000 rows', `sku\n${'x\n'.repeat(5_001)}`],
  ])('%s is refused as a whole', async (_, csv) => expect(said(await send(csv))).toEqual([400, 'validation_failed']));

  it('comes out as it went in, and no cell is a formula', async () => {
    await send(list('=HYPERLINK(1),CSV-20,,100,,All,,,,'));
    const answer = await shop.call<string>('GET', '/api/catalog/export', { key: 'sk' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.body).toContain(`'=HYPERLINK(1)`);
    expect(answer.body).not.toMatch(/(^|,)[=+@]/m);
    const back = await send(answer.body);
    expect(back.body.rows.filter(({ action }) => action !== 'skip')).toEqual([]);
    expect((await product('CSV-20')).title).toBe('=HYPERLINK(1)');
  });

  it.each([
    ['189.50', 18_950],
    ['KSh 1,250', 125_000],
    ['50/=', 5_000],
    ['1.5', 150],
    ['1,25', null],
    ['-5', null],
    ['1.255', null],
    ['', null],
  ])('takes %s for %s cents', (text, cents) => expect(amountOf(text)).toBe(cents));
});
