import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Every file that an entry leads to, by its relative imports. */
function reached(entry: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(entry.href)) return seen;
  seen.add(entry.href);
  const source = readFileSync(entry, 'utf8');
  for (const [, path] of source.matchAll(/from '(\.[^']+)\.js'/g)) reached(new URL(`${path}.ts`, entry), seen);
  return seen;
}

describe('the main entry', () => {
  const files = reached(new URL('../src/index.ts', import.meta.url));

  it('leads to the whole client', () => {
    expect([...files].some((file) => file.endsWith('/express/callback.ts'))).toBe(true);
  });

  it('never leads to the simulator, so production does not carry it', () => {
    expect([...files].filter((file) => file.includes('/simulator/'))).toEqual([]);
  });

  it('needs nothing but Node', () => {
    const imported = [...files].flatMap((file) =>
      [...readFileSync(new URL(file), 'utf8').matchAll(/from '([^.'][^']*)'/g)].map(([, name]) => name),
    );
    expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  });
});
