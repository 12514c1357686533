import { log } from './log.js';

const running = new Set<Promise<void>>();

/**
 * Work that goes on after the answer was sent. It is only ever a head start: what it does must also be found and done by a job, since the
 * process may end at any moment.
 */
export function inBackground(what: string, work: () => Promise<unknown>): void {
  const task = work().then(
    () => undefined,
    (error: unknown) => log.error({ err: error, job: what }, 'background work failed; a job takes it up again'),
  );
  running.add(task);
  void task.finally(() => running.delete(task));
}

/** Waits until all of it is done. */
export async function backgroundDone(): Promise<void> {
  while (running.size > 0) await Promise.all(running);
}
