import { z } from 'zod';
import { id, Instant, limits, Money, page, PageQuery, Phone, text } from '../primitives.js';
import { ApprovalId } from './approval.js';
import { CartItemInput, CustomerInput, Quantity } from './cart.js';
import { ManualDiscountInput } from './discount.js';
import { Order } from './order.js';
import { Payment, TenderInput } from './payment.js';

const Part = z.int().min(100).multipleOf(100).optional().meta({
  description: 'Minor units, whole shillings. One tender of a sale may leave it out: it takes the rest.',
});

export const SaleTender = z
  .discriminatedUnion('method', [
    TenderInput,
    z.strictObject({ method: z.literal('mpesa'), phone: Phone, amount: Part }),
    z.strictObject({
      method: z.literal('receipt'),
      moneyReceipt: id('moneyReceipt').meta({ description: 'Money that was paid to the till or paybill already.' }),
    }),
  ])
  .meta({
    id: 'SaleTender',
    description: 'Money for a sale: in the shop’s hands, asked for by a prompt, or paid from the buyer’s phone before.',
  });
export type SaleTender = z.output<typeof SaleTender>;

const ScannedItem = z
  .strictObject({
    code: z.string().trim().min(1).max(64).meta({ description: 'Barcode or SKU, as scanned.' }),
    quantity: Quantity.default(1),
  })
  .meta({ id: 'ScannedItem', description: 'Goods by what the scanner or the keys said.' });
const SaleItem = z.union([ScannedItem, CartItemInput]);

const what = {
  items: z.array(SaleItem).min(1).max(limits.cartLines),
  code: text(40).optional().meta({ description: 'Coupon code.' }),
  customer: CustomerInput.optional(),
};

export const CounterSaleInput = z
  .strictObject({
    ...what,
    shift: id('shift')
      .optional()
      .meta({ description: 'Default: your own open shift. Keys may name any that is open.' }),
    discount: ManualDiscountInput.optional().meta({
      description: 'By hand, after all others. An approval is about the shift: `discount`, with the basis points.',
    }),
    tenders: z
      .array(SaleTender)
      .min(1)
      .max(10)
      .refine((all) => all.filter(({ method }) => method === 'mpesa').length <= 1, 'one prompt at a time')
      .refine(
        (all) => all.filter((one) => one.method !== 'receipt' && one.amount === undefined).length <= 1,
        'one tender alone may leave out its amount',
      ),
    parked: id('parkedSale').optional().meta({ description: 'The parked sale that this one was: it is gone with it.' }),
    expectedTotal: z.int().min(0).optional().meta({
      description: 'The total the cashier saw, minor units. If it has changed, nothing is sold: 409 total_changed.',
    }),
  })
  .meta({
    id: 'CounterSaleInput',
    description: 'A sale at a counter, with the money for it.',
    examples: [
      {
        items: [{ code: '6161234567890', quantity: 2 }],
        tenders: [
          { method: 'cash', amount: 10000, tendered: 20000 },
          { method: 'mpesa', phone: '+254712345678' },
        ],
      },
    ],
  });
export type CounterSaleInput = z.output<typeof CounterSaleInput>;

export const CounterSale = z
  .object({
    order: Order,
    change: Money.meta({ description: 'Cash to give back.' }),
    payment: Payment.nullable().meta({ description: 'The prompt that is out, if a part is paid by M-Pesa.' }),
  })
  .meta({ id: 'CounterSale', description: 'A sale at a counter. It is handed over as soon as it is paid.' });
export type CounterSale = z.infer<typeof CounterSale>;

export const VoidInput = z
  .strictObject({ reason: text(limits.note).meta({ examples: ['Rung up twice'] }), approval: ApprovalId.optional() })
  .meta({ id: 'VoidInput', description: 'Why a sale is taken back.' });
export type VoidInput = z.output<typeof VoidInput>;

export const ParkInput = z
  .strictObject({
    ...what,
    name: text(limits.name).meta({ examples: ['Lady in the red coat'] }),
    location: id('location').optional().meta({ description: 'Default: of your open shift, else the main place.' }),
  })
  .meta({ id: 'ParkInput', description: 'A sale to set aside. It holds no stock.' });
export type ParkInput = z.output<typeof ParkInput>;

export const ParkedSale = z
  .object({
    id: id('parkedSale'),
    state: z.enum(['parked', 'resumed']),
    name: z.string(),
    location: id('location'),
    items: z.array(
      z.object({
        variant: id('variant').optional(),
        product: z.string().optional(),
        code: z.string().optional(),
        quantity: Quantity,
      }),
    ),
    code: z.string().nullable(),
    customer: z.object({ name: z.string().nullable() }).nullable(),
    by: z.string().nullable(),
    createdAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'ParkedSale', description: 'A sale that waits for its buyer.' });
export type ParkedSale = z.infer<typeof ParkedSale>;

export const ParkedSaleQuery = PageQuery.extend({ location: id('location').optional() });
export const ParkedSalePage = page('ParkedSalePage', ParkedSale);
