// Work that is done once: a step is skipped while the content of its inputs is what it was and its outputs are there.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

const notSource = /(?:\.test\.ts|\.test-kit\.ts|\.md)$/;

/** One hash over the content of files and folders, given by their path from the top. */
export function hashOf(paths) {
  const hash = createHash('sha1');
  for (const path of paths) add(hash, path);
  return hash.digest('hex');
}

function add(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return hash.update(`${path} is absent\n`);
  if (!statSync(full).isDirectory()) return hash.update(`${path}\n`).update(readFileSync(full));
  for (const name of readdirSync(full).sort()) if (!notSource.test(name)) add(hash, join(path, name));
}

/**
 * @param {{ name: string, inputs: string[], outputs: string[] }} step Paths from the top.
 * @returns Whether the step is needed, and how to note that it was done with these inputs.
 */
export function stampOf({ name, inputs, outputs }) {
  const file = join(root, 'temp/stamps', name);
  const hash = hashOf(inputs);
  const stale =
    !outputs.every((path) => existsSync(join(root, path))) || !existsSync(file) || readFileSync(file, 'utf8') !== hash;
  return {
    stale,
    /** Counted anew, since a step may write one of its inputs (an API report). */
    done() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, hashOf(inputs));
    },
  };
}
