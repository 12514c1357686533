/**
 * What one costs after more has come in: the average over all there are, by weight. Minor units, to the nearest, a half going up. What was there
 * at an unknown cost, or nothing, takes the new cost.
 *
 * @example averageCost({ onHand: 10, cost: 100 }, { quantity: 30, unitCost: 120 }) // 115
 */
export function averageCost(
  before: { onHand: number; cost: number | null },
  arrived: { quantity: number; unitCost: number },
): number {
  if (before.cost === null || before.onHand <= 0) return arrived.unitCost;
  const all = BigInt(before.onHand) + BigInt(arrived.quantity);
  const worth = BigInt(before.onHand) * BigInt(before.cost) + BigInt(arrived.quantity) * BigInt(arrived.unitCost);
  return Number((2n * worth + all) / (2n * all));
}
