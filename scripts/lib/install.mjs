import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { Trouble, npm, run } from './run.mjs';

/** What node_modules lacks or has in another version than package-lock.json asks for; packages of other platforms apart. */
export function outOfDate(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([path, { link, optional, peer }]) => path.startsWith('node_modules/') && !link && !optional && !peer)
    .filter(([path, { version }]) => installed.packages[path]?.version !== version)
    .map(([path]) => path);
}

/** Whether node_modules holds what package-lock.json says. npm keeps a lock file of what it has installed. */
export function isInstalled() {
  const kept = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(kept)) return false;
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  return outOfDate(read(join(root, 'package-lock.json')), read(kept)).length === 0;
}

/** `npm ci`, unless it is done already. */
export async function ensureInstalled(tell = console.log) {
  if (isInstalled()) return;
  tell('Installing the packages that SmartDuka is made with. Only the first time: about half a minute …');
  const began = performance.now();
  const { code, output } = await run([npm, 'ci', '--loglevel=error', '--no-progress'], {
    // A production setting of the shell around us would leave out the very tools that build.
    env: { NODE_ENV: 'development', npm_config_omit: '' },
  }).catch((error) => ({ code: 1, output: String(error.message) }));
  if (code !== 0)
    throw new Trouble(
      `The packages could not be installed. Check the connection to the npm registry and run the command again.\n${output.trim()}`,
    );
  tell(`Installed in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
}
