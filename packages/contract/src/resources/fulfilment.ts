import { z } from 'zod';
import { id, Instant, limits, text } from '../primitives.js';
import { Quantity } from './cart.js';

export const FulfilmentState = z.enum(['ready', 'handed_over', 'delivered', 'canceled']).meta({
  id: 'FulfilmentState',
  description:
    '`ready` waits packed; `handed_over` has left the shop, with the buyer or a carrier; `delivered` has arrived. `canceled` was packed and never left.',
});
export type FulfilmentState = z.infer<typeof FulfilmentState>;

const FulfilmentLine = z.object({ line: id('line'), quantity: Quantity });

export const Fulfilment = z
  .object({
    id: id('fulfilment'),
    state: FulfilmentState,
    lines: z.array(FulfilmentLine),
    tracking: z.string().nullable().meta({ description: 'Number or address to follow it by.' }),
    note: z.string().nullable().meta({ description: 'For the buyer to read.' }),
    createdAt: Instant,
    handedOverAt: Instant.nullable(),
    deliveredAt: Instant.nullable(),
  })
  .meta({ id: 'Fulfilment', description: 'Goods of an order that leave together.' });
export type Fulfilment = z.infer<typeof Fulfilment>;

const words = {
  tracking: text(limits.title).optional(),
  note: text(limits.note).optional().meta({ description: 'For the buyer to read.' }),
};

export const FulfilmentInput = z
  .strictObject({
    lines: z
      .array(z.strictObject({ line: id('line'), quantity: Quantity }))
      .min(1)
      .max(limits.cartLines)
      .refine((lines) => new Set(lines.map(({ line }) => line)).size === lines.length, {
        error: 'must not name a line twice',
      }),
    state: FulfilmentState.exclude(['canceled']),
    ...words,
  })
  .meta({
    id: 'FulfilmentInput',
    description: 'What is packed, handed over or delivered now; the rest can follow.',
    examples: [
      {
        lines: [{ line: 'line_01jdc8v3q5n7x2k4m6p8r0t1w3', quantity: 2 }],
        state: 'handed_over',
        tracking: 'Rider KMEA 123B',
      },
    ],
  });
export type FulfilmentInput = z.infer<typeof FulfilmentInput>;

export const FulfilmentUpdate = z
  .strictObject({ state: FulfilmentState.exclude(['ready']).optional(), ...words })
  .meta({
    id: 'FulfilmentUpdate',
    description: 'How it went on. What is packed can be handed over, delivered or canceled; what has left can arrive.',
    examples: [{ state: 'delivered' }],
  });
export type FulfilmentUpdate = z.infer<typeof FulfilmentUpdate>;
