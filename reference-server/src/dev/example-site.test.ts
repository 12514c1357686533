import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleSite } from './example-site.js';
import { close, listen, portOf } from './ports.js';

let box: string;
let server: Server;
beforeAll(async () => {
  box = await mkdtemp(join(tmpdir(), 'duka-example-'));
  await mkdir(join(box, 'site/sub'), { recursive: true });
  await writeFile(join(box, 'site/index.html'), '<script data-key="YOUR_KEY"></script><i>YOUR_KEY</i>');
  await writeFile(join(box, 'site/site.css'), '/* YOUR_KEY */');
  await writeFile(join(box, 'site/notes.txt'), 'private');
  await writeFile(join(box, 'outside.html'), 'outside');
  server = await listen(
    0,
    exampleSite(join(box, 'site'), () => ({ YOUR_KEY: 'pk_test_1' })),
  );
});
afterAll(async () => {
  await close(server);
  await rm(box, { recursive: true });
});

/** As a browser would not: fetch would tidy `..` away before sending. */
const get = (path: string): Promise<{ status: number | undefined; text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request({ port: portOf(server), host: '127.0.0.1', path, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve({ status: response.statusCode, text });
    });
    asked.on('error', reject).end();
  });

describe('the example site', () => {
  it('fills the key into its pages', async () => {
    expect(await get('/')).toEqual({ status: 200, text: '<script data-key="pk_test_1"></script><i>pk_test_1</i>' });
  });

  it('serves other files as they are', async () => {
    expect(await get('/site.css?v=1')).toEqual({ status: 200, text: '/* YOUR_KEY */' });
  });

  it.each([
    '/none.html',
    '/sub',
    '/sub/',
    '/notes.txt',
    '/../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/%00.html',
    '/%zz',
  ])('has nothing at %s', async (path) => {
    expect(await get(path)).toEqual({ status: 404, text: 'There is no such page here.' });
  });
});
