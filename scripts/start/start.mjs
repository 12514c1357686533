import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runSteps } from '../build/run-steps.mjs';
import { startSteps } from '../build/steps.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { root } from '../lib/root.mjs';
import { Trouble, main } from '../lib/run.mjs';
import { stampOf } from '../lib/stamp.mjs';

/** From a fresh clone to a shop that sells: installs and builds what is missing, then becomes the server. */
export function start() {
  return main(process.env.NODE_ENV === 'production' ? startProduction : startDevelopment);
}

async function startDevelopment() {
  // Node 22 and later keep the compiled modules from start to start.
  module.enableCompileCache?.();
  await ensureInstalled();
  const stale = startSteps().filter((step) => stampOf(step).stale);
  if (stale.length > 0) {
    console.log('Building the shop: some ten seconds, and only after a change …');
    await runSteps(stale);
  }
  // In this very process, so that whoever ends it ends everything.
  const { start } = await load('reference-server/dist/dev/start.js');
  await start();
}

/** In production nothing is installed or built at the last moment. */
async function startProduction() {
  if (!existsSync(join(root, 'reference-server/dist/main.js')))
    throw new Trouble('NODE_ENV is production and nothing is built yet: run `npm ci && npm run build` first.');
  await load('reference-server/dist/main.js');
}

const load = (path) => import(pathToFileURL(join(root, path)).href);
