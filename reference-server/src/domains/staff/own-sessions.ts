import type { Session, SessionQuery } from '@smartduka/contract';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { olderThan, pageById } from '../../platform/cursors.js';
import { afterCommit, inTransaction, trusted } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { Staff } from './model.js';
import type { By } from './service.js';
import { endSessions, isLive, Sessions, type SessionRecord } from './sessions.js';
import { forgetSignedIn } from './signed-in.js';

/** Sessions that go on, newest first (AU-5): one's own; the owner sees those of everybody. */
export async function listSessions(tenant: Tenant, actor: Actor, query: z.infer<typeof SessionQuery>) {
  const { staff = actor.id ?? '' } = query;
  if (staff !== actor.id && actor.role !== 'owner') throw new Refused('forbidden');
  const page = await pageById(tenant, `sessions ${staff}`, query, (last, limit) =>
    Sessions.find({
      shop: tenant.shop,
      ...(staff === 'all' ? {} : { staff }),
      ...olderThan(last),
      endedAt: null,
      expiresAt: trusted({ $gt: clock.now() }),
    })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<SessionRecord[]>(),
  );
  const names = await namesOf(tenant.shop, page.data);
  return { ...page, data: page.data.map((row) => toSession(row, names, actor)) };
}

/** Ends a session: one's own, or as the owner anybody's. Another person's looks like one that is not there. */
export async function endSession({ tenant, actor, requestId }: By, id: string): Promise<Session> {
  const { shop } = tenant;
  return inTransaction(async (tx) => {
    const session = await Sessions.findOne({ shop, _id: id }, null, { session: tx }).lean<SessionRecord>();
    const mine = session?.staff === actor.id || actor.role === 'owner';
    if (!session || !mine || !isLive(session, clock.now())) throw new Refused('not_found');
    await endSessions({ shop, _id: id }, 'ended', tx);
    await audit(tenant, actor, { action: 'session.ended', subject: id }, requestId, tx);
    afterCommit(tx, forgetSignedIn);
    return toSession(session, await namesOf(shop, [session]), actor);
  });
}

async function namesOf(shop: string, rows: readonly SessionRecord[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map((row) => row.staff))];
  const found = await Staff.find({ shop, _id: trusted({ $in: ids }) }, { name: 1 }).lean<
    { _id: string; name: string }[]
  >();
  return new Map(found.map(({ _id, name }) => [_id, name]));
}

function toSession(session: SessionRecord, names: ReadonlyMap<string, string>, actor: Actor): Session {
  const { _id: id, mode, by, userAgent: device, address } = session;
  return {
    ...{ id, mode, by, device, address },
    staff: { id: session.staff ?? '', name: names.get(session.staff ?? '') ?? '' },
    current: id === actor.session,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.turnedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  };
}
