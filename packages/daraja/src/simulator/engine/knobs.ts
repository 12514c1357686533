/** How this Daraja behaves where the real one is known to vary, or where a test wants it its own way. @public */
export interface Knobs {
  /** What decides a prompt that nobody scripted: 0 is the person at the phone page, 1-30 a scenario. */
  readonly defaultScenario: number;
  /** How a query answers while the payer decides: 4999, HTTP 500, or HTTP 200 with an empty error. daraja.md §8 */
  readonly queryStyle: 'a' | 'b' | 'c';
  /** Share of queries that fail after the final answer is known, 0 to 1. */
  readonly queryFlakeRate: number;
  /** `swapped`: codes come as the other of number and string. */
  readonly codeTypes: 'documented' | 'swapped';
  /** Whether callbacks carry a `Balance` item. */
  readonly balanceItem: 'none' | 'empty' | 'text';
  /** Form of `PhoneNumber` in Express callbacks; masked is what newer rules may bring. */
  readonly stkPhone: 'plain' | 'masked';
  /** Refuse a second prompt on a phone whose first is undecided. */
  readonly subscriberLock: boolean;
  /** How long a prompt waits for a PIN, and what it then ends as. */
  readonly promptLifetimeMs: number;
  readonly lapseCode: '1037' | '1019' | '1032';
  /** A phone that is off: when the query knows, and when the callback comes. */
  readonly unreachableQueryMs: number;
  readonly unreachableMs: number;
  /** From the payer's answer to M-Pesa's books, and from there to the callback. */
  readonly settleDelayMs: number;
  readonly callbackDelayMs: number;
  /** Daraja's rules for callback addresses (words, capitals in the host). */
  readonly strictUrls: boolean;
  /** Refuse over-long AccountReference and TransactionDesc at once instead of failing later as 1025. */
  readonly strictTexts: boolean;
  /** Most minutes a Timestamp may be off; 0 does not look. */
  readonly maxSkewMinutes: number;
  /** Local address that callbacks are sent from, such as 127.0.0.2; empty is the system's choice. */
  readonly sourceAddress: string;
  /** Sent as `X-Forwarded-For` with every callback, as a proxy in front of the shop would; empty sends none. */
  readonly forwardedFor: string;
  /** Form of the payer's number in C2B messages. daraja.md §10 */
  readonly c2bMsisdn: 'plain' | 'masked' | 'hashed';
  /** Whether Safaricom has switched external validation on: menu payments are then asked about first. */
  readonly c2bValidation: boolean;
  /** Whether an Express payment also sends a C2B confirmation with the same receipt. */
  readonly stkAlsoC2b: boolean;
}

/** How the simulator behaves unless told otherwise. @public */
export const defaultKnobs: Knobs = {
  defaultScenario: 0,
  queryStyle: 'a',
  queryFlakeRate: 0,
  codeTypes: 'documented',
  balanceItem: 'empty',
  stkPhone: 'plain',
  subscriberLock: true,
  promptLifetimeMs: 60_000,
  lapseCode: '1037',
  unreachableQueryMs: 14_000,
  unreachableMs: 26_000,
  settleDelayMs: 1_000,
  callbackDelayMs: 1_000,
  strictUrls: true,
  strictTexts: false,
  maxSkewMinutes: 0,
  sourceAddress: '',
  forwardedFor: '',
  c2bMsisdn: 'masked',
  c2bValidation: false,
  stkAlsoC2b: false,
};

const choices: { readonly [K in keyof Knobs]?: readonly Knobs[K][] } = {
  queryStyle: ['a', 'b', 'c'],
  codeTypes: ['documented', 'swapped'],
  balanceItem: ['none', 'empty', 'text'],
  stkPhone: ['plain', 'masked'],
  lapseCode: ['1037', '1019', '1032'],
  c2bMsisdn: ['plain', 'masked', 'hashed'],
};

/**
 * Changes some of the knobs.
 * @throws RangeError naming a knob that does not exist or a value it cannot take.
 */
export function turned(knobs: Knobs, changes: Readonly<Record<string, unknown>>): Knobs {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(defaultKnobs, name)) throw new RangeError(`${name}: there is no such knob`);
    const key = name as keyof Knobs;
    const options: readonly unknown[] | undefined = choices[key];
    if (options && !options.includes(value)) throw new RangeError(`${name}: must be one of ${options.join(', ')}`);
    if (typeof value !== typeof defaultKnobs[key])
      throw new RangeError(`${name}: must be a ${typeof defaultKnobs[key]}`);
    if (typeof value === 'number' && !(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`${name}: must not be negative`);
    }
  }
  return { ...knobs, ...changes };
}
