import { Ids } from './ids.js';
import { defaultKnobs, turned, type Knobs } from './knobs.js';
import type { Phone, SmsText, Transaction } from './records.js';
import type { Shortcode } from './shortcodes.js';
import type { Store } from './store.js';

/** Opening balance of a number nobody has set up, in shillings. */
export const OPENING_BALANCE = 20_000;
const OPENING_UTILITY = 100_000;
const INBOX_SIZE = 50;

/** What the simulator knows: phones, businesses, settings; and how it names things. */
export class World {
  readonly store: Store;
  readonly shortcodes: readonly Shortcode[];
  private readonly initialKnobs: Knobs;
  private readonly seed: number;
  private naming: Ids;

  constructor(options: { store: Store; seed: number; shortcodes: readonly Shortcode[]; knobs: Knobs }) {
    this.store = options.store;
    this.seed = options.seed;
    this.shortcodes = options.shortcodes;
    this.initialKnobs = options.knobs;
    this.naming = new Ids(this.store, this.seed);
  }

  get ids(): Ids {
    return this.naming;
  }

  get knobs(): Knobs {
    const stored = this.store.get('facts', 'knobs')?.value;
    return typeof stored === 'string'
      ? { ...defaultKnobs, ...(JSON.parse(stored) as Partial<Knobs>) }
      : this.initialKnobs;
  }

  turn(changes: Readonly<Record<string, unknown>>): Knobs {
    const knobs = turned(this.knobs, changes);
    this.store.put('facts', { id: 'knobs', value: JSON.stringify(knobs) });
    return knobs;
  }

  /** The phone of a number, which need not have been heard of. */
  phone(msisdn: string): Phone {
    const known = this.store.get('phones', msisdn);
    return known ?? { id: msisdn, balance: OPENING_BALANCE, off: false, name: 'AMINA', inbox: [] };
  }

  setPhone(msisdn: string, changes: Partial<Omit<Phone, 'id'>>): Phone {
    return this.store.put('phones', { ...this.phone(msisdn), ...changes });
  }

  sms(msisdn: string, at: number, text: SmsText): void {
    const inbox = [{ at, text }, ...this.phone(msisdn).inbox].slice(0, INBOX_SIZE);
    this.setPhone(msisdn, { inbox });
  }

  shortcode(number: string): Shortcode | undefined {
    return this.shortcodes.find((known) => known.shortcode === number);
  }

  /** Writes money that moved into the books, with the business's share. */
  book(transaction: Transaction): Transaction {
    const { shortcode, amount, kind } = transaction;
    const sign = kind === 'b2c' || kind === 'reversal' ? -1 : 1;
    this.store.put('facts', { id: `utility:${shortcode}`, value: this.utility(shortcode) + sign * amount });
    return this.store.put('transactions', transaction);
  }

  /** What a business can pay out of, in shillings. */
  utility(shortcode: string): number {
    return Number(this.store.get('facts', `utility:${shortcode}`)?.value ?? OPENING_UTILITY);
  }

  /** The business that a payer means by a pay bill or till number. */
  payee(number: string): Shortcode | undefined {
    return this.shortcodes.find((known) => (known.till ?? known.shortcode) === number);
  }

  /** Forgets everything that happened. Time and settings stay. */
  reset(): void {
    const keep = ['now', 'offset', 'knobs', 'initiator-key'].flatMap((id) => this.store.get('facts', id) ?? []);
    this.store.clear();
    for (const fact of keep) this.store.put('facts', fact);
    this.naming = new Ids(this.store, this.seed);
    this.store.flush();
  }
}
