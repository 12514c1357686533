import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const developmentOnly = [
  '@smartduka/embedded-mongo',
  '@smartduka/daraja/simulator',
  'reference-server/src/dev/',
  'reference-server/test/',
];

/** Every file of ours, and every package, that an entry can reach: static imports, re-exports and dynamic imports. */
async function reachedFrom(entry: string): Promise<Set<string>> {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const source = await readFile(join(root, file), 'utf8');
    for (const specifier of importsOf(source)) {
      if (specifier.startsWith('.')) {
        waiting.push(relative(root, join(root, dirname(file), specifier)).replace(/\.js$/, '.ts'));
      } else {
        reached.add(specifier);
        const own = await sourceOf(specifier);
        if (own) waiting.push(own);
      }
    }
  }
  return reached;
}

/** Imports of types alone are gone at run time. */
function importsOf(source: string): string[] {
  const statements =
    /\b(?:import|export)\s+(?!type\b)(?:[^'"();]*?\bfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...source.matchAll(statements)].map(([, fixed, dynamic]) => (fixed ?? dynamic) as string);
}

/** The source of one of our own packages, by its export condition. */
async function sourceOf(specifier: string): Promise<string | undefined> {
  const [, name, rest = ''] = /^@smartduka\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (!name) return undefined;
  const { exports } = JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8')) as {
    exports: Record<string, Record<string, string>>;
  };
  const source = exports[`.${rest}`]?.['duka-source'];
  return source === undefined ? undefined : join('packages', name, source);
}

const isDevelopmentOnly = (name: string): boolean => developmentOnly.some((start) => name.startsWith(start));

describe('the production entry', () => {
  it('reaches neither the simulator nor the embedded database, nor what kills a server for a test', async () => {
    expect([...(await reachedFrom('reference-server/src/main.ts'))].filter(isDevelopmentOnly)).toEqual([]);
  });
});

describe('the walk over imports', () => {
  it('sees what the development launcher brings', async () => {
    const reached = await reachedFrom('reference-server/src/dev/start.ts');
    expect([...reached]).toEqual(expect.arrayContaining(developmentOnly.slice(0, 2)));
    expect([...reached].filter((name) => name.startsWith('packages/')).length).toBeGreaterThan(2);
  });

  it.each([
    [`import { a } from './a.js';`, ['./a.js']],
    [`import './b.js';`, ['./b.js']],
    [`import {\n  c,\n  d,\n} from "./c.js";`, ['./c.js']],
    [`export * from './e.js';`, ['./e.js']],
    [`const f = await import('./f.js');`, ['./f.js']],
    [`import type { G } from './g.js';`, []],
    [`import { a } from './a.js';\nimport { b } from './b.js';`, ['./a.js', './b.js']],
  ])('reads %j', (source, imports) => {
    expect(importsOf(source)).toEqual(imports);
  });
});
