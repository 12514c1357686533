import type { Cart, DiscountProblem, EnteredCode, ManualDiscountInput, RefusalCode } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { spend, type Limit } from '../../platform/limits.js';
import { Refused } from '../../platform/refusals.js';
import { rateOf } from '../discounts/rules.js';
import { needLimit } from '../staff/approvals.js';
import { changeCart, type Change } from './change.js';
import type { ManualDiscount } from './model.js';
import { priceCart } from './price.js';

const refusalOf: Readonly<Record<DiscountProblem, RefusalCode>> = {
  unknown: 'discount_unknown',
  not_started: 'discount_not_now',
  not_now: 'discount_not_now',
  expired: 'discount_expired',
  minimum_not_reached: 'discount_minimum',
  nothing_in_cart: 'discount_not_for_cart',
  used_up: 'discount_used_up',
  customer_used_up: 'discount_used_up',
  customer_needed: 'discount_needs_phone',
  better_discount: 'discount_outdone',
};

/** What to tell a buyer whose code does not apply. */
export function refusalOfCode({ problem, minimum }: EnteredCode): Refused | null {
  if (problem === null) return null;
  return new Refused(refusalOf[problem], minimum ? { minimum: minimum.amount } : {});
}

/** Coupon codes are short: whoever guesses them through one cart is slowed down to a word in a while. */
const guesses: Limit = { name: 'coupon-codes', perSecond: 0.2, burst: 30 };

/**
 * Enters a coupon code. One that does not apply is refused and not kept; one that stops applying later stays and says so.
 *
 * @throws Refused `discount_…`, or what changing a cart may refuse
 */
export async function enterCode(call: Change, code: string): Promise<Cart> {
  spend(guesses, call.cart);
  return changeCart(call, () => ({ code }), {
    check: ({ discountCode }) => {
      const refused = discountCode && refusalOfCode(discountCode);
      if (refused) throw refused;
    },
  });
}

export const removeCode = (call: Change): Promise<Cart> => changeCart(call, () => ({ code: null }));

/**
 * Gives a discount by hand. How much it is of the goods, in basis points, is measured against the limit of whoever gives it.
 *
 * @throws Refused `cart_empty`, `approval_required`, `approval_invalid`
 */
export async function discountByHand(
  call: Change,
  input: ManualDiscountInput,
  by: { actor: Actor; requestId: string },
): Promise<Cart> {
  const { tenant } = call;
  const { actor } = by;
  return changeCart(call, async (cart, tx) => {
    if (cart.lines.length === 0) throw new Refused('cart_empty');
    // The same once more, as when an answer was lost: an approval is good only once.
    if (cart.manual && isSame(cart.manual, input, actor)) return {};
    const { totals } = await priceCart(tenant, { ...cart, manual: null }, tx);
    const rate = input.rate ?? rateOf(input.amount ?? 0, totals.subtotal.amount - totals.discount.amount);
    const matter = { action: 'discount', subject: cart._id, amount: rate, by: actor } as const;
    const approver = await needLimit(tenant, matter, input.approval, tx);
    const given = { rate, amount: input.amount ?? null, reason: input.reason };
    const deed = { action: 'discount.given', subject: cart._id, note: input.reason };
    const after = { rate, amount: given.amount, approver: approver?.name ?? null };
    await audit(tenant, actor, { ...deed, after }, by.requestId, tx);
    return { manual: { ...given, staff: actor.id, approver: approver?.id ?? null } };
  });
}

function isSame(given: ManualDiscount, { rate, amount, reason }: ManualDiscountInput, { id }: Actor): boolean {
  const wanted = rate === undefined ? given.amount === amount : given.amount === null && given.rate === rate;
  return wanted && given.reason === reason && given.staff === id;
}

export const takeBackByHand = (call: Change): Promise<Cart> => changeCart(call, () => ({ manual: null }));
