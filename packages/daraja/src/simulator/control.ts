import { toMsisdn } from '../core/phone.js';
import type { Engine } from './engine/engine.js';
import { forgeries, type PhoneAnswer } from './engine/express.js';
import type { Knobs } from './engine/knobs.js';
import type {
  Callback,
  DeliveryOrder,
  Fault,
  Phone,
  Push,
  Report,
  RequestRecord,
  Transaction,
  Wish,
} from './engine/records.js';
import { revokeTokens } from './http/oauth.js';

/** What can be changed about a phone. @public */
export interface PhoneChanges {
  /** Whole shillings. */
  readonly balance?: number;
  readonly off?: boolean;
  readonly name?: string;
}

/** Everything a test, a person or a script may do to the simulator. Also over HTTP, under `/__sim/`. @public */
export interface Control {
  /** Virtual time. */
  now(): Date;
  /** Moves virtual time on; resolves when all that fell due is done, callbacks delivered included. */
  advance(ms: number): Promise<void>;
  /** Accepted prompts, oldest first. */
  pushes(): readonly Push[];
  /** @throws RangeError when there is none. */
  push(checkoutRequestId: string): Push;
  callbacks(): readonly Callback[];
  requests(): readonly RequestRecord[];
  phones(): readonly Phone[];
  phone(phone: string): Phone;
  setPhone(phone: string, changes: PhoneChanges): Phone;
  /** Pays a pay bill or till from the phone's own menu. What comes of it shows a moment later. */
  payFromMenu(phone: string, payment: { payee: string; amount: number; account?: string; pin: string }): void;
  /** Money that moved. */
  transactions(): readonly Transaction[];
  /** What an initiator's password is encrypted with (`securityCredential`), as PEM. */
  publicKey(): string;
  /** Takes up the phone on which a prompt is open. */
  answer(checkoutRequestId: string, answer: PhoneAnswer): Push;
  /** The scenario of the next push; with `phone`, of the next one to that number. */
  next(wish: { scenario: number; variant?: string; phone?: string }): Wish;
  /** Takes back all wishes and faults that still wait for their request. */
  clearOrders(): void;
  /** Another scenario for a prompt that is still open. */
  direct(checkoutRequestId: string, scenario: number, variant?: string): Push;
  /** Makes an endpoint fail the next `times` times. */
  fail(fault: { endpoint: Fault['endpoint']; kind: Fault['kind']; times?: number; delayMs?: number }): Fault;
  /** What becomes of the callbacks of a prompt that are still to come. */
  deliver(checkoutRequestId: string, order: DeliveryOrder): Push;
  /** Posts a recorded callback once more. Resolves when it was delivered, or is due later. */
  replay(callbackId: string, delayMs?: number): Promise<Callback>;
  /** Posts a callback made to measure, true or forged. */
  report(checkoutRequestId: string, report: Report, delayMs?: number): Promise<Callback>;
  /** No access token works any more. */
  revokeTokens(): void;
  readonly knobs: Knobs;
  turn(changes: Partial<Knobs>): Knobs;
  /** Forgets everything but time and knobs. */
  reset(): void;
}

export function createControl(engine: Engine): Control {
  const { world, time, express, courier } = engine;
  const { store } = world;
  /** Written before anybody is told. */
  const kept = <T>(result: T): T => {
    store.flush();
    return result;
  };
  return {
    now: () => new Date(time.now()),
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) return Promise.reject(new RangeError('advanceMs: must not be negative'));
      return time.advance(ms);
    },
    pushes: () => store.list('pushes'),
    push(id) {
      const push = store.get('pushes', id);
      if (!push) throw new RangeError(`push: there is no ${id}`);
      return push;
    },
    callbacks: () => store.list('callbacks'),
    requests: () => store.list('requests'),
    phones: () => store.list('phones'),
    phone: (phone) => world.phone(toMsisdn(phone)),
    setPhone(phone, changes) {
      const msisdn = toMsisdn(phone);
      const { balance, off, name } = changes;
      if (balance !== undefined && !(Number.isSafeInteger(balance) && balance >= 0 && balance <= 500_000)) {
        throw new RangeError('balance: must be whole shillings from 0 to 500000');
      }
      if (off !== undefined && typeof off !== 'boolean') throw new RangeError('off: must be true or false');
      if (name !== undefined && !/^[\p{L} '.-]{1,40}$/u.test(name))
        throw new RangeError('name: must be 1 to 40 letters');
      if (off !== undefined) express.switchPhone(msisdn, off);
      return kept(
        world.setPhone(msisdn, {
          ...(balance === undefined ? {} : { balance }),
          ...(name === undefined ? {} : { name }),
        }),
      );
    },
    payFromMenu(phone, { payee, amount, account = '', pin }) {
      kept(engine.c2b.pay({ phone: toMsisdn(phone), payee, amount, account, pin }));
    },
    transactions: () => store.list('transactions'),
    publicKey: () => kept(engine.initiator.publicKey()),
    answer: (id, answer) => kept(express.answer(id, answer)),
    next: ({ scenario, variant, phone }) =>
      kept(engine.wish({ scenario, ...(variant ? { variant } : {}), ...(phone ? { phone: toMsisdn(phone) } : {}) })),
    clearOrders() {
      for (const wish of store.list('wishes')) store.remove('wishes', wish.id);
      for (const fault of store.list('faults')) store.remove('faults', fault.id);
      store.flush();
    },
    direct: (id, scenario, variant) => kept(express.direct(id, scenario, variant)),
    fail: ({ endpoint, kind, times = 1, delayMs }) =>
      kept(engine.fail({ endpoint, kind, times, ...(delayMs ? { delayMs } : {}) })),
    deliver: (id, order) => kept(express.order(id, order)),
    replay: (id, delayMs) => courier.replay(id, delayMs),
    report(id, report, delayMs) {
      if (report.forgery && !forgeries.includes(report.forgery)) {
        return Promise.reject(new RangeError(`forgery: must be one of ${forgeries.join(', ')}`));
      }
      return express.report(id, report, delayMs);
    },
    revokeTokens: () => kept(revokeTokens(world)),
    get knobs() {
      return world.knobs;
    },
    turn: (changes) => kept(world.turn({ ...changes })),
    reset() {
      world.reset();
    },
  };
}
