import { z } from 'zod';
import { id, Instant, limits, text } from '../primitives.js';
import { OrderEvent } from './event.js';

export const OrderCancel = z
  .strictObject({ reason: text(limits.note).optional() })
  .meta({ id: 'OrderCancel', description: 'Why an order is canceled.', examples: [{ reason: 'Ordered twice' }] });

/** Who did something: a person, a key, the buyer, or the server by itself. */
const By = z
  .object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() })
  .meta({ id: 'TimelineBy', description: 'Who: somebody of the staff, a key, or the buyer.' });

export const OrderNoteInput = z.strictObject({ text: text(limits.note) }).meta({
  id: 'OrderNoteInput',
  description: 'What the staff write about an order.',
  examples: [{ text: 'Call before delivery, the gate is locked' }],
});
export const OrderNote = z
  .object({ id: id('note'), order: id('order'), text: z.string(), by: By, at: Instant })
  .meta({ id: 'OrderNote', description: 'What the staff wrote about an order. Buyers do not see it.' });
export type OrderNote = z.infer<typeof OrderNote>;

export const OrderTimeline = z
  .object({
    data: z.array(
      z.object({
        at: Instant,
        by: By.nullable().meta({ description: 'Who did it; null when that is the buyer or the server itself.' }),
        note: z.string().nullable().meta({ description: 'Text of a note, or the reason that was given.' }),
        event: OrderEvent.nullable().meta({ description: 'What happened; null when this is a note.' }),
      }),
    ),
  })
  .meta({ id: 'OrderTimeline', description: 'What happened to an order and what was noted, oldest first.' });
export type OrderTimeline = z.infer<typeof OrderTimeline>;
