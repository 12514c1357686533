import { randomInt } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { Refused } from '../../platform/refusals.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { isPayable, nextOrderNumber, type OrderRecord } from '../orders/service.js';
import { findOrder } from '../orders/service.js';
import { writeSum, type Asked } from '../sums/create.js';
import { PaymentLinks, type PaymentLinkRecord } from './model.js';

/** Ten signs that nobody takes for one another, read out or typed; short enough for an account number of M-Pesa. */
const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const newCode = (): string => Array.from({ length: 10 }, () => signs.charAt(randomInt(signs.length))).join('');

/** What somebody typed as account number, if it can be the code of a link. */
function codeIn(typed: string): string | null {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  return /^[2-9A-HJ-NP-Z]{10}$/.test(code) ? code : null;
}

/** The link of a code, in whatever shop: money from a phone's menu names none. */
export async function linkOfCode(
  typed: string,
  mode: Tenant['mode'],
  shop: string | null,
): Promise<PaymentLinkRecord | null> {
  const code = codeIn(typed);
  return code
    ? acrossTenants(PaymentLinks.findOne({ code, mode, ...(shop === null ? {} : { shop }) })).lean<PaymentLinkRecord>()
    : null;
}

/** Whether it takes money, but for what a link for once has taken already. */
export function isOpen({ offAt, expiresAt }: PaymentLinkRecord): boolean {
  return offAt === null && (expiresAt === null || expiresAt > clock.now());
}

/** The order that money with this account number pays for, made now: nobody opened the link's page for it. */
export async function orderOfCode(
  tenant: Tenant,
  typed: string,
  amount: number,
  tx: ClientSession,
): Promise<OrderRecord | undefined> {
  const code = codeIn(typed);
  const link =
    code && (await PaymentLinks.findOne({ ...owned(tenant), code }, null, { session: tx }).lean<PaymentLinkRecord>());
  if (!link || !isOpen(link) || (link.amount !== null && link.amount !== amount)) return undefined;
  const begun = link.once && link.order !== null ? await findOrder(tenant, link.order, tx) : null;
  if (begun && begun.status === 'open') return begun;
  return (await writeOrder(tenant, link, { amount }, await nextOrderNumber(tenant), tx)).order;
}

/** @throws Refused `payment_in_progress`: somebody else makes the one order of a link for once right now. */
export async function writeOrder(
  tenant: Tenant,
  link: PaymentLinkRecord,
  { amount, customer }: Pick<Asked, 'amount' | 'customer'>,
  number: string,
  tx: ClientSession,
): Promise<{ order: OrderRecord; secret: string }> {
  const made = await writeSum(
    tenant,
    { amount, customer, description: link.title, vatClass: link.vatClass, channel: 'link', link: link._id },
    number,
    tx,
  );
  const noted = await PaymentLinks.updateOne(
    { ...owned(tenant), _id: link._id, ...(link.once ? { version: link.version } : {}) },
    { $set: { order: made.order._id, updatedAt: clock.now() }, $inc: { orders: 1, version: 1 } },
    { session: tx },
  );
  if (noted.matchedCount === 0) throw new Refused('payment_in_progress');
  return made;
}

/** The order of a link for once: what all who open it pay. */
export async function orderOf(
  tenant: Tenant,
  link: PaymentLinkRecord,
  tx: ClientSession | null = null,
): Promise<OrderRecord | null> {
  return link.once && link.order !== null ? findOrder(tenant, link.order, tx) : null;
}

/** Whether a link for once has got its money. */
export const isPaid = (order: OrderRecord | null): boolean =>
  order !== null && order.status === 'open' && !isPayable(order);
