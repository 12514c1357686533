import { z } from 'zod';
import { id, Instant, limits, page, PageQuery, text } from '../primitives.js';
import { CustomerInput, Quantity } from './cart.js';
import { TenderKind } from './payment.js';

const price = z.int().min(0).max(100_000_000);
const saleId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, - or _')
  .meta({ description: 'The till’s own id of the sale, made when it was sold.', examples: ['till1-20261124-000042'] });

export const OfflineSale = z
  .strictObject({
    id: saleId,
    shift: id('shift').meta({ description: 'The shift in which it was sold.' }),
    soldAt: Instant.meta({ description: 'By the clock of the till.' }),
    items: z
      .array(
        z.strictObject({
          product: id('product'),
          variant: id('variant'),
          title: text(limits.title),
          sku: text(64),
          quantity: Quantity,
          unitPrice: price.meta({ description: 'As it was sold: minor units, VAT included.' }),
          discount: price.default(0).meta({ description: 'Taken off the whole line, minor units.' }),
        }),
      )
      .min(1)
      .max(limits.cartLines)
      .refine((items) => new Set(items.map((item) => item.variant)).size === items.length, 'name each variant once')
      .refine(
        (items) => items.every((item) => item.discount <= item.unitPrice * item.quantity),
        'a discount is at most what the line comes to',
      ),
    tenders: z
      .array(
        z.strictObject({
          kind: TenderKind,
          amount: z.int().min(0).max(1_000_000_000).meta({ description: 'Minor units.' }),
          tendered: z.int().min(0).max(1_000_000_000).optional().meta({ description: 'Cash handed over.' }),
          reference: text(limits.name).optional(),
        }),
      )
      .min(1)
      .max(10),
    customer: CustomerInput.optional(),
  })
  .refine((sale) => Math.abs(sumOf(sale.tenders) - totalOf(sale.items)) < 100, {
    error: 'must come to what the items come to, but for the cents of rounding',
    path: ['tenders'],
  })
  .meta({ id: 'OfflineSale', description: 'A sale that was made while the till had no line.' });
export type OfflineSale = z.output<typeof OfflineSale>;

const sumOf = (rows: readonly { amount: number }[]) => rows.reduce((sum, row) => sum + row.amount, 0);
const totalOf = (rows: readonly { unitPrice: number; quantity: number; discount: number }[]) =>
  rows.reduce((sum, row) => sum + row.unitPrice * row.quantity - row.discount, 0);

export const OfflineBatch = z.strictObject({ sales: z.array(OfflineSale).min(1).max(50) }).meta({
  id: 'OfflineBatch',
  description: 'Sales of a till that has its line again, oldest first. The same batch again changes nothing.',
  examples: [
    {
      sales: [
        {
          id: 'till1-20261124-000042',
          shift: 'shf_01jdc8v3q5n7x2k4m6p8r0t1w3',
          soldAt: '2026-11-24T09:30:00.000Z',
          items: [
            {
              product: 'prod_01jdc8v3q5n7x2k4m6p8r0t1w3',
              variant: 'var_01jdc8v3q5n7x2k4m6p8r0t1w3',
              ...{ title: 'Soda', sku: 'SODA-500', quantity: 2, unitPrice: 7000 },
            },
          ],
          tenders: [{ kind: 'cash', amount: 14000, tendered: 20000 }],
        },
      ],
    },
  ],
});
export type OfflineBatch = z.output<typeof OfflineBatch>;

export const SaleConflict = z
  .object({
    kind: z.enum(['stock_short', 'price_changed', 'product_gone', 'shift_closed', 'shift_unknown', 'clock_skew']),
    variant: id('variant').nullable(),
    sold: z
      .int()
      .nullable()
      .meta({ description: 'Quantity or price as it was sold.', examples: [7000] }),
    found: z
      .int()
      .nullable()
      .meta({ description: 'Quantity or price that the shop had.', examples: [7500] }),
  })
  .meta({
    id: 'SaleConflict',
    description:
      'What did not fit when the sale arrived. It was taken all the same. `stock_short`: stock was corrected by what the books lacked. `shift_closed`: the sale is not in a Z report.',
  });
export type SaleConflict = z.infer<typeof SaleConflict>;

const taken = {
  id: saleId,
  order: id('order'),
  orderNumber: z.string().meta({ examples: ['SD-1042'] }),
  conflicts: z.array(SaleConflict),
};

export const OfflineResults = z
  .object({
    data: z.array(
      z.object({
        ...taken,
        outcome: z.enum(['accepted', 'repeated']).meta({ description: '`repeated`: it had arrived before.' }),
      }),
    ),
  })
  .meta({ id: 'OfflineResults', description: 'What became of each sale, in the order in which they were sent.' });
export type OfflineResults = z.infer<typeof OfflineResults>;

export const ArrivedSale = z
  .object({
    ...taken,
    soldAt: Instant,
    receivedAt: Instant,
    acknowledgedAt: Instant.nullable(),
    acknowledgedBy: z
      .string()
      .nullable()
      .meta({ examples: ['Wanjiku'] }),
  })
  .meta({ id: 'ArrivedSale', description: 'A sale that arrived later than it was made.' });
export type ArrivedSale = z.infer<typeof ArrivedSale>;

export const ArrivedSaleQuery = PageQuery.extend({
  conflicts: z.enum(['open', 'any']).optional().meta({
    description: '`open`: those with conflicts that nobody has acknowledged; `any`: those with conflicts.',
  }),
});
export const ArrivedSalePage = page('ArrivedSalePage', ArrivedSale);
