import type { DukaBuyer, PendingPayment } from '@smartduka/sdk/buyer';

/** Older than this, an undecided payment no longer takes the buyer back to where they paid. */
const freshMs = 30 * 60_000;

/** Orders of purchases made by a pay button of its own, not through the cart. */
export const buyingShelf = 'duka:buying';

export function boughtAlone(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(buyingShelf) ?? '{}') as Record<string, string>;
  } catch {
    return {}; // Refused, or not ours: then a reload cannot be told from a first visit, and the server still prompts once per order.
  }
}

/** The checkout that a reload, a crash or a dead line cut off, if there is one. */
export function unfinishedCheckout(client: DukaBuyer): PendingPayment | undefined {
  const alone = Object.values(boughtAlone());
  return client.payments
    .pending()
    .find(({ order, startedAt }) => !alone.includes(order ?? '') && Date.now() - Date.parse(startedAt) < freshMs);
}
