import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Schema, model } from 'mongoose';
import { isDuplicate, trusted } from './database.js';
import { log } from './log.js';

/** Something that has to be done again and again, by one process at a time. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** May be cut off and run again: each step it takes is safe to repeat, whoever else takes it. */
  run(signal: AbortSignal): Promise<void>;
}

interface StoredLease {
  _id: string;
  owner: string;
  until: Date;
  /** Counts changes of hands. */
  fence: number;
}

const schema = new Schema<StoredLease>({
  _id: String,
  owner: { type: String, required: true },
  until: { type: Date, required: true },
  fence: { type: Number, required: true },
});
// Belongs to the server, not to a shop: the only kind of collection without an owner.
const Leases = model('JobLease', schema, 'job_leases');

const leaseMs = 15_000;

/** Takes or renews the lease of a job. Real time: a lease is about processes, not about the shop. */
async function lease(name: string, owner: string): Promise<boolean> {
  const now = new Date();
  const until = new Date(now.getTime() + leaseMs);
  try {
    const held = await Leases.findOneAndUpdate(
      { _id: name, $or: [{ owner }, { until: trusted({ $lte: now }) }] },
      { $set: { owner, until }, $inc: { fence: 1 } },
      { upsert: true, returnDocument: 'after' },
    ).lean();
    return held.owner === owner;
  } catch (error) {
    if (isDuplicate(error)) return false; // Somebody else holds it.
    throw error;
  }
}

async function letGo(name: string, owner: string): Promise<void> {
  await Leases.updateOne({ _id: name, owner }, { $set: { until: new Date(0) } });
}

export interface RunningJobs {
  /** Ends the timers, waits for what runs, and gives the leases back. */
  stop(): Promise<void>;
}

/** Runs jobs on their timers until stopped. Any number of processes may do so over one database. */
export function startJobs(jobs: readonly Job[]): RunningJobs {
  const owner = randomUUID();
  const over = new AbortController();
  const loops = jobs.map((job) => loop(job, owner, over.signal));
  return {
    async stop() {
      over.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(job: Job, owner: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await lease(job.name, owner)) await runLeased(job, owner, signal);
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, job: job.name }, 'job failed; it will run again');
    }
    await pause(job.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
  await letGo(job.name, owner).catch(() => undefined);
}

/** Keeps the lease while the job runs; a job that lost it is told to stop. */
async function runLeased(job: Job, owner: string, signal: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const renewal = setInterval(() => {
    lease(job.name, owner).then(
      (kept) => kept || lost.abort(),
      () => lost.abort(),
    );
  }, leaseMs / 3).unref();
  try {
    await job.run(AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(renewal);
  }
}
