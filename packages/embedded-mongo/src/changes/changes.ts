import type { Commit, Store } from '../storage/store.js';

/** How many commits are kept for change streams to catch up with. */
const keptCommits = 10_000;

/** The recent past, and word of what is new: what change streams read. */
export class Changes {
  readonly #commits: Commit[] = [];
  readonly #waiting = new Set<() => void>();
  /** Everything up to here has been let go of. */
  #forgottenUpTo: number;

  constructor(store: Store) {
    this.#forgottenUpTo = store.lastCommit;
    store.onCommit((commit) => this.#take(commit));
  }

  /** After recovery: what was committed by an earlier process cannot be told. */
  startAt(ts: number): void {
    this.#forgottenUpTo = ts;
  }

  /** Is all that was committed after `ts` still known? */
  reachesBackTo(ts: number): boolean {
    return ts >= this.#forgottenUpTo;
  }

  /** Commits later than `ts`, or at it, oldest first. */
  *since(ts: number): Generator<Commit> {
    let low = 0;
    let high = this.#commits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#commits[middle]!.ts >= ts) high = middle;
      else low = middle + 1;
    }
    for (let at = low; at < this.#commits.length; at++) yield this.#commits[at]!;
  }

  /** Resolves at the next commit, or after `ms`, or when the server stops. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }

  close(): void {
    this.#wake();
  }

  #take(commit: Commit): void {
    this.#commits.push(commit);
    if (this.#commits.length > keptCommits * 1.2) {
      const dropped = this.#commits.splice(0, this.#commits.length - keptCommits);
      this.#forgottenUpTo = dropped.at(-1)!.ts;
    }
    this.#wake();
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
