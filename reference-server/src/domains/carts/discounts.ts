import type { AppliedDiscount, DiscountProblem, EnteredCode } from '@smartduka/contract';
import { clock } from '../../platform/clock.js';
import type { Tenant, Tx } from '../../platform/tenancy.js';
import { applyDiscounts, momentIn, takeByHand } from '../discounts/rules.js';
import { candidates, type Use } from '../discounts/service.js';
import type { ShopRecord } from '../shops/service.js';
import type { ManualDiscount } from './model.js';
import type { SoldVariant } from '../catalog/service.js';

/** What decides about the discounts of a cart, beside its lines. */
export interface Discounting {
  readonly code: string | null;
  readonly manual: ManualDiscount | null;
  /** Hash of the buyer's phone number. */
  readonly customer: string | null;
}

export interface Discounted {
  /** What is taken off each line, in the order of the lines. */
  readonly lineDiscounts: readonly number[];
  readonly discounts: AppliedDiscount[];
  readonly discountCode: EnteredCode | null;
  /** What an order of this cart has to keep a use of. */
  readonly uses: Use[];
}

/** What a line is for discounts; one that is no longer sold gets none. */
export interface DiscountableLine {
  readonly sold: SoldVariant | null;
  readonly unitPrice: number;
  readonly quantity: number;
}

/** Takes discounts off a cart: those that apply by themselves, the coupon, and last what staff gave by hand. */
export async function discountLines(
  tenant: Tenant,
  shop: ShopRecord,
  lines: readonly DiscountableLine[],
  { code, manual, customer }: Discounting,
  tx: Tx,
): Promise<Discounted> {
  const found = await candidates(tenant, code, customer, tx);
  const money = (amount: number) => ({ amount, currency: shop.currency });
  const places = lines.flatMap((line, place) => (line.sold ? [place] : []));
  const goods = lines.flatMap(({ sold, unitPrice, quantity }) =>
    sold ? [{ product: sold.product._id, shelves: sold.product.shelves, unitPrice, quantity }] : [],
  );
  const outcome = applyDiscounts(found.rules, goods, momentIn(clock.now(), shop.timeZone));
  const byHand = manual
    ? takeByHand(
        manual,
        goods.map((line, i) => line.unitPrice * line.quantity - (outcome.lineDiscounts[i] ?? 0)),
      )
    : [];
  const lineDiscounts = lines.map(() => 0);
  for (const [i, place] of places.entries()) lineDiscounts[place] = (outcome.lineDiscounts[i] ?? 0) + (byHand[i] ?? 0);
  const handed = byHand.reduce((all, part) => all + part, 0);
  const coupon = found.coupon === null ? null : (found.records.get(found.coupon) ?? null);
  const problem: DiscountProblem | null = coupon ? (outcome.problems.get(coupon._id) ?? null) : 'unknown';
  const minimum = problem === 'minimum_not_reached' ? (coupon?.minimumSpend ?? null) : null;
  return {
    lineDiscounts,
    discounts: [
      ...outcome.taken.map(({ rule, amount }) => ({
        ...{ id: rule.id, code: rule.code, title: rule.title, amount: money(amount) },
      })),
      ...(manual && handed > 0 ? [{ id: null, code: null, title: manual.reason, amount: money(handed) }] : []),
    ],
    discountCode: code === null ? null : { code, problem, minimum: minimum === null ? null : money(minimum) },
    uses: outcome.taken.flatMap(({ rule, amount }) => {
      const discount = found.records.get(rule.id);
      return discount ? [{ discount, amount }] : [];
    }),
  };
}
