import type { ClientSession } from 'mongoose';
import { NewPassword, type InvitationAccept, type SignedIn } from '@smartduka/contract';
import type { z } from 'zod';
import { clock } from '../../platform/clock.js';
import { afterCommit, inTransaction } from '../../platform/database.js';
import { notify } from '../../platform/notify.js';
import { hashPassword } from '../../platform/passwords.js';
import { openPhone } from '../../platform/personal.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { runtime } from '../../platform/runtime.js';
import { shopOf } from '../shops/service.js';
import { accountById, setFirstPassword } from './accounts.js';
import { messages } from './messages.js';
import { Staff, type StaffRecord } from './model.js';
import { newLink, readLink, useLink } from './one-time.js';
import { openSession } from './sessions.js';
import { noteSignIn, toSignedIn, type Origin } from './sign-in.js';

/** Sends the link that makes somebody one of the staff; the one before stops working. */
export async function sendInvitation(
  staff: StaffRecord,
  language: 'en' | 'sw' | undefined,
  tx: ClientSession,
): Promise<void> {
  const { shop, email, phone } = staff;
  const { name, language: usual } = await shopOf({ shop, mode: 'live' }, tx);
  const secret = await newLink('invitation', staff._id, shop, tx);
  const to = email !== null ? { email } : phone ? { phone: openPhone({ shop, mode: 'live' }, phone) } : null;
  if (to) afterCommit(tx, () => notify(messages.invitation(to, language ?? usual, { shop: name, secret })));
}

/**
 * Makes whoever holds the link one of the staff, and signs them in. Who has no password yet chooses one.
 *
 * @throws Refused `code_invalid`; `validation_failed` on `password` when one is needed.
 */
export async function acceptInvitation(
  { token, password }: z.infer<typeof InvitationAccept>,
  origin: Origin,
  requestId: string,
): Promise<SignedIn> {
  const link = await readLink('invitation', token);
  const invited = link?.shop ? await Staff.findOne({ shop: link.shop, _id: link.subject }).lean<StaffRecord>() : null;
  const account = invited?.account ? await accountById(invited.account) : null;
  if (!invited || !account) throw new Refused('code_invalid');
  await shopOf({ shop: invited.shop, mode: 'live' });
  const chosen = account.password === null ? readNewPassword(password) : null;
  const hashed = chosen === null ? null : await hashPassword(chosen);
  return inTransaction(async (tx) => {
    await useLink('invitation', token, tx);
    if (hashed !== null && !(await setFirstPassword(account._id, hashed, tx))) throw new Refused('code_invalid');
    const staff = await Staff.findOneAndUpdate(
      { shop: invited.shop, _id: invited._id, status: 'invited' },
      { $set: { status: 'active', updatedAt: clock.now() }, $inc: { version: 1 } },
      { session: tx, returnDocument: 'after' },
    ).lean<StaffRecord>();
    if (!staff) throw new Refused('code_invalid');
    const session = await openSession(
      { ...origin, shop: staff.shop, mode: runtime.mode, account: account._id, staff: staff._id, by: 'password' },
      tx,
    );
    await noteSignIn(staff, session, requestId, tx);
    return toSignedIn(session, staff, account);
  });
}

function readNewPassword(password: string | undefined): string {
  const read = NewPassword.safeParse(password);
  if (read.success) return read.data;
  throw invalid('password', 'invalid_format', 'choose a password of 12 to 128 characters');
}
