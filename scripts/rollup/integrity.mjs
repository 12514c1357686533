import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `sri.json` beside the files: the `integrity` attribute of each, also of those that an earlier bundle of the same build put there. */
export function integrity() {
  return {
    name: 'integrity',
    generateBundle({ dir }, bundle) {
      const list = join(dir, 'sri.json');
      const hashes = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        hashes[file.fileName] = `sha384-${createHash('sha384').update(file.code).digest('base64')}`;
      }
      const sorted = Object.fromEntries(Object.entries(hashes).sort(([a], [b]) => a.localeCompare(b)));
      this.emitFile({ type: 'asset', fileName: 'sri.json', source: `${JSON.stringify(sorted, null, 2)}\n` });
    },
  };
}
