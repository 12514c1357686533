import type { AuditEntry } from '@smartduka/contract';
import { AuditLog, type AuditRecord } from '../../platform/audit.js';
import type { Handlers } from '../../platform/context.js';
import { olderThan, pageById } from '../../platform/cursors.js';

export const handlers = {
  async listAuditLog({ tenant, query }) {
    const { action, subject, actor } = query;
    const filter = {
      ...(action === undefined ? {} : { action }),
      ...(subject === undefined ? {} : { subject }),
      ...(actor === undefined ? {} : { 'actor.id': actor }),
    };
    const list = `audit ${JSON.stringify(filter)}`;
    const page = await pageById(tenant, list, query, (last, limit) =>
      AuditLog.find({ shop: tenant.shop, ...filter, ...olderThan(last) })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<AuditRecord[]>(),
    );
    return { ...page, data: page.data.map(toEntry) };
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
