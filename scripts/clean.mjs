// Removes everything that a build or a test run makes. Types' build notes go with the outputs: with only one of the two
// left, `tsc -b` would think that nothing is to do.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/root.mjs';

const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
const made = ['dist', 'temp'];
const tops = ['temp', 'coverage', 'storybook-static', 'test-results', 'playwright-report'];

for (const path of [
  ...tops,
  ...[...packages, 'reference-server'].flatMap((home) => made.map((name) => `${home}/${name}`)),
])
  if (existsSync(join(root, path))) rmSync(join(root, path), { recursive: true });
