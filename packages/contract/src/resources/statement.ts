import { z } from 'zod';
import { id, Instant, limits, Money, page, PageQuery, text } from '../primitives.js';

export const StatementMatch = z.enum(['matched', 'missing_here', 'amount_differs', 'other']).meta({
  id: 'StatementMatch',
  description:
    'matched: we know the payment or refund. missing_here: money came in that we know nothing of. amount_differs: the same receipt, another amount. other: money that went out and is no refund of ours, such as charges.',
});

const Sum = z.object({ count: z.int(), amount: Money });

export const Statement = z
  .object({
    id: id('statement'),
    name: z.string().nullable(),
    lines: z.int(),
    known: z.int().meta({ description: 'Lines that an earlier statement had brought in.' }),
    unread: z
      .array(z.object({ line: z.int(), why: z.string() }))
      .meta({ description: 'Lines of the file that could not be read; the first 100.' }),
    from: Instant.nullable(),
    to: Instant.nullable(),
    matched: Sum,
    missingHere: Sum,
    amountDiffers: Sum,
    other: Sum,
    missingThere: z
      .array(
        z.object({ payment: id('payment'), order: id('order'), receiptNumber: z.string(), amount: Money, at: Instant }),
      )
      .meta({ description: 'Payments that we count in that time and no statement shows; the first 1,000.' }),
    by: z.string().nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Statement', description: 'A statement of the M-PESA portal, and how it stands to our books now.' });
export type Statement = z.infer<typeof Statement>;
export const StatementPage = page('StatementPage', Statement);

export const StatementImportQuery = z.strictObject({
  name: text(limits.name).optional().meta({ description: 'Name of the file, for people.' }),
});

export const StatementLine = z
  .object({
    receiptNumber: z.string(),
    direction: z.enum(['in', 'out']),
    amount: Money,
    at: Instant,
    details: z.string().meta({ description: 'As the portal says, phone numbers hidden.' }),
    account: z.string().nullable().meta({ description: 'What the payer typed.' }),
    match: StatementMatch,
    payment: id('payment').nullable(),
    refund: id('refund').nullable(),
  })
  .meta({ id: 'StatementLine', description: 'A line of a statement.' });
export type StatementLine = z.infer<typeof StatementLine>;
export const StatementLineQuery = PageQuery.extend({ match: StatementMatch.optional() });
export const StatementLinePage = page('StatementLinePage', StatementLine);
