import type { Availability } from '@smartduka/contract';
import type { StockItem } from './types.js';

/** By how much the figures of a level change. */
export interface StockChange {
  onHand: number;
  available: number;
  held: number;
  allocated: number;
}

export type StockMove = 'hold' | 'release' | 'consume' | 'take' | 'adjust' | 'unsell' | 'writeOff' | 'handOver';

/** What each move does to one unit. Each row keeps onHand = available + held + allocated. */
export const stockMoves: Readonly<Record<StockMove, StockChange>> = {
  hold: { onHand: 0, available: -1, held: 1, allocated: 0 },
  release: { onHand: 0, available: 1, held: -1, allocated: 0 },
  consume: { onHand: 0, available: 0, held: -1, allocated: 1 },
  take: { onHand: 0, available: -1, held: 0, allocated: 1 },
  adjust: { onHand: 1, available: 1, held: 0, allocated: 0 },
  // Sold, and now with the buyer.
  handOver: { onHand: -1, available: 0, held: 0, allocated: -1 },
  // Sold and never handed over: back on sale, or gone for good.
  unsell: { onHand: 0, available: 1, held: 0, allocated: -1 },
  writeOff: { onHand: -1, available: 0, held: 0, allocated: -1 },
};

export function changeOf(move: StockMove, quantity: number): StockChange {
  const one = stockMoves[move];
  const times = (part: number) => (part === 0 ? 0 : part * quantity);
  return {
    onHand: times(one.onHand),
    available: times(one.available),
    held: times(one.held),
    allocated: times(one.allocated),
  };
}

/** One row per variant, in a fixed order, so that two checkouts of the same goods meet at the first one and not crosswise. */
export function addUp(items: readonly StockItem[]): StockItem[] {
  const byVariant = new Map<string, StockItem>();
  for (const item of items) {
    const sofar = byVariant.get(item.variant);
    byVariant.set(item.variant, { ...item, quantity: item.quantity + (sofar?.quantity ?? 0) });
  }
  return [...byVariant.values()].sort((a, b) => (a.variant < b.variant ? -1 : 1));
}

/** What the public may know of stock. */
export function availabilityOf(available: number, lowAt: number): Availability {
  if (available <= 0) return 'out_of_stock';
  return available <= lowAt ? 'low_stock' : 'in_stock';
}
