import {
  PaymentLinkName,
  type PayLinkInput,
  type PaymentLink,
  type PaymentLinkInput,
  type PublicPaymentLink,
  type Sum,
} from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { system } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { inTransaction } from '../../platform/database.js';
import { newId, newSecret } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { runtime } from '../../platform/runtime.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { cancelOrder } from '../orders/cancel.js';
import { toOrder } from '../orders/present.js';
import { admitSecret, nextOrderNumber, type OrderRecord } from '../orders/service.js';
import { shopOf } from '../shops/service.js';
import { clientSecretOf } from '../sums/create.js';
import { PaymentLinks, type PaymentLinkRecord } from './model.js';
import { isOpen, isPaid, newCode, orderOf, writeOrder } from './order.js';

type Asker = Pick<Context, 'actor' | 'requestId'>;
type Remember<Answer> = (answer: Answer, tx: ClientSession) => Promise<void>;

export async function createLink(
  tenant: Tenant,
  { actor, requestId }: Asker,
  input: PaymentLinkInput,
  remember: Remember<PaymentLink>,
): Promise<PaymentLink> {
  const { title, amount = null, once, vatClass = 'exempt' } = input;
  const now = clock.now();
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt <= now) throw invalid('expiresAt', 'too_early', 'must be in the future');
  const link: PaymentLinkRecord = {
    ...owned(tenant),
    _id: newId('paymentLink', now),
    code: newCode(),
    ...{ title, amount, once, vatClass, expiresAt },
    offAt: null,
    order: null,
    orders: 0,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  return inTransaction(async (tx) => {
    await PaymentLinks.create([link], { session: tx });
    await audit(
      tenant,
      actor,
      { action: 'payment_link.created', subject: link._id, after: { title, amount, once } },
      requestId,
      tx,
    );
    const answer = await toLink(tenant, link, tx);
    await remember(answer, tx);
    return answer;
  });
}

/** By its id or its code. */
export async function findLink(
  tenant: Tenant,
  name: string,
  tx: ClientSession | null = null,
): Promise<PaymentLinkRecord | null> {
  const by = name.startsWith('plink_') ? { _id: name } : { code: name };
  return PaymentLinks.findOne({ ...owned(tenant), ...by }, null, { session: tx }).lean<PaymentLinkRecord>();
}

/** The link of an address, in whatever shop. */
export async function linkOnPage(code: string): Promise<PaymentLinkRecord | null> {
  const known = PaymentLinkName.safeParse(code).success && !code.startsWith('plink_');
  return known ? acrossTenants(PaymentLinks.findOne({ code })).lean<PaymentLinkRecord>() : null;
}

/** Switches it off. What was begun by it can still be paid. */
export async function closeLink(
  tenant: Tenant,
  { actor, requestId }: Asker,
  id: string,
  remember: Remember<PaymentLink>,
): Promise<PaymentLink> {
  return inTransaction(async (tx) => {
    const now = clock.now();
    const link = await findLink(tenant, id, tx);
    if (!link) throw new Refused('not_found');
    if (link.offAt === null) {
      await PaymentLinks.updateOne(
        { ...owned(tenant), _id: id },
        { $set: { offAt: now, updatedAt: now }, $inc: { version: 1 } },
        { session: tx },
      );
      await audit(tenant, actor, { action: 'payment_link.off', subject: id }, requestId, tx);
    }
    const answer = await toLink(tenant, { ...link, offAt: link.offAt ?? now, updatedAt: now }, tx);
    await remember(answer, tx);
    return answer;
  });
}

/**
 * Makes the order that a link asks for. A link for once has one order, which everybody who opens it pays.
 *
 * @throws Refused `not_found`, `payment_link_closed` (with `state`), `payment_in_progress`, `validation_failed`
 */
export async function payLink(
  tenant: Tenant,
  name: string,
  input: PayLinkInput,
  remember: Remember<Sum>,
): Promise<Sum> {
  const found = await findLink(tenant, name);
  if (!found) throw new Refused('not_found');
  const amount = found.amount ?? input.amount;
  if (amount === undefined) throw invalid('amount', 'required', 'must say how much; the link leaves it to the buyer');
  await makeWay(tenant, found, amount);
  const number = await nextOrderNumber(tenant);
  return inTransaction(async (tx) => {
    const link = await findLink(tenant, found._id, tx);
    if (!link) throw new Refused('not_found');
    const begun = await orderOf(tenant, link, tx);
    const state = stateOf(link, begun);
    if (state !== 'active') throw new Refused('payment_link_closed', { state });
    let made: { order: OrderRecord; secret: string };
    if (begun?.status === 'open') {
      if (begun.totals.total.amount !== amount) throw new Refused('payment_in_progress');
      const secret = newSecret('os');
      made = { order: await admitSecret(tenant, begun._id, secret, tx), secret };
    } else made = await writeOrder(tenant, link, { amount, customer: input.customer }, number, tx);
    const { order, secret } = made;
    const answer = { order: await toOrder(tenant, order, tx), clientSecret: clientSecretOf(order._id, secret) };
    await remember(answer, tx);
    return answer;
  });
}

/** Somebody began with another amount, and did not go on. @throws Refused `payment_in_progress` while a phone may still be asking. */
async function makeWay(tenant: Tenant, link: PaymentLinkRecord, amount: number): Promise<void> {
  const begun = await orderOf(tenant, link);
  if (begun?.status !== 'open' || isPaid(begun) || begun.totals.total.amount === amount) return;
  const by = { actor: system, requestId: null, reason: undefined };
  await cancelOrder(tenant, begun._id, 'shop', by, async () => {}).catch((error: unknown) => {
    throw error instanceof Refused && error.code === 'order_paid' ? new Refused('payment_in_progress') : error;
  });
}

function stateOf(link: PaymentLinkRecord, order: OrderRecord | null): PaymentLink['state'] {
  if (isPaid(order)) return 'paid';
  if (link.offAt !== null) return 'off';
  return isOpen(link) ? 'active' : 'expired';
}

export async function toPublicLink(
  tenant: Tenant,
  link: PaymentLinkRecord,
  tx: ClientSession | null = null,
): Promise<PublicPaymentLink> {
  const { currency } = await shopOf(tenant);
  return {
    id: link._id,
    code: link.code,
    url: `${runtime.publicUrl}/pay/${link.code}`,
    title: link.title,
    amount: link.amount === null ? null : { amount: link.amount, currency },
    once: link.once,
    state: stateOf(link, await orderOf(tenant, link, tx)),
    expiresAt: link.expiresAt?.toISOString() ?? null,
  };
}

export async function toLink(
  tenant: Tenant,
  link: PaymentLinkRecord,
  tx: ClientSession | null = null,
): Promise<PaymentLink> {
  const { vatClass, orders, createdAt, updatedAt } = link;
  const shown = await toPublicLink(tenant, link, tx);
  return { ...shown, vatClass, orders, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
