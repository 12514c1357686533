import { secretKeyPermissions, type Permission, type Role } from '@smartduka/contract';

/** On whose behalf something is done. The server finds out; nobody says so of themselves (G6). */
export interface Actor {
  readonly kind: 'visitor' | 'buyer' | 'key' | 'staff' | 'token' | 'platform' | 'system';
  /** Id of the key, member of staff, token or operator; null for buyers and the server itself. */
  readonly id: string | null;
  /** For people to read, in the audit log and on timelines. */
  readonly name: string | null;
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
  /** How far one may go alone; above it a second person approves (`domains/staff/approvals.ts`). */
  readonly limits: Limits;
  /** Of somebody signed in: the session, `ses_…`. */
  readonly session: string | null;
  /** Of a widget: which reports it may read, and whether with names and phone numbers. */
  readonly token: { readonly reports: readonly string[]; readonly personal: boolean } | null;
  /** Address that the call came from; null for the server itself. */
  readonly from: string | null;
}

/** `null` is no limit; 0 is nothing at all. */
export interface Limits {
  /** Money given back or waved through at once, minor units. */
  readonly refund: number | null;
  /** Taken off a sale, basis points: 1000 is 10 %. */
  readonly discount: number | null;
}

const nothing: Limits = { refund: 0, discount: 0 };
const unlimited: Limits = { refund: null, discount: null };
const nobody: Actor = {
  kind: 'visitor',
  id: null,
  name: null,
  role: null,
  permissions: new Set(),
  limits: nothing,
  session: null,
  token: null,
  from: null,
};

export const visitor: Actor = nobody;
export const buyer: Actor = { ...nobody, kind: 'buyer' };
/** Jobs and whatever else the server does by itself. */
export const system: Actor = { ...nobody, kind: 'system', limits: unlimited };

const everything: ReadonlySet<Permission> = new Set(secretKeyPermissions);

/** A server of the shop's that shows a key. Without scopes it is a secret key, which may do all that is not for people only. */
export function keyActor(id: string, name: string, scopes: readonly Permission[] | null = null): Actor {
  const permissions = scopes ? new Set(scopes.filter((scope) => everything.has(scope))) : everything;
  return { ...nobody, kind: 'key', id, name, permissions, limits: unlimited };
}

/** Somebody signed in. */
export function staffActor(
  staff: Pick<Actor, 'name' | 'session' | 'limits'> & { id: string; role: Role; permissions: readonly Permission[] },
): Actor {
  return { ...nobody, ...staff, kind: 'staff', permissions: new Set(staff.permissions) };
}

/** A widget with a scoped token. */
export function tokenActor(
  id: string,
  permissions: readonly Permission[],
  token: { reports: readonly string[]; personal: boolean },
): Actor {
  return { ...nobody, kind: 'token', id, permissions: new Set(permissions), token };
}

/** The operator of the server, who belongs to no shop. */
export function platformActor(id: string, name: string, session: string): Actor {
  return { ...nobody, kind: 'platform', id, name, session };
}
