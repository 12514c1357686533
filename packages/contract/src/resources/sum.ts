import { z } from 'zod';
import { limits, text } from '../primitives.js';
import { CustomerInput } from './cart.js';
import { VatClass } from './catalog.js';
import { Order } from './order.js';

/** What M-Pesa can move: 1 to 250,000 whole shillings. */
export const SumAmount = z
  .int()
  .min(100)
  .max(250_000_00)
  .multipleOf(100)
  .meta({ description: 'Minor units, whole shillings, VAT inside.', examples: [150000] });

export const SumInput = z
  .strictObject({
    amount: SumAmount,
    description: text(limits.title).meta({ description: 'What it is for: buyers read it.', examples: ['Rent, May'] }),
    reference: text(limits.name)
      .optional()
      .meta({ description: 'Your own number for it, such as an invoice.', examples: ['INV-2041'] }),
    vatClass: VatClass.optional().meta({ description: 'Default: exempt.' }),
    customer: CustomerInput.optional(),
  })
  .meta({ id: 'SumInput', description: 'A sum to be paid, without a cart.' });
export type SumInput = z.output<typeof SumInput>;

export const ClientSecret = z.string().meta({
  description:
    'For the buyer’s browser: the id of the order, `_secret_`, and the secret that opens it (`Duka-Secret`). It pays, watches and reads this one order. Told once.',
  examples: ['ord_01jdc8v3q5n7x2k4m6p8r0t1w3_secret_os_…'],
});

export const Sum = z
  .object({ order: Order, clientSecret: ClientSecret })
  .meta({ id: 'Sum', description: 'An order of one line and no goods, and what opens it in a browser.' });
export type Sum = z.infer<typeof Sum>;
