import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Thrown for what a person can do something about: its message is all they need to see. */
export class Trouble extends Error {}

/** The script behind a command of a package in node_modules, so that it runs with this Node and without a shell. */
export function binOf(packageName, command = packageName.split('/').at(-1)) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** npm itself: the one that runs this script, or the one in the path. */
export const npm = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : 'npm';

/**
 * Runs a program from the top of the project.
 *
 * @param {string[]} command A program and its arguments; one that ends in a JavaScript file is run with this Node.
 * @param {{ show?: boolean, env?: Record<string, string>, cwd?: string }} [options] `show` lets its output through;
 *   otherwise it is kept, and told only when the program fails.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([program, ...args], { show = false, env = {}, cwd = root } = {}) {
  const [file, all] = /\.(?:[cm]?js)$/.test(program) ? [process.execPath, [program, ...args]] : [program, args];
  return new Promise((resolve, reject) => {
    const child = spawn(file, all, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      // npm is a .cmd file on Windows, which only a shell can run.
      shell: process.platform === 'win32' && program === 'npm',
    });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/** As `run`, but a failure stops everything with what the program had to say. */
export async function must(what, command, options) {
  const { code, output } = await run(command, options);
  if (code !== 0) throw new Trouble(`${what} failed (exit code ${code}).${output ? `\n${output.trim()}` : ''}`);
  return output;
}

/** Runs the whole of a script: trouble becomes its sentence and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Trouble ? error.message : error);
    process.exitCode = 1;
  }
}
