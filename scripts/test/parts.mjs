import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runSteps } from '../build/run-steps.mjs';
import { startSteps } from '../build/steps.mjs';
import { root } from '../lib/root.mjs';
import { Trouble, binOf, must, run } from '../lib/run.mjs';

/** @typedef {{ browser?: boolean, run: (filters: string[]) => Promise<{ passed: number, failed: number }> }} Part */

/** What `npm test` consists of, in order: what fails soonest comes first. @type {Record<string, Part>} */
export const parts = {
  types: { run: () => check('The type check', [binOf('typescript', 'tsc'), '-b']) },
  lint: {
    async run() {
      const [lint, format] = await Promise.allSettled([
        check('The linter', [binOf('oxlint'), '--type-aware', '--deny-warnings']),
        check('The check of the format (`npm run format` mends it)', [binOf('oxfmt'), '--check', '.']),
      ]);
      const faults = [lint, format].filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
      if (faults.length > 0) throw new Trouble(faults.join('\n'));
      return nothing;
    },
  },
  unit: { run: (filters) => vitest('unit', ['--project', 'node', ...filters]) },
  browser: { browser: true, run: (filters) => vitest('browser', ['--project', 'browser', ...filters]) },
  stories: {
    browser: true,
    async run(filters) {
      const config = 'stories/.storybook';
      const env = { STORYBOOK_DISABLE_TELEMETRY: '1' };
      const counts = await vitest('stories', ['--config', 'vitest.storybook.config.ts', ...filters], env);
      await must(
        'Building the stories',
        [binOf('storybook'), 'build', '-c', config, '-o', 'storybook-static', '--quiet'],
        { env },
      );
      return counts;
    },
  },
  e2e: {
    browser: true,
    async run(filters) {
      await runSteps(startSteps());
      const report = await freshReport('e2e');
      const command = [binOf('@playwright/test', 'playwright'), 'test', '--reporter=line,json', ...filters];
      const { code } = await run(command, { show: true, env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
      const { stats, errors } = await readReport(report, 'Playwright');
      return counted(stats.expected + stats.flaky, stats.unexpected + errors.length, code);
    },
  },
};

/** Checks are not tests: they count only when they fail. */
const nothing = { passed: 0, failed: 0 };

async function check(what, command) {
  await must(what, command);
  return nothing;
}

async function vitest(name, args, env = {}) {
  const report = await freshReport(name);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run([binOf('vitest'), 'run', ...args, ...reporters], { show: true, env });
  const { numPassedTests, numFailedTests, testResults } = await readReport(report, 'Vitest');
  // A file that cannot even be read has no tests to fail, and is a failure all the same.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return counted(numPassedTests, numFailedTests + broken.length, code);
}

/** A runner that ends badly with no failed test (an error outside of tests, a crash) has failed once. */
const counted = (passed, failed, code) => ({ passed, failed: code !== 0 && failed === 0 ? 1 : failed });

async function freshReport(name) {
  const folder = join(root, 'temp/tests');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  await rm(file, { force: true });
  return file;
}

async function readReport(file, runner) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Trouble(`${runner} ended without a report.`);
  });
  return JSON.parse(text);
}
