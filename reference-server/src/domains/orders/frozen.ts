import { createHash } from 'node:crypto';

interface Amount {
  readonly amount: number;
}
interface Agreed {
  readonly currency: string;
  readonly lines: readonly {
    readonly id: string;
    readonly variant: string;
    readonly quantity: number;
    readonly unitPrice: Amount;
    readonly discount: Amount;
    readonly total: Amount;
    readonly tax: Amount;
  }[];
  readonly totals: Readonly<Record<'subtotal' | 'discount' | 'delivery' | 'rounding' | 'total' | 'tax', Amount>>;
}

/**
 * A short name for what an order agreed on, lines and sums alike. It is written down with the order, so that a later change of either shows (M2,
 * INV-14).
 */
export function agreementOf({ currency, lines, totals }: Agreed): string {
  const sold = lines.map((line) => [
    line.id,
    line.variant,
    line.quantity,
    ...[line.unitPrice, line.discount, line.total, line.tax].map(({ amount }) => amount),
  ]);
  const sums = (['subtotal', 'discount', 'delivery', 'rounding', 'total', 'tax'] as const).map(
    (name) => totals[name].amount,
  );
  return createHash('sha256')
    .update(JSON.stringify([currency, sold, sums]))
    .digest('base64url')
    .slice(0, 22);
}
