import { trusted } from 'mongoose';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { Discounts, type DiscountRecord } from './model.js';
import type { DiscountRule } from './rules.js';
import { customerUses } from './uses.js';

interface Seen {
  readonly discounts: readonly DiscountRecord[];
  readonly until: number;
}
const seen = new Map<string, Seen>();
// Every priced answer asks for them. A change made by another process is felt within this time; one of this process at once.
const rememberedMs = 10_000;
/** More than anybody could read; a shop with more has made a mistake, and the newest count. */
const most = 200;

const nameOf = (tenant: Tenant): string => `${tenant.shop}/${tenant.mode}`;

export function forgetAutomatic(tenant: Tenant): void {
  seen.delete(nameOf(tenant));
}

async function automatic(tenant: Tenant): Promise<readonly DiscountRecord[]> {
  const known = seen.get(nameOf(tenant));
  if (known && known.until > performance.now()) return known.discounts;
  const discounts = await Discounts.find({ ...owned(tenant), active: true, code: null })
    .sort({ _id: -1 })
    .limit(most)
    .lean<DiscountRecord[]>();
  if (seen.size > 1_000) seen.clear();
  seen.set(nameOf(tenant), { discounts, until: performance.now() + rememberedMs });
  return discounts;
}

/** What a cart could have taken off: what applies by itself, and what its code names. */
export interface Candidates {
  readonly rules: readonly DiscountRule[];
  /** What was read, by id, for keeping uses. */
  readonly records: ReadonlyMap<string, DiscountRecord>;
  /** Id of the discount that the code names; null when there is none. */
  readonly coupon: string | null;
}

/**
 * Finds what may apply to a cart. Asks the database nothing that it need not: no code, no question about it; no limits, none about what is left.
 *
 * @param customer Hash of the buyer's phone number.
 */
export async function candidates(
  tenant: Tenant,
  code: string | null,
  customer: string | null,
  tx: Tx,
): Promise<Candidates> {
  const own = await automatic(tenant);
  const limited = own.filter(({ usageLimit }) => usageLimit !== null).map(({ _id }) => _id);
  // What is left of a limit is read with the cart, in its transaction; what is remembered would be too old to decide by.
  const fresh =
    code === null && limited.length === 0
      ? []
      : await Discounts.find(
          {
            ...owned(tenant),
            $or: [
              ...(code === null ? [] : [{ code }]),
              ...(limited.length === 0 ? [] : [{ _id: trusted({ $in: limited }) }]),
            ],
          },
          null,
          { session: tx },
        ).lean<DiscountRecord[]>();
  const coupon = fresh.find((discount) => code !== null && discount.code === code) ?? null;
  const records = new Map(
    [...own.filter(({ usageLimit }) => usageLimit === null), ...fresh].map((record) => [record._id, record] as const),
  );
  const counted = [...records.values()].filter(({ customerLimit }) => customerLimit !== null).map(({ _id }) => _id);
  const had = customer === null || counted.length === 0 ? [] : await customerUses(tenant, counted, customer, tx);
  return {
    records,
    coupon: coupon?._id ?? null,
    rules: [...records.values()].map((record) => ({
      ...record,
      id: record._id,
      left: record.usageLimit === null ? null : record.usageLimit - record.uses,
      leftForCustomer: leftForCustomer(record),
    })),
  };

  function leftForCustomer({ _id, customerLimit }: DiscountRecord): DiscountRule['leftForCustomer'] {
    if (customerLimit === null) return null;
    if (customer === null) return 'unknown';
    return customerLimit - (had.find(({ discount }) => discount === _id)?.uses ?? 0);
  }
}
