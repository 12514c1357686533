import type { Store } from './store.js';
import type { Task, Timer } from './records.js';

/** `real`: as the wall clock, plus whatever it was moved by. `manual`: stands still until it is moved. @public */
export type ClockOptions = { readonly mode: 'real' } | { readonly mode: 'manual'; readonly start?: Date | string };

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Virtual time, and what is to happen in it. Due tasks run in order; those of the same instant run together. */
export class Timeline {
  private readonly store: Store;
  private readonly run: (task: Task) => Promise<void>;
  private readonly manual: boolean;
  private sleepers: { at: number; wake: () => void }[] = [];
  private alarm: NodeJS.Timeout | undefined;
  private pumping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(store: Store, options: ClockOptions, run: (task: Task) => Promise<void>) {
    this.store = store;
    this.run = run;
    this.manual = options.mode === 'manual';
    if (options.mode === 'manual' && this.fact('now') === undefined) {
      const start = options.start === undefined ? Date.now() : new Date(options.start).getTime();
      if (!Number.isFinite(start)) throw new RangeError('clock.start: must be a date');
      this.setFact('now', start);
    }
  }

  /** Virtual milliseconds since 1970. */
  now(): number {
    return this.manual ? (this.fact('now') ?? 0) : Date.now() + (this.fact('offset') ?? 0);
  }

  /** Whether time goes on by itself. */
  get running(): boolean {
    return !this.manual;
  }

  /** Something for later; survives a kill. */
  schedule(at: number, task: Task): void {
    const count = (this.fact('timers') ?? 0) + 1;
    this.setFact('timers', count);
    this.store.put('timers', { id: `t${count}`, at, task });
    this.setAlarm();
  }

  /** Forgets what was to happen where `matches` says so. */
  cancel(matches: (task: Task) => boolean): void {
    for (const timer of this.store.list('timers')) if (matches(timer.task)) this.store.remove('timers', timer.id);
  }

  /** Resolves when virtual time has moved on by so much, or the simulator stops. */
  sleep(ms: number): Promise<void> {
    if (ms <= 0 || this.stopped) return Promise.resolve();
    return new Promise((wake) => {
      this.sleepers.push({ at: this.now() + ms, wake });
      this.setAlarm();
    });
  }

  /** Starts ringing for what is due, after a pause for what fell due while nobody was there. */
  start(graceMs: number): void {
    if (this.manual) return;
    const overdue = this.store.list('timers').filter((timer) => timer.at < this.now() + graceMs);
    for (const timer of overdue) this.store.put('timers', { ...timer, at: this.now() + graceMs });
    this.setAlarm();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.alarm);
    for (const sleeper of this.sleepers.splice(0)) sleeper.wake();
  }

  /** Moves time on. Resolves when everything that fell due has been done, callbacks answered included. */
  advance(ms: number): Promise<void> {
    return this.exclusively(async () => {
      const target = this.now() + ms;
      await this.runUntil(target);
      this.moveTo(target);
      this.store.flush();
    });
  }

  private async runUntil(target: number): Promise<void> {
    for (;;) {
      const at = this.nextAt();
      if (at === undefined || at > target || this.stopped) return;
      if (at > this.now()) this.moveTo(at);
      await this.runDue(at);
    }
  }

  private async runDue(at: number): Promise<void> {
    const due = this.store.list('timers').filter((timer) => timer.at <= at);
    due.sort((a: Timer, b: Timer) => a.at - b.at);
    const awake = this.sleepers.filter((sleeper) => sleeper.at <= at);
    this.sleepers = this.sleepers.filter((sleeper) => sleeper.at > at);
    for (const sleeper of awake) sleeper.wake();
    await Promise.all(
      due.map((timer) => {
        // Removed together with what it changes: run() changes the store before its first await.
        this.store.remove('timers', timer.id);
        return this.run(timer.task);
      }),
    );
    this.store.flush();
  }

  private moveTo(instant: number): void {
    if (this.manual) this.setFact('now', instant);
    else this.setFact('offset', Math.max(this.fact('offset') ?? 0, instant - Date.now()));
  }

  private nextAt(): number | undefined {
    let next: number | undefined;
    for (const { at } of [...this.store.list('timers'), ...this.sleepers]) {
      if (next === undefined || at < next) next = at;
    }
    return next;
  }

  private setAlarm(): void {
    if (this.manual || this.stopped) return;
    clearTimeout(this.alarm);
    const next = this.nextAt();
    if (next === undefined) return;
    this.alarm = setTimeout(
      () => {
        // Not awaited one after the other as in advance(): a receiver that hangs must not hold up the others.
        if (this.stopped) return;
        if ((this.nextAt() ?? Infinity) <= this.now()) this.runDue(this.now()).catch(complain);
        this.setAlarm();
      },
      Math.min(MAX_TIMEOUT_MS, Math.max(0, next - this.now())),
    );
  }

  private exclusively(work: () => Promise<void>): Promise<void> {
    const turn = this.pumping.then(work);
    this.pumping = turn.catch(() => undefined);
    return turn;
  }

  private fact(name: string): number | undefined {
    const value = this.store.get('facts', name)?.value;
    return typeof value === 'number' ? value : undefined;
  }

  private setFact(name: string, value: number): void {
    this.store.put('facts', { id: name, value });
  }
}

/** A full disk must not take down whoever the simulator lives with: the line is kept and written next time. */
function complain(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), 'DarajaSimulator');
}
