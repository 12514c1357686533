import type { FulfilmentState, FulfilmentStatus } from '@smartduka/contract';
import type { FulfilmentRecord } from './model.js';

/** By line: how many. */
export type Quantities = ReadonlyMap<string, number>;
interface Ordered {
  readonly id: string;
  readonly quantity: number;
}

/** Where packed goods can go from each state. */
const next: Readonly<Record<FulfilmentState, readonly FulfilmentState[]>> = {
  ready: ['handed_over', 'delivered', 'canceled'],
  handed_over: ['delivered'],
  delivered: [],
  canceled: [],
};
export const canTurn = (from: FulfilmentState, to: FulfilmentState): boolean => from === to || next[from].includes(to);
export const hasLeft = (state: FulfilmentState): boolean => state === 'handed_over' || state === 'delivered';

export function addUpLines(parts: readonly { readonly line: string; readonly quantity: number }[]): Quantities {
  const sums = new Map<string, number>();
  for (const { line, quantity } of parts) sums.set(line, (sums.get(line) ?? 0) + quantity);
  return sums;
}

/**
 * How many of each line can still be packed or handed over: what comes back before it has left does not leave any more.
 *
 * @param returned What was given back, or is about to be.
 */
export function leftToFulfil(
  lines: readonly Ordered[],
  fulfilments: readonly FulfilmentRecord[],
  returned: Quantities,
): Quantities {
  const taken = addUpLines(fulfilments.filter(({ state }) => state !== 'canceled').flatMap((one) => one.lines));
  return new Map(
    lines.map(({ id, quantity }) => [id, Math.max(0, quantity - (taken.get(id) ?? 0) - (returned.get(id) ?? 0))]),
  );
}

/** How much of an order has left the shop, when what was given back is not waited for. */
export function statusOf(
  lines: readonly Ordered[],
  fulfilments: readonly FulfilmentRecord[],
  returned: Quantities,
): FulfilmentStatus {
  const gone = fulfilments.filter(({ state }) => hasLeft(state));
  if (gone.length === 0) return 'unfulfilled';
  const left = leftToFulfil(lines, gone, returned);
  return [...left.values()].every((quantity) => quantity === 0) ? 'fulfilled' : 'partial';
}
