import type { Me, SignedIn, SignIn } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { signAccess } from '../../platform/access-tokens.js';
import { audit } from '../../platform/audit.js';
import { callLimits, spend } from '../../platform/limits.js';
import { isPassword } from '../../platform/passwords.js';
import { Refused } from '../../platform/refusals.js';
import { runtime } from '../../platform/runtime.js';
import { acrossTenants, noShop } from '../../platform/tenancy.js';
import { findShop } from '../shops/open.js';
import { shopOf, type ShopRecord } from '../shops/service.js';
import { accountById, findAccount, nameHash, type AccountRecord } from './accounts.js';
import { passwordGuard, takeTry } from './failures.js';
import { Staff, type StaffRecord } from './model.js';
import { isPlatformSession, openSession, refreshTokenOf, type SessionRecord } from './sessions.js';
import { actorOf, permissionsOf } from './signed-in.js';
import type { By } from './service.js';

/** Where somebody signs in from, as the session remembers it. */
export interface Origin {
  readonly address: string | null;
  readonly userAgent: string | null;
}

/**
 * Signs in with a password (AU-2). Unknown accounts get the same answer after the same work.
 *
 * @throws Refused `credentials_invalid`, `sign_in_locked`, `shop_required`
 */
export async function signIn(wanted: SignIn, origin: Origin, requestId: string): Promise<SignedIn> {
  const name = nameHash(wanted);
  const tried = await takeTry(passwordGuard, name);
  spend(callLimits.account, name);
  const account = await findAccount(wanted);
  const right = await isPassword(wanted.password, account?.password ?? null);
  if (!account || !right) {
    await tried.failed();
    throw new Refused('credentials_invalid');
  }
  await tried.passed();
  const staff = await workplace(account, wanted.shop);
  const mode = wanted.mode ?? runtime.mode;
  const session = await openSession({
    ...{ ...origin, account: account._id, by: 'password' as const, mode },
    shop: staff?.shop ?? noShop.shop,
    staff: staff?._id ?? null,
  });
  if (staff) await noteSignIn(staff, session, requestId);
  return toSignedIn(session, staff, account);
}

export async function noteSignIn(
  staff: StaffRecord,
  session: SessionRecord,
  requestId: string,
  tx: ClientSession | null = null,
): Promise<void> {
  const actor: Actor = { ...actorOf(staff, session), from: session.address };
  const deed = { action: 'session.opened', subject: session._id, after: { by: session.by } };
  await audit({ shop: session.shop, mode: session.mode }, actor, deed, requestId, tx);
}

/** Which of the shops that they work in; null for the operator, unless they name a shop. */
async function workplace(account: AccountRecord, wanted: string | undefined): Promise<StaffRecord | null> {
  const shop = wanted === undefined ? undefined : (await findShop(wanted))?._id;
  if (wanted !== undefined && shop === undefined) throw new Refused('credentials_invalid');
  if (account.operator && shop === undefined) return null;
  const places = await acrossTenants(
    Staff.find({ account: account._id, status: 'active', ...(shop === undefined ? {} : { shop }) }),
  ).lean<StaffRecord[]>();
  const [only, another] = places;
  if (!only) throw new Refused('credentials_invalid');
  if (!another) {
    await shopOf({ shop: only.shop, mode: 'live' });
    return only;
  }
  const shops = await Promise.all(places.map((place) => findShop(place.shop)));
  throw new Refused('shop_required', { shops: shops.flatMap((one) => (one ? [{ id: one._id, name: one.name }] : [])) });
}

/**
 * Asks somebody who is signed in for their password again, before what only they may do.
 *
 * @throws Refused `credentials_invalid`, `sign_in_locked`
 */
export async function confirmPassword(account: string | null, password: string): Promise<void> {
  if (account === null) throw new Refused('credentials_invalid');
  const tried = await takeTry(passwordGuard, account);
  const known = await accountById(account);
  if (!(await isPassword(password, known?.password ?? null))) {
    await tried.failed();
    throw new Refused('credentials_invalid');
  }
  await tried.passed();
}

/** The answer that a session begins and goes on with. */
export async function toSignedIn(
  session: SessionRecord,
  staff: StaffRecord | null,
  account: AccountRecord | null,
  shop?: ShopRecord,
): Promise<SignedIn> {
  return {
    accessToken: await signAccess({ session: session._id, mode: session.mode }),
    tokenType: 'Bearer',
    expiresIn: runtime.accessSeconds,
    refreshToken: refreshTokenOf(session),
    me: await toMe(session, staff, account, shop),
  };
}

/** The answer for a session whose people have yet to be looked up. @throws Refused `session_ended` when they are gone. */
export async function resumed(session: SessionRecord): Promise<SignedIn> {
  if (isPlatformSession(session)) {
    const account = session.account === null ? null : await accountById(session.account);
    if (!account?.operator) throw new Refused('session_ended');
    return toSignedIn(session, null, account);
  }
  const staff = await Staff.findOne({ shop: session.shop, _id: session.staff }).lean<StaffRecord>();
  if (staff?.status !== 'active') throw new Refused('session_ended');
  return toSignedIn(session, staff, null);
}

export async function toMe(
  session: Pick<SessionRecord, '_id' | 'by' | 'mode' | 'shop'>,
  staff: StaffRecord | null,
  account: Pick<AccountRecord, '_id' | 'name'> | null,
  known?: ShopRecord,
): Promise<Me> {
  const common = { mode: session.mode, session: session._id, by: session.by };
  if (!staff)
    return {
      ...common,
      ...{ kind: 'platform', id: account?._id ?? '', name: account?.name ?? '', role: null, code: null, shop: null },
      permissions: [],
      limits: { refund: 0, discount: 0 },
    };
  const shop = known ?? (await shopOf({ shop: staff.shop, mode: session.mode }));
  const { refund, discount } = staff.limits;
  return {
    ...common,
    ...{ kind: 'staff', id: staff._id, name: staff.name, role: staff.role, code: staff.code },
    shop: { id: shop._id, name: shop.name, slug: shop.slug },
    permissions: permissionsOf(staff, session.by),
    limits: { refund, discount },
  };
}

/** Ends a session because its refresh token was copied, and says so in the log of the shop. */
export async function noteReuse(session: SessionRecord, by: Omit<By, 'tenant'>): Promise<void> {
  if (isPlatformSession(session)) return;
  const deed = {
    action: 'session.reused',
    subject: session._id,
    note: 'An old refresh token came again: ended for all.',
  };
  await audit({ shop: session.shop, mode: session.mode }, by.actor, deed, by.requestId, null);
}
