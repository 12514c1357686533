// The stories as tests: each must come about, and be clean to axe. A config of its own, since the plugin makes every start slower.
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromium } from './scripts/chromium.mjs';

export default defineConfig({
  plugins: [storybookTest({ configDir: 'stories/.storybook' })],
  test: {
    name: 'storybook',
    browser: {
      enabled: true,
      provider: playwright({ launchOptions: chromium() }),
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' }],
    },
  },
});
