import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface Size {
  name: string;
  min: number;
  gzip: number;
  brotli: number;
}

const elements = new URL('../packages/elements/', import.meta.url);

/** What a buyer downloads, and the floor under it: Lit alone. */
export async function sizes(): Promise<{ floor: Size; ours: Size[] }> {
  return {
    floor: sizeOf('floor: Lit alone', await bundled(`export { LitElement, html, css } from 'lit'`)),
    ours: [
      sizeOf('the script, all of it', await readFile(new URL('dist/cdn/duka.js', elements))),
      sizeOf('sdk, fetch', await bundled(`export { createDuka } from '@smartduka/sdk/fetch'`)),
      sizeOf('sdk, axios', await bundled(`export { createDuka } from '@smartduka/sdk'`)),
    ],
  };
}

async function bundled(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(elements) },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2020',
    conditions: ['duka-source', 'production'],
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0]!.contents;
}

function sizeOf(name: string, bytes: Uint8Array): Size {
  return { name, min: bytes.length, gzip: gzipSync(bytes).length, brotli: brotliCompressSync(bytes).length };
}
