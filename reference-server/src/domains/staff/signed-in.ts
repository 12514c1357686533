import { pinOpens, roles, type Permission } from '@smartduka/contract';
import { platformActor, staffActor, type Actor } from '../../platform/actor.js';
import { readAccess } from '../../platform/access-tokens.js';
import type { SignedInCaller } from '../../platform/authenticate.js';
import { clock } from '../../platform/clock.js';
import { noShop } from '../../platform/tenancy.js';
import { accountById } from './accounts.js';
import { Staff, type StaffRecord } from './model.js';
import { isLive, isPlatformSession, sessionById, type SessionRecord } from './sessions.js';

/** What somebody may do: by role and beyond it; by a PIN alone, less. */
export function permissionsOf(staff: Pick<StaffRecord, 'role' | 'extra'>, by: SessionRecord['by']): Permission[] {
  const all = new Set<Permission>([...roles[staff.role], ...staff.extra]);
  return [...all].filter((permission) => by === 'password' || pinOpens(permission));
}

export function actorOf(staff: StaffRecord, session: Pick<SessionRecord, '_id' | 'by'> | null): Actor {
  const { _id: id, name, role, limits } = staff;
  const permissions = permissionsOf(staff, session?.by ?? 'pin');
  return staffActor({ id, name, role, limits, session: session?._id ?? null, permissions });
}

interface Known {
  readonly session: SessionRecord;
  readonly actor: Actor;
}
const known = new Map<string, { readonly who: Known | null; readonly until: number }>();
/** Whoever is disabled, or signed out elsewhere, is out everywhere within this time (T6). */
const rememberedMs = 20_000;

/** Forgets what this process knows about somebody, so that a change is felt at once here. */
export function forgetSignedIn(): void {
  known.clear();
}

/** Who bears this access token; null when it is not valid, or its session or person is not any more. */
export async function signedIn(token: string): Promise<SignedInCaller | null> {
  const claims = await readAccess(token);
  if (!claims) return null;
  const who = await recall(claims.session);
  if (!who || !isLive(who.session, clock.now())) return null;
  if (isPlatformSession(who.session)) return { kind: 'platform', actor: who.actor, tenant: noShop };
  return { kind: 'staff', actor: who.actor, tenant: { shop: who.session.shop, mode: claims.mode } };
}

/** What the person of a session may do by now; null when it has ended. */
export async function permissionsNow(session: string): Promise<ReadonlySet<Permission> | null> {
  const who = await recall(session);
  return who && isLive(who.session, clock.now()) ? who.actor.permissions : null;
}

async function recall(session: string): Promise<Known | null> {
  const seen = known.get(session);
  if (seen && seen.until > performance.now()) return seen.who;
  const who = await lookUp(session);
  if (known.size > 10_000) known.clear();
  known.set(session, { who, until: performance.now() + rememberedMs });
  return who;
}

async function lookUp(id: string): Promise<Known | null> {
  const session = await sessionById(id);
  if (!session || !isLive(session, clock.now())) return null;
  if (isPlatformSession(session)) {
    const account = session.account === null ? null : await accountById(session.account);
    return account?.operator ? { session, actor: platformActor(account._id, account.name, id) } : null;
  }
  const staff = await Staff.findOne({ shop: session.shop, _id: session.staff }).lean<StaffRecord>();
  return staff?.status === 'active' ? { session, actor: actorOf(staff, session) } : null;
}
