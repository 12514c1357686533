import { defineConfig } from '@playwright/test';
import { chromium } from './scripts/chromium.mjs';

// A low-end Android phone, 360 px wide: the device that most buyers hold.
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

// Colours are measured; half-way through a fade they are nobody's.
const still = { reducedMotion: 'reduce' } as const;

export default defineConfig({
  testDir: 'e2e',
  projects: [
    { name: 'journeys', testMatch: '*.spec.ts', teardown: 'invariants' },
    { name: 'invariants', testMatch: '*.teardown.ts' },
  ],
  outputDir: 'temp/e2e',
  globalSetup: './e2e/global-setup.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: { ...phone, launchOptions: chromium(), trace: 'retain-on-failure', locale: 'en-KE', contextOptions: still },
});
