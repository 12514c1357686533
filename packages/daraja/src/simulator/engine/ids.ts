import { eatStamp } from '../../core/eat.js';
import type { Store } from './store.js';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DAYS = '123456789ABCDEFGHIJKLMNOPQRSTUV';

/** Names for things, in Daraja's shapes, drawn from a seeded sequence that a restart continues. */
export class Ids {
  private readonly store: Store;

  constructor(store: Store, seed: number) {
    this.store = store;
    if (!store.get('facts', 'random')) store.put('facts', { id: 'random', value: seed >>> 0 });
  }

  /** `ws_CO_` + date and time in East Africa + milliseconds unpadded + last nine digits. daraja.md §5 */
  checkoutRequest(at: number, msisdn: string): string {
    for (let instant = at; ; instant++) {
      const moment = new Date(instant);
      const stamp = eatStamp(moment);
      const day = stamp.slice(6, 8) + stamp.slice(4, 6) + stamp.slice(0, 4) + stamp.slice(8);
      const id = `ws_CO_${day}${moment.getUTCMilliseconds()}${msisdn.slice(-9)}`;
      if (!this.store.get('pushes', id)) return id;
    }
  }

  merchantRequest(): string {
    return this.hexGroups() + this.digits(5);
  }

  requestId(): string {
    return this.hexGroups() + this.digits(5);
  }

  /** Ten characters: year, month and day as letters, then seven at random. daraja.md §6 */
  receipt(at: number): string {
    const stamp = eatStamp(new Date(at));
    const year = LETTERS[10 + ((Number(stamp.slice(0, 4)) - 2006 + 26) % 26)];
    const month = LETTERS[9 + Number(stamp.slice(4, 6))];
    const day = DAYS[Number(stamp.slice(6, 8)) - 1];
    return `${year}${month}${day}${this.pick(LETTERS, 7)}`;
  }

  /** `AG_` + date + twenty hexadecimal digits. daraja.md §11 */
  conversation(at: number): string {
    return `AG_${eatStamp(new Date(at)).slice(0, 8)}_${this.pick('0123456789abcdef', 20)}`;
  }

  accessToken(): string {
    return this.pick(`${LETTERS}abcdefghijklmnopqrstuvwxyz`, 28);
  }

  /** A short running name for the simulator's own records. */
  own(prefix: string): string {
    const name = `count:${prefix}`;
    const count = Number(this.store.get('facts', name)?.value ?? 0) + 1;
    this.store.put('facts', { id: name, value: count });
    return `${prefix}${count}`;
  }

  /** From 0 up to, not including, 1. */
  random(): number {
    const [value] = this.draw(1);
    return value ?? 0;
  }

  private hexGroups(): string {
    const hex = '0123456789abcdef';
    return `${this.pick(hex, 4)}-${this.pick(hex, 4)}-${this.pick(hex, 4)}-${this.pick(hex, 12)}`;
  }

  private digits(count: number): string {
    return this.pick('0123456789', count);
  }

  private pick(from: string, count: number): string {
    return this.draw(count)
      .map((value) => from[Math.floor(value * from.length)])
      .join('');
  }

  /** mulberry32: small, good enough for a simulator, and its whole state is one number that can be stored. */
  private draw(count: number): number[] {
    let state = Number(this.store.get('facts', 'random')?.value ?? 0);
    const values: number[] = [];
    for (let i = 0; i < count; i++) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      values.push(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32);
    }
    this.store.put('facts', { id: 'random', value: state });
    return values;
  }
}
