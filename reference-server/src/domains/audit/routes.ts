import type { AuditEntry } from '@smartduka/contract';
import { AuditLog, type AuditRecord } from '../../platform/audit.js';
import type { Handlers } from '../../platform/context.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { trusted } from '../../platform/database.js';

export const handlers = {
  async listAuditLog({ tenant, query }) {
    const { limit = 20, after, action, subject, actor } = query;
    const filter = {
      ...(action === undefined ? {} : { action }),
      ...(subject === undefined ? {} : { subject }),
      ...(actor === undefined ? {} : { 'actor.id': actor }),
    };
    const list = `audit ${JSON.stringify(filter)}`;
    const before = after === undefined ? {} : { _id: trusted({ $lt: String(cursors.read(tenant, list, after)) }) };
    const rows = await AuditLog.find({ shop: tenant.shop, ...filter, ...before })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean<AuditRecord[]>();
    return toPage(rows, limit, toEntry, (row) => cursors.make(tenant, list, row._id));
  },
} satisfies Handlers<'listAuditLog'>;

function toEntry(entry: AuditRecord): AuditEntry {
  const { _id: id, at, mode, action, subject, from, before, after, note, requestId } = entry;
  const { kind, id: by, name, role, session } = entry.actor;
  return {
    ...{ id, at: at.toISOString(), mode, action, subject, from, before, after, note, requestId },
    actor: { kind, id: by ?? null, name: name ?? null, role: role ?? null, session: session ?? null },
  };
}
