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

export const StockMovement = z
  .object({
    id: id('movement'),
    variant: id('variant'),
    location: id('location'),
    reason: z.string().meta({ description: 'Why: a reason of an adjustment, or `held`, `sold`, `transfer_out` …' }),
    onHand: z.int().meta({ description: 'By how much this changed; likewise the others.' }),
    available: z.int(),
    held: z.int(),
    allocated: z.int(),
    order: id('order').nullable(),
    reference: z.string().nullable().meta({ description: 'The transfer, stock-take or purchase that it belongs to.' }),
    staff: z.string().nullable().meta({ description: 'Who did it, when it was a person or a key.' }),
    note: z.string().nullable(),
    at: Instant,
  })
  .meta({
    id: 'StockMovement',
    description: 'One row of the stock ledger. Rows are never changed; their sums are the levels.',
  });
export type StockMovement = z.infer<typeof StockMovement>;
export const StockMovementQuery = PageQuery.extend({
  variant: id('variant').optional(),
  location: id('location').optional(),
  reference: z.string().max(60).optional().meta({ description: 'Id of a transfer, stock-take or purchase.' }),
});
export const StockMovementPage = page('StockMovementPage', StockMovement);

const count = z.int().min(0).max(1_000_000);
const some = z.int().min(1).max(1_000_000);
const oneOfEach = <T extends { variant: string }>(lines: readonly T[]) =>
  new Set(lines.map(({ variant }) => variant)).size === lines.length;
const twice = { error: 'must not name a variant twice' };

export const TransferState = z
  .enum(['draft', 'approved', 'in_transit', 'partially_received', 'received', 'canceled'])
  .meta({ id: 'TransferState', description: 'How far a transfer has come.' });
export type TransferState = z.infer<typeof TransferState>;
export const Transfer = z
  .object({
    id: id('transfer'),
    state: TransferState,
    from: id('location'),
    to: id('location'),
    lines: z.array(
      z.object({
        variant: id('variant'),
        sku: z.string(),
        quantity: z.int(),
        received: z.int(),
        damaged: z.int().meta({ description: 'Broken or lost on the way.' }),
      }),
    ),
    note: z.string().nullable(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
    shippedAt: Instant.nullable(),
  })
  .meta({
    id: 'Transfer',
    description: 'Goods from one place to another: they leave the one when shipped and are in the other when received.',
  });
export type Transfer = z.infer<typeof Transfer>;
export const NewTransfer = z
  .strictObject({
    from: id('location'),
    to: id('location'),
    lines: z
      .array(z.strictObject({ variant: id('variant'), quantity: some }))
      .min(1)
      .max(200)
      .refine(oneOfEach, twice),
    note: text(limits.note).optional(),
  })
  .refine(({ from, to }) => from !== to, { error: 'must be another place than `from`', path: ['to'] })
  .meta({
    id: 'NewTransfer',
    description: 'What is to go from one place to another.',
    examples: [
      {
        from: 'loc_01jdc8v3q5n7x2k4m6p8r0t1w3',
        to: 'loc_01jdc8v3q5n7x2k4m6p8r0t1w4',
        lines: [{ variant: 'var_01jdc8v3q5n7x2k4m6p8r0t1w3', quantity: 12 }],
      },
    ],
  });
export type NewTransfer = z.infer<typeof NewTransfer>;
export const TransferReceipt = z
  .strictObject({
    lines: z
      .array(z.strictObject({ variant: id('variant'), received: count, damaged: count.optional() }))
      .min(1)
      .max(200)
      .refine(oneOfEach, twice),
  })
  .meta({ id: 'TransferReceipt', description: 'What has arrived this time, sound and damaged.' });
export type TransferReceipt = z.infer<typeof TransferReceipt>;
export const TransferQuery = PageQuery.extend({ state: TransferState.optional() });
export const TransferPage = page('TransferPage', Transfer);

export const StockTakeState = z
  .enum(['open', 'closed', 'canceled'])
  .meta({ id: 'StockTakeState', description: '`closed`: what was counted is what the books say.' });
export type StockTakeState = z.infer<typeof StockTakeState>;
export const StockTake = z
  .object({
    id: id('stockTake'),
    state: StockTakeState,
    location: id('location'),
    lines: z.array(
      z.object({
        variant: id('variant'),
        sku: z.string(),
        counted: z.int(),
        expected: z.int().meta({ description: 'What the books said at the moment of counting.' }),
        variance: z.int().meta({ description: 'counted - expected: what closing corrects.' }),
        countedAt: Instant,
      }),
    ),
    note: z.string().nullable(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
    closedAt: Instant.nullable(),
  })
  .meta({ id: 'StockTake', description: 'Counting a place while it goes on selling.' });
export type StockTake = z.infer<typeof StockTake>;
export const NewStockTake = z
  .strictObject({ location: id('location').optional(), note: text(limits.note).optional() })
  .meta({ id: 'NewStockTake', description: 'Begins a count. Default: the main location.' });
export const StockCount = z
  .strictObject({
    counts: z
      .array(
        z
          .strictObject({
            variant: id('variant').optional(),
            code: z.string().min(1).max(40).optional().meta({ description: 'A barcode or SKU, as scanned.' }),
            quantity: count,
            add: z.boolean().optional().meta({ description: 'To what was counted before. Default: instead of it.' }),
          })
          .refine(({ variant, code }) => (variant === undefined) !== (code === undefined), {
            error: 'name either `variant` or `code`',
            path: ['variant'],
          }),
      )
      .min(1)
      .max(100),
  })
  .meta({
    id: 'StockCount',
    description: 'What was counted just now.',
    examples: [{ counts: [{ code: '6161100000018', quantity: 1, add: true }] }],
  });
export type StockCount = z.infer<typeof StockCount>;
export const StockTakeQuery = PageQuery.extend({ state: StockTakeState.optional() });
export const StockTakePage = page('StockTakePage', StockTake);

export const LocationKind = z
  .enum(['main', 'branch', 'warehouse'])
  .meta({ id: 'LocationKind', description: 'What is sold online leaves from the main one.' });
export type LocationKind = z.infer<typeof LocationKind>;
export const Location = z
  .object({
    id: id('location'),
    kind: LocationKind,
    title: z.string(),
    address: z.string(),
    hours: z.string().nullable(),
    pickup: z.boolean().meta({ description: 'Orders can be collected here.' }),
  })
  .meta({ id: 'Location', description: 'A place that keeps stock.' });
export type Location = z.infer<typeof Location>;
const locationFields = {
  title: text(limits.title),
  address: text(limits.title, 0).optional(),
  hours: text(limits.title).nullable().optional(),
  pickup: z.boolean().optional(),
};
export const NewLocation = z
  .strictObject({ kind: z.enum(['branch', 'warehouse']), ...locationFields })
  .meta({ id: 'NewLocation', description: 'A further place.' });
export const LocationUpdate = z
  .strictObject({ ...locationFields, title: locationFields.title.optional() })
  .meta({ id: 'LocationUpdate', description: 'What changes; the rest stays.' });
export const LocationList = z
  .object({ data: z.array(Location) })
  .meta({ id: 'LocationList', description: 'All places of the shop, the main one first.' });
