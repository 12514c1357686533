import { z } from 'zod';
import { id, Instant, limits, page, PageQuery, text } from '../primitives.js';

export const StockLevel = z
  .object({
    variant: id('variant'),
    location: id('location'),
    sku: z.string(),
    onHand: z.int().meta({ description: 'Counted in the place: available + held + allocated.' }),
    available: z.int(),
    held: z.int().meta({ description: 'Kept for checkouts in progress.' }),
    allocated: z.int().meta({ description: 'Sold, not yet handed over.' }),
    updatedAt: Instant,
  })
  .meta({ id: 'StockLevel', description: 'Stock of a variant in a place.' });
export type StockLevel = z.infer<typeof StockLevel>;

export const StockLevelQuery = PageQuery.extend({
  variant: id('variant').optional(),
  location: id('location').optional(),
});
export const StockLevelPage = page('StockLevelPage', StockLevel);

export const AdjustmentReason = z.enum([
  'received',
  'damage',
  'loss',
  'theft',
  'expired',
  'recount',
  'return',
  'correction',
]);

export const StockAdjustment = z
  .strictObject({
    variant: id('variant'),
    location: id('location').optional().meta({ description: 'Default: the shop’s main location.' }),
    change: z.int().min(-1_000_000).max(1_000_000).meta({ description: 'How many more (or fewer) there are. Not 0.' }),
    reason: AdjustmentReason,
    note: text(limits.note).optional(),
  })
  .refine((adjustment) => adjustment.change !== 0, { error: 'must not be 0', path: ['change'] })
  .meta({ id: 'StockAdjustment', description: 'An increment of stock. Stock never goes below what is available.' });
export type StockAdjustment = z.infer<typeof StockAdjustment>;
