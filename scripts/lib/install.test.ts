import { describe, expect, it } from 'vitest';
import { outOfDate } from './install.mjs';
import { nodeProblem } from './node-version.mjs';

describe('the check of what is installed', () => {
  const wanted = {
    packages: {
      '': {},
      'packages/sdk': { version: '0.1.0' },
      'node_modules/@smartduka/sdk': { link: true },
      'node_modules/lit': { version: '3.3.3' },
      'node_modules/@esbuild/other-os': { version: '1.0.0', optional: true },
    },
  };

  it.each([
    ['nothing', { 'node_modules/lit': { version: '3.3.3' } }, []],
    ['a missing package', {}, ['node_modules/lit']],
    ['another version', { 'node_modules/lit': { version: '3.3.2' } }, ['node_modules/lit']],
  ])('finds %s', (_what, packages, found) => {
    expect(outOfDate(wanted, { packages })).toEqual(found);
  });
});

describe('the check of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '22.23.3', '24.0.0', '26.1.0'])('accepts %s', (version) => {
    expect(nodeProblem(version)).toBe('');
  });

  it.each(['8.0.0', '18.20.4', '20.18.3', '21.7.0', '22.11.0', '23.9.0'])('says what to do about %s', (version) => {
    expect(nodeProblem(version)).toMatch(
      /^SmartDuka needs Node\.js 20\.19 .* this is Node\.js \S+\. Install a current one/,
    );
  });
});
