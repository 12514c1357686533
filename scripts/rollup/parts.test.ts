import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollup, type OutputChunk } from 'rollup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parts } from './parts.mjs';

const shop = {
  'shop.js': `import { count } from 'core.js';
    globalThis.shop = { count, later: async () => { await import('till.js'); }, more: async () => { await import('till.js'); await import('report.js'); }, say: async () => (await import('words.js')).hello };`,
  'core.js': `let n = 0; export const count = () => ++n; export const name = 'duka';`,
  'till.js': `import { count, name } from 'core.js'; import { price } from 'price.js'; globalThis.till = name + count() + price();`,
  'price.js': `export const price = () => 'KSh';`,
  'report.js': `import 'till.js'; import { count } from 'core.js'; import { price } from 'price.js'; globalThis.report = price() + count();`,
  'words.js': `export const hello = 'habari';`,
};
async function bundle(sources: Record<string, string>): Promise<OutputChunk[]> {
  const memory = { name: 'memory', resolveId: (id: string) => id, load: (id: string) => sources[id] };
  const bundled = await rollup({ input: 'shop.js', plugins: [memory] });
  const { output } = await bundled.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    plugins: [parts('if (globalThis.shop) return;')],
  });
  return output.filter((file): file is OutputChunk => file.type === 'chunk');
}

describe('a script in parts', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duka-parts-'));
    for (const { fileName, code } of await bundle(shop)) await writeFile(join(folder, fileName), code);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What a page prints that has the script in it. */
  const inPage = (code: string): unknown =>
    JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder, encoding: 'utf8' }),
    );

  it('hands its parts what it holds itself, whatever the address it came by', () => {
    const seen = inPage(`await import('./shop.js?anything');
      const first = shop.count();
      await shop.later();
      console.log(JSON.stringify([first, till, await shop.say()]));`);
    expect(seen).toEqual([1, 'duka2KSh', 'habari']);
  });

  it('hands a part what another part holds', () => {
    const seen = inPage(`await import('./shop.js');
      await shop.more();
      console.log(JSON.stringify([till, report, shop.count()]));`);
    expect(seen).toEqual(['duka1KSh', 'KSh2', 3]);
  });

  it('stops where an earlier copy is there', () => {
    const seen = inPage(`await import('./shop.js');
      const first = shop;
      await import('./shop.js?second');
      console.log(first === shop);`);
    expect(seen).toBe(true);
  });

  it('renames a part when what it would be handed has changed', async () => {
    const named = async (sources: Record<string, string>): Promise<string[]> =>
      (await bundle(sources)).map(({ fileName }) => fileName);
    const names = await named(shop);
    const script = names.find((name) => name === 'shop.js');
    const words = names.find((name) => name.startsWith('words'));
    const other = await named({ ...shop, 'core.js': `${shop['core.js']} globalThis.more = 1;` });
    expect(other).toContain(script);
    expect(other).toContain(words);
    expect(other.filter((name) => name.startsWith('till'))).not.toEqual(
      (await named(shop)).filter((name) => name.startsWith('till')),
    );
  });
});
