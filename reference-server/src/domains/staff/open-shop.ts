import type { CodeSent, ShopOpening, SignedIn } from '@smartduka/contract';
import type { z } from 'zod';
import { system } from '../../platform/actor.js';
import { inTransaction } from '../../platform/database.js';
import { notify } from '../../platform/notify.js';
import { hashPassword, isPassword } from '../../platform/passwords.js';
import { Refused } from '../../platform/refusals.js';
import { runtime } from '../../platform/runtime.js';
import { isFirstShop, openNewShop } from '../shops/open.js';
import { accountOf, findAccount, nameHash, setFirstPassword, type Who } from './accounts.js';
import { passwordGuard, takeTry } from './failures.js';
import { messages } from './messages.js';
import { newCode, tryCode, useCode } from './one-time.js';
import { addressOf } from './password.js';
import { newStaff } from './service.js';
import { openSession } from './sessions.js';
import { noteSignIn, toSignedIn, type Origin } from './sign-in.js';

const purpose = 'open_shop';

async function refuseClosed(): Promise<void> {
  const open = runtime.signUp === 'open' || (runtime.signUp === 'first' && (await isFirstShop()));
  if (!open) throw new Refused('signup_closed');
}

/** Sends the code that opens a shop (AU-1). @throws Refused `signup_closed`, `rate_limited` */
export async function sendCode(who: Who & { language?: 'en' | 'sw' | undefined }): Promise<z.infer<typeof CodeSent>> {
  await refuseClosed();
  const { digits, expiresAt, retryAfter } = await newCode(purpose, nameHash(who));
  notify(messages.code(addressOf(who), who.language ?? 'en', { digits }));
  return { expiresAt: expiresAt.toISOString(), retryAfter };
}

/**
 * Opens a shop and makes whoever has the code its owner. Who has an account here already shows its password; the code alone does not change it.
 *
 * @throws Refused `code_invalid`, `credentials_invalid`, `signup_closed`, `taken`
 */
export async function openShopOf(wanted: ShopOpening, origin: Origin, requestId: string): Promise<SignedIn> {
  await refuseClosed();
  const { email, phone, code, owner, shop: details } = wanted;
  const who: Who = { email, phone };
  await tryCode(purpose, nameHash(who), code);
  const known = await findAccount(who);
  if (known?.password) await checkPassword(nameHash(who), owner.password, known.password);
  const hashed = known?.password ? null : await hashPassword(owner.password);
  return inTransaction(async (tx) => {
    await useCode(purpose, nameHash(who), code, tx);
    const account = await accountOf(who, tx);
    if (hashed !== null && !(await setFirstPassword(account._id, hashed, tx))) throw new Refused('credentials_invalid');
    const shop = await openNewShop(details, tx);
    const mode = runtime.mode;
    const tenant = { shop: shop._id, mode };
    const by = { tenant, actor: { ...system, from: origin.address }, requestId };
    const staff = await newStaff(by, { name: owner.name, email, phone, role: 'owner' }, tx, true);
    const session = await openSession(
      { ...origin, ...tenant, account: account._id, staff: staff._id, by: 'password' },
      tx,
    );
    await noteSignIn(staff, session, requestId, tx);
    return toSignedIn(session, staff, account, shop);
  });
}

async function checkPassword(name: string, password: string, hashed: string): Promise<void> {
  const tried = await takeTry(passwordGuard, name);
  if (!(await isPassword(password, hashed))) {
    await tried.failed();
    throw new Refused('credentials_invalid');
  }
  await tried.passed();
}
