import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { Trouble } from '../lib/run.mjs';

/** package-lock.json must work for everybody: on every platform and behind any registry. */
export async function checkLockfile() {
  const faults = lockfileFaults(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  if (faults.length > 0) throw new Trouble(`package-lock.json would fail for others:\n${faults.join('\n')}`);
}

/**
 * npm writes the entries of those platform packages that it could find when the lock file was made. A release so fresh that
 * some were not there yet makes `npm ci` fail later, or elsewhere.
 */
export function lockfileFaults({ packages }) {
  const faults = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (/^(?:https?|git|file):/.test(entry.resolved ?? ''))
      faults.push(
        `${path}: names an address (${entry.resolved}); .npmrc's omit-lockfile-registry-resolved leaves it out`,
      );
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = entryOf(packages, path, name);
      if (!found) faults.push(`${path}: ${name} is missing; take an older release of its parent`);
      else if (/^\d/.test(version) && found.version !== version)
        faults.push(`${path}: ${name} is ${found.version}, not ${version}`);
    }
  }
  return faults;
}

/** As Node looks a package up: in the folder of the one that asks, then in each folder above. */
function entryOf(packages, path, name) {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const found = packages[`${from ? `${from}/` : ''}node_modules/${name}`];
    if (found ?? from === '') return found;
  }
}
