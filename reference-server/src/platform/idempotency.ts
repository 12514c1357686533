import { randomUUID } from 'node:crypto';
import { refusals, type Problem, type RefusalCode } from '@smartduka/contract';
import { Schema, model, type ClientSession } from 'mongoose';
import { clock } from './clock.js';
import { isDuplicate } from './database.js';
import { lookupHash, seal, sha256, unseal } from './keyring.js';
import { Refused } from './refusals.js';
import { owned, tenancy, type Owned, type Tenant } from './tenancy.js';

interface StoredCall extends Owned {
  _id: string;
  fingerprint: string;
  /** Names the run that may finish this record; a run that was overtaken after its lease finds another one here. */
  runner: string;
  leaseUntil: Date;
  /** Null while running. */
  status: number | null;
  /** Sealed: an answer may hold the secret of an order. */
  body: string | null;
  /** How many transactions with an effect ended under this record: one at most (INV-25). */
  effects: number;
  createdAt: Date;
  expiresAt: Date;
}

const schema = new Schema<StoredCall>({
  _id: String,
  fingerprint: { type: String, required: true },
  runner: { type: String, required: true },
  leaseUntil: { type: Date, required: true },
  status: { type: Number, default: null },
  body: { type: String, default: null },
  effects: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});
schema.plugin(tenancy);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
const Calls = model('IdempotentCall', schema, 'idempotent_calls');

const leaseMs = 30_000;
const hour = 3_600_000;

/** One call, told from all others (I2, I3). */
export interface CallName {
  readonly tenant: Tenant;
  /** Who: the shop's server side, or the holder of one cart or order. Never two shoppers. */
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  readonly content: unknown;
  /** Payment attempts are remembered for 7 days, others for one. */
  readonly keepHours: number;
}

export type Begun =
  | { readonly kind: 'run'; readonly call: RunningCall }
  | { readonly kind: 'replay'; readonly status: number; readonly body: unknown };

/** Exactly one header of 16 to 255 printable characters, counted raw (I1). Null when there is none. */
export function idempotencyKeyOf(rawHeaders: readonly string[]): string | null {
  const values = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'idempotency-key');
  if (values.length === 0) return null;
  const [key = ''] = values;
  if (values.length > 1 || !/^[\x20-\x7e]{16,255}$/.test(key)) throw new Refused('idempotency_key_invalid');
  return key;
}

/**
 * Writes the record before any effect (I4), or finds what an earlier call left: its answer, or that it still runs.
 *
 * A record whose lease has passed is taken over and the work done again. That is safe since an answer is stored in the transaction of its
 * effect: no answer, no effect (I7).
 */
export async function begin(name: CallName): Promise<Begun> {
  const { tenant } = name;
  const _id = sha256(JSON.stringify([tenant.shop, tenant.mode, name.principal, name.route, name.key]));
  // Keyed: a body may hold a PIN, which could be guessed from a bare hash.
  const fingerprint = lookupHash(`call:${canonical(name.content)}`);
  const now = clock.now();
  const runner = randomUUID();
  const fresh = {
    fingerprint,
    runner,
    leaseUntil: new Date(now.getTime() + leaseMs),
    status: null,
    body: null,
    effects: 0,
    createdAt: now,
    expiresAt: new Date(now.getTime() + name.keepHours * hour),
  };
  try {
    await Calls.create({ ...owned(tenant), _id, ...fresh });
    return { kind: 'run', call: new RunningCall(tenant, _id, runner) };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  const found = await Calls.findOne({ ...owned(tenant), _id }).lean();
  // Deletion of what has expired runs late, so age is judged here (I5).
  if (found && found.expiresAt > now) {
    if (found.fingerprint !== fingerprint) throw new Refused('idempotency_key_reused');
    if (found.status !== null && found.body !== null)
      return { kind: 'replay', status: found.status, body: JSON.parse(unseal(found.body, _id)) };
    if (found.leaseUntil > now) throw inProgress();
  }
  if (found) {
    const taken = await Calls.findOneAndUpdate(
      { ...owned(tenant), _id, runner: found.runner, status: found.status },
      { $set: fresh },
    ).lean();
    if (taken) return { kind: 'run', call: new RunningCall(tenant, _id, runner) };
  }
  throw inProgress();
}

const inProgress = (): Refused => new Refused('idempotency_in_progress', {}, { headers: { 'Retry-After': '1' } });

/** A call that this process runs under an idempotency key. */
export class RunningCall {
  readonly #tenant: Tenant;
  readonly #id: string;
  readonly #runner: string;

  constructor(tenant: Tenant, id: string, runner: string) {
    this.#tenant = tenant;
    this.#id = id;
    this.#runner = runner;
  }

  /**
   * Stores the answer. Within the transaction of the effect it makes the two one; a later call, without a transaction, replaces it by the
   * answer as the client got it.
   *
   * @throws Refused `idempotency_in_progress` when another run took over after the lease: this one must not have an effect.
   */
  async store(status: number, body: unknown, tx: ClientSession | null): Promise<void> {
    const stored = await Calls.updateOne(
      { ...owned(this.#tenant), _id: this.#id, runner: this.#runner },
      {
        $set: { status, body: seal(JSON.stringify(body), this.#id) },
        ...(tx ? { $inc: { effects: 1 } } : {}),
      },
      tx ? { session: tx } : {},
    );
    if (stored.matchedCount === 0 && tx) throw inProgress();
  }

  /** Forgets a call that had no effect, so that the same key may try again. */
  async forget(): Promise<void> {
    await Calls.deleteOne({ ...owned(this.#tenant), _id: this.#id, runner: this.#runner, status: null });
  }
}

/** Refusals that say "not now" or "not like this" are not kept; the final ones are (I6). */
export function isFinal(problem: Problem): boolean {
  const passing: readonly RefusalCode[] = ['validation_failed', 'rate_limited', 'too_many_prompts'];
  const code = problem.code as RefusalCode;
  return problem.status < 500 && !refusals[code].retryable && !passing.includes(code);
}

/** The same text for the same content, whatever the order of keys. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  );
}
