import { z } from 'zod';
import { id, Instant, Money, page, PageQuery } from '../primitives.js';

export const LedgerKind = z.enum(['captured', 'applied', 'unapplied', 'refunded']).meta({
  id: 'LedgerKind',
  description:
    'captured: came in. applied: pays for its order. unapplied: waits to be used or given back. refunded: given back. What is applied, unapplied and refunded adds up to what was captured.',
});

export const LedgerEntry = z
  .object({
    id: id('ledgerEntry'),
    kind: LedgerKind,
    payment: id('payment'),
    order: id('order'),
    cause: z.string().meta({
      description: 'What made it move: `capture`, the id of a refund, or the id of a review.',
      examples: ['capture'],
    }),
    amount: Money.meta({ description: 'Negative where money leaves the kind.' }),
    at: Instant,
  })
  .meta({
    id: 'LedgerEntry',
    description: 'A movement of money. Entries are only ever added; balances are their sums.',
  });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

const span = {
  from: z.iso.datetime().optional().meta({ description: 'First instant, UTC.' }),
  to: z.iso.datetime().optional().meta({ description: 'First instant no longer counted, UTC.' }),
  order: id('order').optional(),
  payment: id('payment').optional(),
};

export const LedgerQuery = PageQuery.extend({ ...span, kind: LedgerKind.optional() });
export const LedgerPage = page('LedgerPage', LedgerEntry);

export const LedgerBalanceQuery = z.strictObject(span);
export const LedgerBalances = z
  .object({
    captured: Money,
    applied: Money,
    unapplied: Money,
    refunded: Money,
    entries: z.int().meta({ description: 'How many entries were summed.' }),
  })
  .meta({ id: 'LedgerBalances', description: 'Sums of entries. captured = applied + unapplied + refunded.' });
export type LedgerBalances = z.infer<typeof LedgerBalances>;
