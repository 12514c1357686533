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
}

const none: ReadonlySet<Permission> = new Set();
export const visitor: Actor = { kind: 'visitor', id: null, name: null, role: null, permissions: none };
export const buyer: Actor = { kind: 'buyer', id: null, name: null, role: null, permissions: none };
/** Jobs and whatever else the server does by itself. */
export const system: Actor = { kind: 'system', id: null, name: null, role: null, permissions: none };

const everything: ReadonlySet<Permission> = new Set(secretKeyPermissions);

/** A server of the shop's that shows a key. Without scopes it is a secret key, which may do all that is not for people only. */
export function keyActor(id: string, name: string, scopes: readonly Permission[] | null = null): Actor {
  return { kind: 'key', id, name, role: null, permissions: scopes ? new Set(scopes) : everything };
}
