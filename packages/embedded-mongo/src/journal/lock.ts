import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  pid: number;
  /** Tells this process from an earlier one with the same number (containers hand out the same few again and again). */
  birth: string;
  token: string;
}

/** A folder belongs to one process at a time. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the folder. A lock left behind by a process that is no more is taken over.
 * @throws Error that names the process which holds it.
 */
export function lockFolder(dataDir: string, token: string = randomUUID()): FolderLock {
  const path = join(dataDir, 'lock');
  const own: Holder = { pid: process.pid, birth: birthOf(process.pid), token };
  const draft = join(dataDir, `lock.${own.token}`);
  writeFileSync(draft, JSON.stringify(own));
  try {
    // A link appears with its content or not at all; creating and then writing would show an empty lock in between.
    for (let tried = 0; !linked(draft, path); tried++) {
      const holder = readHolder(path);
      const held = holder !== undefined && isAlive(holder);
      // A process that was killed a moment ago takes a moment to be gone.
      if (held && holder.pid !== process.pid && tried < 20) {
        pause(100);
        continue;
      }
      if (held || tried >= 25) {
        throw new Error(
          `The folder ${dataDir} is in use by process ${holder?.pid ?? 'unknown'}. Stop that process, or choose another data folder.`,
        );
      }
      discard(path, holder?.token, join(dataDir, `lock.old.${own.token}`));
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => releaseFolder(dataDir, own.token) };
}

/** Lets go of a folder, if the lock is still the one with this token. */
export function releaseFolder(dataDir: string, token: string): void {
  const path = join(dataDir, 'lock');
  if (readHolder(path)?.token === token) rmSync(path, { force: true });
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === undefined || !withoutLinks.has(code)) throw error;
  }
  try {
    writeFileSync(path, readFileSync(draft), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** How file systems say that they know no links (FAT, some network shares). */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined; // gone in the meantime, or not a lock of ours
  }
}

/** Moves a stale lock aside, and puts it back should it be somebody's fresh one after all. */
function discard(path: string, token: string | undefined, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody else was quicker
  }
  if (readHolder(aside)?.token !== token) linked(aside, path);
  rmSync(aside, { force: true });
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function isAlive({ pid, birth }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (isZombie(pid)) return false;
  const now = birthOf(pid);
  return now === '' || birth === '' || sameBirth(now, birth);
}

/** Dead, though its parent has not asked how it died: it answers to signals, holds nothing, and writes nothing any more. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** When a process began, as far as the system tells: ticks since boot and the boot's id on Linux, the clock for this very process. */
function birthOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return pid === process.pid ? `at:${Math.round(Date.now() / 1000 - process.uptime())}` : '';
  }
}

function sameBirth(a: string, b: string): boolean {
  if (a.startsWith('at:') && b.startsWith('at:')) return Math.abs(Number(a.slice(3)) - Number(b.slice(3))) <= 5;
  return a === b;
}
