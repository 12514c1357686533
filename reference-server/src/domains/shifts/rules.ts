import type { TenderKind, Totals } from '@smartduka/contract';

export type Kind = TenderKind | 'mpesa';
const kinds: readonly Kind[] = ['cash', 'mpesa', 'card', 'bank', 'voucher', 'other'];

/** What a shift is added up from. Amounts in minor units. */
export interface ShiftFacts {
  readonly float: number;
  /** What was sold in it and paid. */
  readonly sales: readonly { readonly totals: Totals; readonly voided: boolean }[];
  readonly taken: readonly { readonly kind: Kind; readonly amount: number }[];
  /** Given back in it; `void` where the whole sale was taken back. */
  readonly given: readonly {
    readonly void: boolean;
    readonly shares: readonly { readonly kind: Kind; readonly amount: number }[];
  }[];
  readonly cash: readonly { readonly kind: 'in' | 'out'; readonly amount: number }[];
}

export interface ShiftFigures {
  readonly sales: Record<'count' | 'gross' | 'discount' | 'tax' | 'rounding' | 'total', number>;
  readonly voids: Record<'count' | 'total', number>;
  readonly refunds: Record<'count' | 'total', number>;
  readonly tenders: readonly (Record<'count' | 'amount' | 'givenBack' | 'net', number> & { readonly kind: Kind })[];
  readonly cash: Record<'float' | 'sales' | 'refunds' | 'in' | 'out' | 'expected', number>;
}

/**
 * Adds up a shift. Cash alone decides what should be in the drawer: float + cash sales - cash refunds + in - out.
 *
 * @example addUpShift({ float: 200000, sales: [], taken: [{ kind: 'cash', amount: 7000 }], given: [], cash: [] }).cash.expected // 207000
 */
export function addUpShift({ float, sales, taken, given, cash }: ShiftFacts): ShiftFigures {
  const sold = sales.filter((sale) => !sale.voided);
  const voided = sales.filter((sale) => sale.voided);
  const of = (name: 'subtotal' | 'discount' | 'delivery' | 'tax' | 'rounding' | 'total', from = sold) =>
    sum(from.map(({ totals }) => totals[name].amount));
  const shares = given.flatMap((one) => one.shares);
  const refunds = given.filter((one) => !one.void);
  const tenders = kinds.flatMap((kind) => {
    const ins = taken.filter((one) => one.kind === kind);
    const outs = shares.filter((one) => one.kind === kind);
    if (ins.length + outs.length === 0) return [];
    const amount = sum(ins.map((one) => one.amount));
    const givenBack = sum(outs.map((one) => one.amount));
    return [{ kind, count: ins.length, amount, givenBack, net: amount - givenBack }];
  });
  const drawer = tenders.find(({ kind }) => kind === 'cash');
  const moved = (kind: 'in' | 'out') => sum(cash.filter((one) => one.kind === kind).map((one) => one.amount));
  const [cashIn, out] = [moved('in'), moved('out')];
  return {
    sales: {
      count: sold.length,
      gross: of('subtotal') + of('delivery'),
      discount: of('discount'),
      tax: of('tax'),
      rounding: of('rounding'),
      total: of('total'),
    },
    voids: { count: voided.length, total: of('total', voided) },
    refunds: { count: refunds.length, total: sum(refunds.flatMap((one) => one.shares.map((share) => share.amount))) },
    tenders,
    cash: {
      float,
      sales: drawer?.amount ?? 0,
      refunds: drawer?.givenBack ?? 0,
      in: cashIn,
      out,
      expected: float + (drawer?.net ?? 0) + cashIn - out,
    },
  };
}

/** A difference up to this is the cashier's own to explain, minor units; above it somebody else has to approve. */
export const varianceLimit = 50_000;

/** What was counted, minor units. */
export const countOf = (rows: readonly { readonly value: number; readonly count: number }[]): number =>
  sum(rows.map(({ value, count }) => value * count));

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
