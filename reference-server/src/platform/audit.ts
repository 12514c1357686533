import { Schema, model, type ClientSession } from 'mongoose';
import type { Actor } from './actor.js';
import { clock } from './clock.js';
import { newId } from './ids.js';
import { owned, shopTenancy, type Tenant } from './tenancy.js';

/** What was done, for the audit log. */
export interface Deed {
  /** What, as `subject.verb` in the past tense: `staff.disabled`, `refund.approved`. */
  readonly action: string;
  /** Id of what it was done to. */
  readonly subject: string;
  /** The fields that changed, as they were and as they are. Never a secret, a PIN or a whole phone number. */
  readonly before?: Readonly<Record<string, unknown>> | undefined;
  readonly after?: Readonly<Record<string, unknown>> | undefined;
  /** Why, in the words of whoever did it. */
  readonly note?: string | undefined;
}

export interface AuditRecord {
  _id: string;
  shop: string;
  /** On which side. The log itself is one for both: whoever reads it sees all that was done to the shop. */
  mode: Tenant['mode'];
  action: string;
  subject: string;
  actor: { kind: Actor['kind']; id: string | null; name: string | null; role: string | null; session: string | null };
  /** Address that the call came from. */
  from: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  note: string | null;
  requestId: string | null;
  at: Date;
}

const schema = new Schema<AuditRecord>(
  {
    _id: String,
    mode: { type: String, enum: ['test', 'live'], required: true },
    action: { type: String, required: true },
    subject: { type: String, required: true },
    actor: { kind: String, id: String, name: String, role: String, session: String },
    from: { type: String, default: null },
    before: { type: Schema.Types.Mixed, default: null },
    after: { type: Schema.Types.Mixed, default: null },
    note: { type: String, default: null },
    requestId: { type: String, default: null },
    at: { type: Date, required: true },
  },
  { minimize: false },
);
schema.plugin(shopTenancy);
schema.index({ shop: 1, _id: -1 });
schema.index({ shop: 1, action: 1, _id: -1 });
schema.index({ shop: 1, subject: 1, _id: -1 });
schema.index({ shop: 1, 'actor.id': 1, _id: -1 });
// A log that can be edited tells nothing (D5).
for (const change of [
  'updateOne',
  'updateMany',
  'replaceOne',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'deleteOne',
  'deleteMany',
] as const)
  schema.pre(change, { query: true, document: false }, () => {
    throw new Error('the audit log is only ever added to');
  });
/** Read by `domains/audit`, written here alone. */
export const AuditLog = model('AuditEntry', schema, 'audit_log');

/**
 * Notes what somebody did, in the transaction of the deed: no deed without its line, no line without its deed (D5).
 *
 * @example await audit(tenant, actor, { action: 'refund.made', subject: refund._id, after: { amount } }, requestId, tx);
 */
export async function audit(
  tenant: Tenant,
  actor: Actor,
  deed: Deed,
  requestId: string | null,
  tx: ClientSession | null,
): Promise<void> {
  const { kind, id, name, role, session, from } = actor;
  const { action, subject, before = null, after = null, note = null } = deed;
  const entry = {
    ...owned(tenant),
    _id: newId('audit'),
    ...{ action, subject, before, after, note, requestId, from },
    actor: { kind, id, name, role, session },
    at: clock.now(),
  };
  await AuditLog.create([entry], { session: tx });
}
