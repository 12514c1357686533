import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';

/**
 * The whole system as `npm start` runs it, on free ports, with its data in a folder that is thrown away.
 *
 * @typedef {object} System
 * @property {{ urls: Record<'shop' | 'phone' | 'docs' | 'api' | 'example' | 'simulator' | 'database', string>, keys: { publishable: string, secret: string } }} dev
 * @property {number} pid
 * @property {string} dataDir
 * @property {() => Promise<void>} stop Gracefully; the data stays.
 * @property {() => Promise<void>} kill As `kill -9`.
 * @property {() => Promise<void>} remove Stops it and removes its data.
 */

/**
 * @param {{ dataDir?: string, port?: number, env?: Record<string, string>, timeoutMs?: number }} [options] `dataDir`
 *   starts it on data that an earlier one left.
 * @returns {Promise<System>}
 */
export async function startSystem({ dataDir, port = 0, env = {}, timeoutMs = 60_000 } = {}) {
  const home = dataDir ?? (await mkdtemp(join(tmpdir(), 'duka-system-')));
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: { ...withoutOurs(process.env), PORT: String(port), DATA_DIR: home, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await opened(child, timeoutMs);
  let ending = false;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  child.once('close', (code, signal) => {
    // Whatever needs it fails now, and none of them can know why.
    if (!ending) console.error(`The system ended by itself (${signal ?? `exit code ${code}`}). It said:\n${said}`);
  });
  const end = async (signal) => {
    ending = true;
    child.kill(signal);
    await ended;
  };
  return {
    dev: JSON.parse(await readFile(join(home, 'dev.json'), 'utf8')),
    pid: child.pid,
    dataDir: home,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** What the shell around us may have set for a server of its own. */
function withoutOurs({ NODE_ENV: _env, MONGODB_URI: _db, PORT: _port, DATA_DIR: _dir, ...rest }) {
  return rest;
}

/** Resolves when it says that it is open; rejects with all it said when it ends before, or takes too long. */
function opened(child, timeoutMs) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why) => {
      child.kill('SIGKILL');
      reject(new Error(`The system ${why}. It said:\n${said}`));
    };
    const timer = setTimeout(() => fail(`was not open after ${timeoutMs / 1000} s`), timeoutMs);
    const hear = (chunk) => {
      said += chunk;
      if (!said.includes('SmartDuka is open.')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with exit code ${code}`);
    });
  });
}
