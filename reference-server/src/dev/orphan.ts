import { readFileSync } from 'node:fs';

/**
 * Calls `end` when the `npm` that started us is gone. It puts a shell in between, and a shell that is ended by a signal does
 * not pass it on: without this, `kill` of what was started would leave the shop running, its port taken and its folder locked.
 */
export function onceOrphaned(env: Readonly<Record<string, string | undefined>>, end: () => void): void {
  if (!env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const npm = aboveShell(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && aboveShell(parent) === npm) return;
    clearInterval(timer);
    end();
  }, 300).unref();
}

/**
 * The parent of a shell, where the system tells: it changes when that parent ends. A parent of ours that is no shell is npm
 * itself, above which is somebody's terminal, and that may close.
 */
function aboveShell(pid: number): string | undefined {
  try {
    // pid (name) state parent …; the name may hold anything, so it is taken up to the last bracket.
    const [, name, parent] = /^\d+ \((.*)\) \S+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return name && /^(?:da|ba|a|z)?sh$/.test(name) ? parent : undefined;
  } catch {
    return undefined;
  }
}
