import type { Commit, Store } from '../storage/store.js';

/** How many changes are kept for change streams to catch up with. */
const keptChanges = 20_000;

/** The recent past, and word of what is new: what change streams read. */
export class Changes {
  readonly #commits: Commit[] = [];
  #kept = 0;
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
    this.#kept += commit.changes.length;
    if (this.#kept > keptChanges * 1.5) this.#forget();
    this.#wake();
  }

  #forget(): void {
    let dropped = 0;
    while (this.#kept > keptChanges && dropped < this.#commits.length - 1) {
      this.#kept -= this.#commits[dropped]!.changes.length;
      this.#forgottenUpTo = this.#commits[dropped]!.ts;
      dropped++;
    }
    this.#commits.splice(0, dropped);
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
