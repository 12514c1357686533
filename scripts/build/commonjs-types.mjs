import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';

/**
 * Beside each `x.d.ts` a `x.d.cts`: the same declarations, for `require`. TypeScript tells the two module systems apart by
 * the file's ending alone, and a package whose `require` leads to ESM declarations cannot be used from CommonJS.
 */
export async function commonJsTypes(folder) {
  const home = join(root, folder);
  const names = (await readdir(home, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
  await Promise.all(
    names.map(async (name) => {
      const declarations = await readFile(join(home, name), 'utf8');
      await writeFile(join(home, name.replace(/\.d\.ts$/, '.d.cts')), toCommonJs(declarations));
    }),
  );
}

/** The declarations of an ES module, looking for their neighbours under CommonJS names. */
export function toCommonJs(declarations) {
  return declarations
    .replace(/(\bfrom\s+|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.js\2/g, '$1$2$3.cjs$2')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
}
