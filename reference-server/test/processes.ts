import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order as Word, Report } from './victim.js';

/** A process that has read its modules and waits to be told. */
export async function hatch(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('victim.ts', import.meta.url)), {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    execArgv: ['--import', 'tsx', '--conditions=duka-source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

/** The process is gone. */
export class Killed extends Error {}

/** The server in the other process, and what it says of itself. */
export class Victim {
  readonly steps: string[] = [];
  readonly #child: ChildProcess;
  readonly ended: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = once(child, 'exit');
    child.on('message', (report: Report) => {
      if (report.said === 'step') this.steps.push(report.name);
    });
  }

  async tell(word: Word): Promise<Report> {
    if (this.gone) throw new Killed();
    const answer = new Promise<Report>((resolve) => {
      const hear = (report: Report) => {
        if (report.said === 'step') return;
        this.#child.off('message', hear);
        resolve(report);
      };
      this.#child.on('message', hear);
    });
    this.#child.send(word, () => undefined);
    return Promise.race([
      answer,
      this.ended.then(() => {
        throw new Killed();
      }),
    ]);
  }

  get gone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async kill(): Promise<void> {
    if (!this.gone) this.#child.kill('SIGKILL');
    await this.ended;
  }
}
