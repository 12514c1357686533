import { describe, expect, it } from 'vitest';
import { lockfileFaults } from './lockfile.mjs';

const parent = { version: '1.0.0', optionalDependencies: { '@a/linux': '1.0.0' } };

describe('the lock file check', () => {
  it.each([
    [
      'a platform package beside its parent',
      { 'node_modules/a': parent, 'node_modules/@a/linux': { version: '1.0.0' } },
    ],
    [
      'a platform package inside its parent',
      {
        'node_modules/b/node_modules/a': parent,
        'node_modules/b/node_modules/a/node_modules/@a/linux': { version: '1.0.0' },
      },
    ],
    ['a link to a workspace', { 'node_modules/@x/sdk': { resolved: 'packages/sdk', link: true } }],
    [
      'a range of an optional package',
      { 'node_modules/a': { optionalDependencies: { b: '~1.2.0' } }, 'node_modules/b': { version: '1.2.9' } },
    ],
  ])('accepts %s', (_what, packages) => {
    expect(lockfileFaults({ packages })).toEqual([]);
  });

  it.each([
    ['a platform package that is not there', { 'node_modules/a': parent }, '@a/linux is missing'],
    [
      'one of another version',
      { 'node_modules/a': parent, 'node_modules/@a/linux': { version: '1.0.1' } },
      '@a/linux is 1.0.1, not 1.0.0',
    ],
    ['an address', { 'node_modules/a': { resolved: 'https://example.org/a.tgz' } }, 'names an address'],
  ])('refuses %s', (_what, packages, fault) => {
    expect(lockfileFaults({ packages })).toEqual([expect.stringContaining(fault)]);
  });
});
