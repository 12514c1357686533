import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { must, npm } from '../lib/run.mjs';

const consumer = {
  'package.json': '{ "name": "a-shop", "private": true }',
  'esm.mjs': `import { createDuka } from '@smartduka/sdk';
import { createDuka as light } from '@smartduka/sdk/fetch';
if (typeof createDuka !== 'function' || typeof light !== 'function') throw new Error('createDuka is not exported');`,
  'cjs.cjs': `const { createDuka } = require('@smartduka/sdk');
if (typeof createDuka !== 'function') throw new Error('createDuka is not exported to require');`,
  // No DOM here, as on a server that renders pages.
  'server.mjs': `import '@smartduka/elements';`,
  'types.mts': `import { createDuka } from '@smartduka/sdk';
import '@smartduka/elements';
import '@smartduka/elements/duka-cart.js';
export const duka = createDuka({ server: 'https://shop.example', key: 'pk_test_1' });
export const tag = (page: Document): HTMLElementTagNameMap['duka-cart'] => page.createElement('duka-cart');`,
  'types.cts': `import sdk = require('@smartduka/sdk');
export const duka = sdk.createDuka({ server: 'https://shop.example', key: 'pk_test_1' });`,
};

/** Packs sdk and elements as they would be published, installs them in an empty folder and uses them there. */
export async function checkPackages() {
  const box = await mkdtemp(join(tmpdir(), 'duka-pack-'));
  try {
    const workspaces = ['packages/sdk', 'packages/elements'].flatMap((path) => ['--workspace', path]);
    await must('npm pack', [npm, 'pack', ...workspaces, '--pack-destination', box, '--loglevel=error']);
    for (const [name, text] of Object.entries(consumer)) await writeFile(join(box, name), text);
    const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const tools = ['typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
    const packed = (await readdir(box)).filter((name) => name.endsWith('.tgz')).map((name) => `./${name}`);
    const at = { cwd: box };
    await must(
      'Installing the packed packages',
      [npm, 'install', '--loglevel=error', '--prefer-offline', '--no-audit', '--no-fund', ...packed, ...tools],
      at,
    );
    for (const name of ['esm.mjs', 'cjs.cjs', 'server.mjs'])
      await must(`Using the packed packages in ${name}`, [join(box, name)], at);
    const tsc = [
      join(box, 'node_modules/typescript/bin/tsc'),
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      'false',
    ];
    const modern = ['--target', 'es2022', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable', '--types', 'node'];
    const nodeNext = ['--module', 'nodenext', 'types.mts', 'types.cts'];
    const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', 'types.mts'];
    for (const how of [nodeNext, bundler])
      await must('Type checking with the packed packages', [...tsc, ...modern, ...how], at);
  } finally {
    await rm(box, { recursive: true, force: true });
  }
}
