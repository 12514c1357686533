import { ObjectId } from 'bson';
import { Changes } from './changes/changes.js';
import { Cursors } from './cursors/cursors.js';
import { FailPoints } from './failpoints/failpoints.js';
import type { Durability } from './journal/durability.js';
import { Sessions } from './sessions/sessions.js';
import { Snapshots } from './sessions/snapshots.js';
import { Store } from './storage/store.js';
import { expireDocuments } from './storage/ttl.js';

const sweepEveryMs = 5_000;

/** Everything one running database consists of, but for its sockets. */
export class Engine {
  readonly store: Store = new Store();
  readonly sessions: Sessions = new Sessions(this.store);
  readonly snapshots: Snapshots = new Snapshots(this.store);
  readonly cursors: Cursors = new Cursors();
  readonly changes: Changes = new Changes(this.store);
  readonly failPoints: FailPoints = new FailPoints();
  readonly testCommands: boolean;
  readonly startedAt: number = Date.now();
  /** Missing when nothing is to survive (no dataDir). */
  durability: Durability | undefined;
  /** Where clients find this server, `127.0.0.1:27017`. */
  address = '';
  /** Sockets open now. */
  connections = 0;
  #sweeper: NodeJS.Timeout | undefined;
  #ttlTimer: NodeJS.Timeout | undefined;

  constructor(options: { testCommands: boolean }) {
    this.testCommands = options.testCommands;
  }

  /** Greater at each start. Drivers take a primary whose number is not greater for one that was voted out, and shun it. */
  electionId: ObjectId = new ObjectId();

  /** Starts the housekeeping: idle sessions and cursors, expired documents. */
  start(): void {
    const now = this.store.clock.tick();
    this.electionId = new ObjectId(`7fffffff${now.toString(16).padStart(16, '0')}`);
    // An empty commit, so that the journal knows of this instant: even should the machine's clock go back, the next start comes later.
    this.store.commit(now, []);
    this.#sweeper = setInterval(() => {
      this.sessions.sweep();
      this.snapshots.sweep();
      this.cursors.sweep();
    }, sweepEveryMs).unref();
    this.ttlEvery(60);
  }

  /** How often TTL indexes are looked after (`setParameter ttlMonitorSleepSecs`). */
  ttlEvery(seconds: number): void {
    this.ttlSleepSeconds = seconds;
    clearInterval(this.#ttlTimer);
    this.#ttlTimer = setInterval(() => expireDocuments(this.store), seconds * 1000).unref();
  }

  ttlSleepSeconds = 60;

  /** Resolves when everything committed so far is on disk. */
  async flushed(): Promise<void> {
    await this.durability?.flushed();
  }

  stop(): void {
    clearInterval(this.#sweeper);
    clearInterval(this.#ttlTimer);
    this.changes.close();
  }
}
