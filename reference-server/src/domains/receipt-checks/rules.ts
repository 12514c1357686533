/** How long M-Pesa's answer is waited for before people are told that none came. A later one still counts. */
export const answerWithin = 90_000;

/** How often a receipt may be asked about: M-Pesa is spared, and nobody tries numbers until one fits. */
export const checkLimits = {
  order: { name: 'receipts-of-order', perSecond: 5 / 600, burst: 5 },
  shop: { name: 'receipts-of-shop', perSecond: 1, burst: 60 },
} as const;

// The first letter is the year, so there is always one in front. A digit somewhere tells it from a word in capitals; one of letters alone
// stands first, and its letters are of a year, a month and a day.
const number = /\b(?=[A-Z]{0,9}\d)[A-Z][A-Z0-9]{9}\b|^\s*[N-Z][A-L][A-V][A-Z]{7}\b/;

/** M-Pesa's receipt number in what somebody pasted: the bare number, or a whole message in either language. */
export function receiptNumberIn(text: string): string | null {
  const alone = text.trim().toUpperCase();
  return number.exec(alone.length === 10 ? alone : text)?.[0].trim() ?? null;
}
