import { existsSync, readFileSync } from 'node:fs';
import { findChromium } from '../chromium.mjs';
import { Trouble, run } from '../lib/run.mjs';

/** A browser for the tests: the one that is here, else Debian's, else a sentence about how to get one. */
export async function ensureBrowser(tell = console.log) {
  const named = process.env.CHROMIUM;
  if (named && !existsSync(named)) throw new Trouble(`CHROMIUM names ${named}, and no file is there.`);
  if (findChromium() ?? (await ofPlaywright())) return;
  if (isDebian() && process.getuid?.() === 0) {
    tell('No browser was found: installing Chromium with apt-get …');
    const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
    const packages = ['chromium', 'chromium-headless-shell'];
    await run(['apt-get', 'update', '-qq'], options);
    await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages], options);
    if (findChromium()) return;
  }
  throw new Trouble(
    'The browser tests need Chromium or Chrome and none was found. Install one (Debian: `apt-get install chromium`; ' +
      'anywhere: `npx playwright install chromium`), or give its path in the variable CHROMIUM.',
  );
}

/** The browser that `npx playwright install` may have brought. */
async function ofPlaywright() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function isDebian() {
  return (
    existsSync('/etc/os-release') &&
    /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}
