import type { Setup } from '../core/setup.js';
import { shortHash, week } from '../core/storage.js';
import { toE164 } from '../phone.js';
import type { Payment, PaymentInput } from '../types.js';

/** An order made or opened in this browser. */
interface KeptOrder {
  id: string;
  secret: string | null;
  /** Milliseconds since 1970. */
  keptAt: number;
  /** Attempts seen, by id. */
  payments: Record<string, KeptAttempt>;
}

interface KeptAttempt {
  final: boolean;
  /** Tells whether another request to pay is the same one. */
  print: string;
  startedAt: string;
}

/** More than any buyer has open; keeps the storage small. */
const most = 20;

/** The orders that this browser may open, and which of their payments are undecided. */
export class KeptOrders {
  private readonly setup: Setup;

  constructor(setup: Setup) {
    this.setup = setup;
  }

  secretOf(order: string, given: { secret?: string | null | undefined } = {}): string | null {
    return given.secret ?? this.find(order)?.secret ?? null;
  }

  /** The order that a payment belongs to, if we have seen it. */
  orderOf(payment: string): string | null {
    return this.all().find((order) => payment in order.payments)?.id ?? null;
  }

  keep(id: string, secret: string): void {
    const { payments = {}, keptAt = Date.now() } = this.find(id) ?? {};
    this.write({ id, secret, keptAt, payments });
  }

  /** Takes note of where a payment stands. `input` is how it was asked for, when it was asked for here. */
  saw(payment: Payment, input?: PaymentInput): void {
    const { id, order, final, createdAt } = payment;
    const kept = this.find(order) ?? { id: order, secret: null, keptAt: Date.now(), payments: {} };
    const before = kept.payments[id];
    if (before && (before.final || before.final === final) && !input) return;
    const print = input ? printOf(input) : (before?.print ?? '');
    this.write({ ...kept, payments: { ...kept.payments, [id]: { final, print, startedAt: createdAt } } });
  }

  /** The attempt that asks for the same and is undecided as far as we know. */
  undecided(order: string, input: PaymentInput): string | null {
    const attempts = Object.entries(this.find(order)?.payments ?? {});
    return attempts.find(([, { final, print }]) => !final && print === printOf(input))?.[0] ?? null;
  }

  allUndecided(): { order: string; payment: string; startedAt: string }[] {
    return this.all().flatMap(({ id, payments }) =>
      Object.entries(payments)
        .filter(([, { final }]) => !final)
        .map(([payment, { startedAt }]) => ({ order: id, payment, startedAt })),
    );
  }

  private all(): KeptOrder[] {
    const orders = this.setup.shelf.get<KeptOrder[]>('orders') ?? [];
    return orders.filter(({ keptAt }) => keptAt > Date.now() - week);
  }

  private find(id: string): KeptOrder | undefined {
    return this.all().find((order) => order.id === id);
  }

  private write(order: KeptOrder): void {
    const others = this.all().filter(({ id }) => id !== order.id);
    this.setup.shelf.set('orders', [order, ...others].slice(0, most));
  }
}

function printOf(input: PaymentInput): string {
  const how = input.method === 'mpesa' ? `mpesa ${toE164(input.phone) ?? input.phone}` : input.method;
  return shortHash('amount' in input && input.amount ? `${how} ${input.amount}` : how);
}
