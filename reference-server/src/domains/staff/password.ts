import type { PasswordForgotten } from '@smartduka/contract';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { inBackground } from '../../platform/background.js';
import { afterCommit, inTransaction } from '../../platform/database.js';
import { notify, type Message } from '../../platform/notify.js';
import { hashPassword } from '../../platform/passwords.js';
import { Refused } from '../../platform/refusals.js';
import { acrossTenants, type Tenant } from '../../platform/tenancy.js';
import { accountById, findAccount, setPassword } from './accounts.js';
import { messages } from './messages.js';
import { Staff, type StaffRecord } from './model.js';
import { newLink, readLink, useLink } from './one-time.js';
import { endSessionsOfAccount, sessionById } from './sessions.js';
import { confirmPassword } from './sign-in.js';
import { actorOf, forgetSignedIn } from './signed-in.js';

export const addressOf = (who: { email?: string | undefined; phone?: string | undefined }): Message['to'] =>
  who.email !== undefined ? { email: who.email } : { phone: who.phone ?? '' };

/** Sends a link, when there is anybody to send it to. The caller learns neither by the answer nor by its time (AU-6). */
export function forgetPassword({ language = 'en', ...who }: z.infer<typeof PasswordForgotten>): void {
  inBackground('password reset', async () => {
    const account = await findAccount(who);
    if (account)
      notify(messages.reset(addressOf(who), language, { secret: await newLink('reset', account._id, null) }));
  });
}

/**
 * Sets the password that whoever holds the link has chosen, and ends all their sessions.
 *
 * @throws Refused `code_invalid`
 */
export async function resetPassword(
  token: string,
  password: string,
  from: string | null,
  requestId: string,
): Promise<void> {
  // Looked at first, so that a made-up link costs no hash.
  if (!(await readLink('reset', token))) throw new Refused('code_invalid');
  const hashed = await hashPassword(password);
  await inTransaction(async (tx) => {
    const { subject: account } = await useLink('reset', token, tx);
    await setPassword(account, hashed, tx);
    await endSessionsOfAccount(account, 'password reset', null, tx);
    for (const staff of await acrossTenants(Staff.find({ account, status: 'active' }, null, { session: tx })).lean<
      StaffRecord[]
    >())
      await audit(
        { shop: staff.shop, mode: 'live' },
        { ...actorOf(staff, null), from },
        { action: 'password.reset', subject: staff._id },
        requestId,
        tx,
      );
    afterCommit(tx, forgetSignedIn);
  });
}

/** Changes the password of somebody signed in, and ends their other sessions. */
export async function changePassword(
  tenant: Tenant,
  actor: Actor,
  wanted: { current: string; password: string },
  requestId: string,
): Promise<void> {
  const session = await sessionById(actor.session ?? '');
  const account = session?.account ?? null;
  await confirmPassword(account, wanted.current);
  if (account === null || !session || !(await accountById(account))) throw new Refused('credentials_invalid');
  const hashed = await hashPassword(wanted.password);
  await inTransaction(async (tx) => {
    await setPassword(account, hashed, tx);
    await endSessionsOfAccount(account, 'password changed', session._id, tx);
    await audit(tenant, actor, { action: 'password.changed', subject: actor.id ?? '' }, requestId, tx);
    afterCommit(tx, forgetSignedIn);
  });
}
