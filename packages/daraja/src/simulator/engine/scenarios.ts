import type { FaultKind, Forgery, Report } from './records.js';

/** What happens after the push was accepted, in milliseconds from then. @public */
export type Step =
  /** M-Pesa's books change; queries see it from here on. */
  | { readonly at: number; readonly settle: string }
  /** A callback is posted. */
  | { readonly at: number; readonly report: Report };

/** How a push is answered, when not with the usual acknowledgement. @public */
export interface Trouble {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** A course of events that the simulator can play. @public */
export interface Scenario {
  readonly number: number;
  /** Whose requests it is for; Express unless said. */
  readonly product?: 'b2c' | 'reversal' | 'status';
  readonly title: string;
  /** What `variant` may be; the first is the default. */
  readonly variants: readonly string[];
  /** The request is refused and nothing else happens. */
  readonly refuse?: (variant: string) => Trouble;
  /** The acknowledgement is late, or never written to the socket. */
  readonly answer?: { readonly delayMs?: number; readonly lost?: (variant: string) => 'hangup' | 'gateway-timeout' };
  readonly steps: (variant: string) => readonly Step[];
  /** Refused the first time for each number; the next request is taken. */
  readonly firstTime?: (variant: string) => FaultKind;
  /** A prompt that does not wait for an earlier one. */
  readonly ignoresLock?: boolean;
  /** How queries misbehave. */
  readonly query?: 'flaky' | 'denies';
}

const simple = (title: string, code: string, at: number): Omit<Scenario, 'number'> => ({
  title,
  variants: [''],
  steps: () => [
    { at, settle: code },
    { at, report: { code } },
  ],
});

/** The code is the variant. */
const coded = (title: string, codes: readonly string[], at: number): Omit<Scenario, 'number'> => ({
  title,
  variants: codes,
  steps: (code) => [
    { at, settle: code },
    { at, report: { code } },
  ],
});

const paidAfter = (at: number): readonly Step[] => [
  { at, settle: '0' },
  { at, report: { code: '0' } },
];

const S = 1_000;

const ofProduct = (
  title: string,
  product: NonNullable<Scenario['product']>,
  variants: readonly string[],
): Omit<Scenario, 'number'> => ({ title, product, variants, steps: () => [] });

/** The table at the end of daraja.md. 26 and 27 are no requests of the shop's: a payer at the phone's menu plays them. */
const table: Readonly<Record<number, Omit<Scenario, 'number'>>> = {
  1: simple('Payer approves', '0', 8 * S),
  2: {
    title: 'Approves, awkward metadata',
    variants: [''],
    steps: () => [
      { at: 8 * S, settle: '0' },
      { at: 8 * S, report: { code: '0', awkward: true } },
    ],
  },
  3: { title: 'Callback before the answer', variants: [''], answer: { delayMs: 3 * S }, steps: () => paidAfter(S) },
  4: {
    title: 'Callback lost',
    variants: [''],
    steps: () => [
      { at: 8 * S, settle: '0' },
      { at: 8 * S, report: { code: '0', lost: true } },
    ],
  },
  5: {
    title: 'Late success',
    variants: [''],
    steps: () => [
      { at: 170 * S, settle: '0' },
      { at: 180 * S, report: { code: '0' } },
    ],
  },
  6: {
    title: 'Callback three times',
    variants: [''],
    steps: () => [
      { at: 5 * S, settle: '0' },
      { at: 5 * S, report: { code: '0' } },
      { at: 5 * S, report: { code: '0' } },
      { at: 60 * S, report: { code: '0' } },
    ],
  },
  7: {
    title: 'Conflicting callbacks',
    variants: ['late-success', 'late-cancel'],
    steps: (variant) =>
      variant === 'late-cancel'
        ? [...paidAfter(8 * S), { at: 20 * S, report: { code: '1032' } }]
        : [
            { at: 14 * S, settle: '1037' },
            { at: 26 * S, report: { code: '1037' } },
            { at: 38 * S, settle: '0' },
            { at: 40 * S, report: { code: '0' } },
          ],
  },
  8: simple('Payer cancels', '1032', 6 * S),
  9: {
    title: 'Phone off, or the prompt ignored',
    variants: [''],
    steps: () => [
      { at: 14 * S, settle: '1037' },
      { at: 26 * S, report: { code: '1037' } },
    ],
  },
  10: simple('Not enough money', '1', 6 * S),
  11: simple('Wrong PIN', '2001', 6 * S),
  12: simple('Prompt expires', '1019', 70 * S),
  13: coded('Push cannot be delivered', ['1025', '9999'], S),
  14: coded('Limits and load', ['4', '2', '3', '8', '17', '26', '1001'], 3 * S),
  15: coded('Till and pay bill mixed up', ['2028', 'SFC_IC0003'], 2 * S),
  16: {
    title: 'A field is refused',
    variants: ['PhoneNumber', 'Amount', 'CallBackURL', 'Timestamp', 'BusinessShortCode'],
    refuse: (field) => ({ status: 400, code: '400.002.02', message: `Bad Request - Invalid ${field}` }),
    steps: () => [],
  },
  17: {
    title: 'Merchant refused, or the line is busy',
    variants: ['credentials', 'merchant', 'lock'],
    refuse: (variant) => ({
      status: 500,
      code: '500.001.1001',
      message:
        variant === 'merchant'
          ? 'Merchant does not exist'
          : variant === 'lock'
            ? 'Unable to lock subscriber, a transaction is already in process for the current subscriber'
            : 'Wrong credentials',
    }),
    steps: () => [],
  },
  18: {
    title: 'Access token revoked',
    variants: ['token', 'token-401', 'token-400'],
    firstTime: (variant) => (variant === 'token-401' || variant === 'token-400' ? variant : 'token'),
    steps: () => paidAfter(8 * S),
  },
  19: {
    title: 'No access token to be had',
    variants: ['credentials', 'grant', 'empty', 'slow'],
    firstTime: () => 'token',
    steps: () => paidAfter(8 * S),
  },
  20: {
    title: 'Throttled, then let through',
    variants: ['spike', 'quota', 'waf'],
    firstTime: (variant) => (variant === 'quota' || variant === 'waf' ? variant : 'spike'),
    steps: () => paidAfter(8 * S),
  },
  21: {
    title: 'Answer lost',
    variants: ['hangup', 'gateway-timeout', 'cancelled'],
    answer: { lost: (variant) => (variant === 'gateway-timeout' ? 'gateway-timeout' : 'hangup') },
    steps: (variant) =>
      variant === 'cancelled'
        ? [
            { at: 8 * S, settle: '1032' },
            { at: 8 * S, report: { code: '1032' } },
          ]
        : paidAfter(8 * S),
  },
  22: { title: 'Two prompts, both paid', variants: [''], ignoresLock: true, steps: () => paidAfter(8 * S) },
  23: {
    title: 'Flaky query',
    variants: ['late', 'never'],
    query: 'flaky',
    steps: (variant) => [
      { at: 90 * S, settle: '0' },
      ...(variant === 'never' ? [] : [{ at: 90 * S, report: { code: '0' } }]),
    ],
  },
  24: { title: 'Query knows nothing of it', variants: ['unknown', 'malformed'], query: 'denies', steps: () => [] },
  25: {
    title: 'Forged callback',
    variants: ['wrong-amount', 'bad-token', 'foreign-address', 'replayed-receipt', 'unknown-id'],
    steps: (variant) => [
      { at: 3 * S, report: { code: '0', forgery: variant as Forgery } },
      { at: 10 * S, settle: '1032' },
      { at: 10 * S, report: { code: '1032' } },
    ],
  },
  28: ofProduct('Payout', 'b2c', ['paid', 'insufficient', 'credential', 'unregistered', 'late']),
  29: ofProduct('Reversal', 'reversal', ['done', 'not-permitted']),
  30: ofProduct('Status and balance', 'status', ['answered', 'empty', 'silent']),
};

/** All scenarios, by number. @public */
export const scenarios: readonly Scenario[] = Object.entries(table).map(([number, scenario]) => ({
  number: Number(number),
  ...scenario,
}));

export function scenarioOf(number: number): Scenario | undefined {
  return scenarios.find((scenario) => scenario.number === number);
}

/** Scenario that the number itself asks for: `2547000000NN`. `undefined` for every other number. */
export function magicScenario(msisdn: string): number | undefined {
  const number = Number(/^2547000000(\d\d)$/.exec(msisdn)?.[1] ?? 0);
  if (number === 0) return undefined;
  const scenario = scenarioOf(number);
  return scenario && !scenario.product ? number : 1;
}

/** @throws RangeError for a scenario or variant that does not exist. */
export function checkScenario(number: number, variant?: string): void {
  const scenario = scenarioOf(number);
  if (!scenario) throw new RangeError('scenario: must be a number from 1 to 25, or 28 to 30');
  if (variant !== undefined && variant !== '' && !scenario.variants.includes(variant)) {
    throw new RangeError(`variant: scenario ${number} knows ${scenario.variants.join(', ') || 'none'}`);
  }
}
