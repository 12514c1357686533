import type { ShortLine } from '@smartduka/contract';

/** So many of one variant. Repeated variants are added up before stock is looked at. */
export interface StockItem {
  variant: string;
  quantity: number;
  /** What to call it in `insufficient_stock`. */
  title: string;
}

/** held -> consumed | released | expired; the last three are final. */
export type ReservationState = 'held' | 'consumed' | 'released' | 'expired';

/** What became of goods that were paid for: taken from the hold, taken again after it had gone, or no longer there (S3). */
export type Consumed =
  | { readonly outcome: 'consumed' | 'retaken' }
  | { readonly outcome: 'short'; readonly lines: readonly ShortLine[] };
