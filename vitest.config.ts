import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { chromium } from './scripts/chromium.mjs';

// A function, since the first project that uses a shared object changes it.
const browser = () => ({
  enabled: true,
  provider: playwright({ launchOptions: chromium() }),
  headless: true,
  screenshotFailures: false,
  instances: [{ browser: 'chromium' as const }],
});
const inBrowser = ['packages/elements/src/**/*.test.ts', 'packages/sdk/src/**/*.browser.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        ssr: { resolve: { conditions: ['duka-source', ...defaultServerConditions] } },
        test: {
          name: 'node',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'reference-server/{src,test}/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', ...inBrowser],
          // The files of a worker share one set of modules, which halves the time; each leaves behind what it found.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { conditions: ['duka-source', ...defaultClientConditions] },
        // A browser beside other work may take more than the usual second. One file at a time: tabs of one origin talk to each other.
        test: {
          name: 'browser',
          include: inBrowser,
          browser: browser(),
          expect: { poll: { timeout: 10_000 } },
          fileParallelism: false,
          setupFiles: ['packages/elements/test/fresh-browser.ts'],
        },
      },
    ],
  },
});
