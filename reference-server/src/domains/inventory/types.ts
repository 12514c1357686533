/** So many of one variant. Repeated variants are added up before stock is looked at. */
export interface StockItem {
  variant: string;
  quantity: number;
  /** What to call it in `insufficient_stock`. */
  title: string;
}

/**
 * What became of the hold of an order. held -> consumed | released | expired; the last three are final. `none`: nothing was ever held, since
 * none of its goods are counted.
 */
export type ReservationState = 'held' | 'consumed' | 'released' | 'expired';
