import { parseResult, type ResultReading } from '@smartduka/daraja';
import { inBackground } from '../../../platform/background.js';
import { clock } from '../../../platform/clock.js';
import { trusted } from '../../../platform/database.js';
import { newId } from '../../../platform/ids.js';
import type { Job } from '../../../platform/jobs.js';
import { seal, unseal } from '../../../platform/keyring.js';
import { acrossTenants, owned, type Tenant } from '../../../platform/tenancy.js';
import { ResultPosts, type ResultAddress, type ResultKind, type ResultPost } from './model.js';

/** What came, for the owner of its kind. Unsigned, so a claim. */
export interface Posted {
  readonly road: ResultPost['road'];
  readonly reading: ResultReading;
}

/** Reads what was posted about `subject` and learns from it. Safe to repeat. Returns a word for the record. */
export type ResultOwner = (tenant: Tenant, subject: string, posted: Posted) => Promise<string>;

let owners: Partial<Readonly<Record<ResultKind, ResultOwner>>> = {};

/** Says who reads which kind of result. Called by the start, before anybody is let in. */
export function ownResults(table: Partial<Readonly<Record<ResultKind, ResultOwner>>>): void {
  owners = table;
}

/** Keeps the body word for word, for good, before it is answered; thinks about it afterwards (C1). */
export async function receiveResult(
  address: ResultAddress,
  road: ResultPost['road'],
  body: string,
  from: string,
): Promise<void> {
  const { kind, subject } = address;
  const tenant = { shop: address.shop, mode: address.mode };
  const id = newId('event');
  await ResultPosts.create({
    ...owned(tenant),
    _id: id,
    kind,
    subject,
    road,
    body: seal(body, id),
    from,
    outcome: null,
    receivedAt: clock.now(),
    processedAt: null,
  });
  inBackground('result', () => digest(tenant, id));
}

async function digest(tenant: Tenant, id: string): Promise<void> {
  const row = await ResultPosts.findOne({ ...owned(tenant), _id: id }).lean<ResultPost>();
  if (!row || row.processedAt) return;
  const owner = owners[row.kind];
  const reading = parseResult(unseal(row.body, id));
  const outcome = owner ? await owner(tenant, row.subject, { road: row.road, reading }) : 'no_owner';
  await ResultPosts.updateOne({ ...owned(tenant), _id: id }, { $set: { outcome, processedAt: clock.now() } });
}

/** Results that were stored and never thought about, since the process ended in between. */
export const resultJob: Job = {
  name: 'payments.results',
  everyMs: 2_000,
  async run() {
    const before = new Date(clock.now().getTime() - 3_000);
    const waiting = await acrossTenants(
      ResultPosts.find({ processedAt: null, receivedAt: trusted({ $lte: before }) })
        .sort({ receivedAt: 1 })
        .limit(50),
    ).lean<ResultPost[]>();
    for (const { shop, mode, _id } of waiting) await digest({ shop, mode }, _id);
  },
};
