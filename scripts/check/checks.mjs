import { buildSteps } from '../build/steps.mjs';
import { runSteps } from '../build/run-steps.mjs';
import { binOf, must } from '../lib/run.mjs';
import { checkLockfile } from './lockfile.mjs';
import { checkPackages } from './pack.mjs';

const published = ['packages/sdk', 'packages/elements', 'packages/daraja', 'packages/embedded-mongo'];
const attw = (path, profile) => [
  binOf('@arethetypeswrong/cli', 'attw'),
  '--pack',
  path,
  '--no-color',
  '--profile',
  profile,
];

/** Each resolves when all is well and rejects with a sentence otherwise. In order: later ones need the build. */
export const checks = {
  lockfile: checkLockfile,
  /** API reports and everything else that is made from source and committed must be what the source says. */
  build: () => runSteps(buildSteps({ check: true })),
  generated: () =>
    must('The check that generated types are current (`npm run generate` makes them)', [
      process.execPath,
      '--import',
      'tsx',
      '--conditions=duka-source',
      'scripts/generate-types.ts',
      '--check',
    ]),
  openapi: () =>
    must('The linter of the OpenAPI document', [
      process.execPath,
      '--import',
      'tsx',
      '--conditions=duka-source',
      'scripts/check/openapi.ts',
    ]),
  async publint() {
    for (const path of published)
      await must(`publint in ${path}`, [binOf('publint'), 'run', path, '--strict', '--pack', 'npm']);
  },
  async 'types-resolve'() {
    await must('Are the types of the sdk right', attw('packages/sdk', 'node16'));
    await must('Are the types of the elements right', attw('packages/elements', 'esm-only'));
  },
  pack: checkPackages,
  size: () => must('The size limit', [binOf('size-limit'), '--silent']),
  unused: () => must('knip (what nobody uses)', [binOf('knip'), '--no-progress']),
  changeset: () =>
    must('The check for a changeset (`npx changeset` adds one)', [binOf('@changesets/cli', 'changeset'), 'status']),
};
