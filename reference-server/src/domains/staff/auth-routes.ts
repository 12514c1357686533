import type { Request } from 'express';
import type { Actor } from '../../platform/actor.js';
import type { Handlers } from '../../platform/context.js';
import { inTransaction } from '../../platform/database.js';
import { callLimits, spend } from '../../platform/limits.js';
import { Refused } from '../../platform/refusals.js';
import { accountById } from './accounts.js';
import { grantApproval } from './approvals.js';
import { staffByPin } from './counter.js';
import { acceptInvitation } from './invitations.js';
import { openShopOf, sendCode } from './open-shop.js';
import { endSession, listSessions } from './own-sessions.js';
import { changePassword, forgetPassword, resetPassword } from './password.js';
import { setPin, staffById, type By } from './service.js';
import { changeMode, endSessions, openSession, sessionById, turnSession, type SessionRecord } from './sessions.js';
import { confirmPassword, noteReuse, noteSignIn, resumed, signIn, toMe, toSignedIn, type Origin } from './sign-in.js';
import { actorOf, forgetSignedIn } from './signed-in.js';
import { audit } from '../../platform/audit.js';
import { toApproval } from './view.js';

const done = { done: true } as const;

/** Where a call comes from. A browser says much of itself; a line of it tells one device from another. */
const originOf = ({ actor, request }: { actor: Actor; request: Request }): Origin => ({
  address: actor.from,
  userAgent: request.headers['user-agent']?.slice(0, 160) ?? null,
});

/** The tight ring around whatever tries passwords, codes and links (L1). */
const spendSignIn = ({ actor }: { actor: Actor }): unknown => spend(callLimits.signIn, actor.from ?? '');

async function sessionOf({ actor }: { actor: Actor }): Promise<SessionRecord> {
  const session = await sessionById(actor.session ?? '');
  if (!session) throw new Refused('session_ended');
  return session;
}

export const handlers = {
  signIn(call) {
    spendSignIn(call);
    return signIn(call.body, originOf(call), call.requestId);
  },

  async refreshSession({ body, actor, requestId }) {
    const turned = await turnSession(body.refreshToken, async (session) => {
      forgetSignedIn();
      await noteReuse(session, { actor, requestId });
    });
    return resumed(turned);
  },

  sendCode(call) {
    spendSignIn(call);
    return sendCode(call.body);
  },

  openShop(call) {
    spendSignIn(call);
    return openShopOf(call.body, originOf(call), call.requestId);
  },

  acceptInvitation(call) {
    spendSignIn(call);
    return acceptInvitation(call.body, originOf(call), call.requestId);
  },

  async forgetPassword(call) {
    spendSignIn(call);
    forgetPassword(call.body);
    return done;
  },

  async resetPassword(call) {
    spendSignIn(call);
    await resetPassword(call.body.token, call.body.password, call.actor.from, call.requestId);
    return done;
  },

  async changePassword({ tenant, actor, body, requestId }) {
    await changePassword(tenant, actor, body, requestId);
    return done;
  },

  async changePin({ tenant, actor, body, requestId }) {
    const { account } = await sessionOf({ actor });
    await confirmPassword(account, body.password);
    await setPin({ tenant, actor, requestId }, body.pin);
    return done;
  },

  async signOut({ tenant, actor }) {
    await endSessions({ shop: tenant.shop, _id: actor.session ?? '' }, 'signed out');
    forgetSignedIn();
    return done;
  },

  async getMe({ tenant, actor }) {
    const session = { ...(await sessionOf({ actor })), mode: tenant.mode };
    if (actor.kind === 'platform') return toMe(session, null, await accountById(actor.id ?? ''));
    return toMe(session, await staffById(tenant.shop, actor.id ?? ''), null);
  },

  async switchStaff(call) {
    const { tenant, body, requestId } = call;
    const { device } = await sessionOf(call);
    const staff = await staffByPin(tenant.shop, device, body);
    const session = await openSession({
      ...{ ...originOf(call), ...tenant, device, by: 'pin' as const },
      account: staff.account,
      staff: staff._id,
    });
    await noteSignIn(staff, session, requestId);
    return toSignedIn(session, staff, null);
  },

  async switchMode({ tenant, actor, body }) {
    const session = await changeMode(await sessionOf({ actor }), body.mode);
    return toSignedIn(session, await staffById(tenant.shop, actor.id ?? ''), null);
  },

  listSessions: ({ tenant, actor, query }) => listSessions(tenant, actor, query),

  endSession: ({ tenant, actor, requestId, params }) => endSession({ tenant, actor, requestId }, params.session),

  async approve(call) {
    const { tenant, body, requestId, remember } = call;
    const approver = await approverOf(call);
    return inTransaction(async (tx) => {
      const approval = await grantApproval(tenant, approver, body, tx);
      const { _id, action, subject, amount } = approval;
      await audit(
        tenant,
        approver,
        { action: 'approval.given', subject: _id, after: { action, subject, amount } },
        requestId,
        tx,
      );
      const answer = toApproval(approval);
      await remember(answer, tx);
      return answer;
    });
  },
} satisfies Handlers<
  | 'signIn'
  | 'refreshSession'
  | 'sendCode'
  | 'openShop'
  | 'acceptInvitation'
  | 'forgetPassword'
  | 'resetPassword'
  | 'changePassword'
  | 'changePin'
  | 'signOut'
  | 'getMe'
  | 'switchStaff'
  | 'switchMode'
  | 'listSessions'
  | 'endSession'
  | 'approve'
>;

/** Whoever is signed in, or who types their code and PIN at somebody else's counter. */
async function approverOf(
  call: Omit<By, 'requestId'> & { body: { by?: { code: string; pin: string } | undefined } },
): Promise<Actor> {
  const { tenant, actor, body } = call;
  if (!body.by) return actor;
  const { device } = await sessionOf({ actor });
  const staff = await staffByPin(tenant.shop, device, body.by);
  return { ...actorOf(staff, null), session: actor.session, from: actor.from };
}
