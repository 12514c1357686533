import { z } from 'zod';
import { id, Instant, limits, page, PageQuery, text } from '../primitives.js';
import { OrderEventType } from './event.js';

/** What can be sent to an endpoint: every event, and the one that tries the line. */
export const WebhookEventType = z
  .union([OrderEventType, z.literal('webhook.test')])
  .meta({ id: 'WebhookEventType', description: 'Type of an event as it is sent to endpoints.' });
export type WebhookEventType = z.infer<typeof WebhookEventType>;

const kinds = [...new Set(OrderEventType.options.map((type) => type.split('.')[0]))];

const WantedEvents = z
  .array(
    z.string().refine((wanted) => isWantable(wanted), {
      error: `must be a type of event such as order.paid, a kind such as payment.*, or *`,
    }),
  )
  .min(1)
  .max(50)
  .meta({
    description: `Which events to send: types (\`order.paid\`), kinds (${kinds.map((kind) => `\`${kind}.*\``).join(', ')}), or \`*\` for all.`,
    examples: [['order.paid', 'payment.*']],
  });

function isWantable(wanted: string): boolean {
  if (wanted === '*') return true;
  return (OrderEventType.options as readonly string[]).includes(wanted) || kinds.includes(wanted.replace(/\.\*$/, ''));
}

const Url = z
  .string()
  .max(500)
  .refine((url) => URL.canParse(url), { error: 'must be an address such as https://example.com/hooks' })
  .meta({ description: 'Public https address that takes POST.', examples: ['https://books.example.com/hooks/duka'] });

export const WebhookEndpoint = z
  .object({
    id: id('webhook'),
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.string()),
    status: z.enum(['enabled', 'disabled']),
    disabledReason: z
      .enum(['by_hand', 'gone'])
      .nullable()
      .meta({ description: '`gone`: it answered 410. Enabling it begins with the events from then on.' }),
    failingSince: Instant.nullable().meta({
      description: 'Since when nothing has got through; null when all is well.',
    }),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'WebhookEndpoint', description: 'An address that events of the shop are sent to.' });
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

const secret = z.string().meta({
  description: 'Signs what is sent (Standard Webhooks, `whsec_` and base64). Told once, here.',
  examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
});

export const NewWebhookEndpoint = WebhookEndpoint.extend({ secret }).meta({
  id: 'NewWebhookEndpoint',
  description: 'An endpoint with the secret that its deliveries are signed with.',
});
export type NewWebhookEndpoint = z.infer<typeof NewWebhookEndpoint>;

export const WebhookInput = z
  .strictObject({ url: Url, description: text(limits.note).optional(), events: WantedEvents.default(['*']) })
  .meta({ id: 'WebhookInput', description: 'Where to send events, and which.' });
export type WebhookInput = z.infer<typeof WebhookInput>;

export const WebhookUpdate = z
  .strictObject({
    url: Url.optional(),
    description: text(limits.note).nullable().optional(),
    events: WantedEvents.optional(),
    status: z.enum(['enabled', 'disabled']).optional(),
  })
  .meta({ id: 'WebhookUpdate', description: 'What to change of an endpoint.' });
export type WebhookUpdate = z.infer<typeof WebhookUpdate>;

export const WebhookPage = page('WebhookPage', WebhookEndpoint);

export const WebhookDelivery = z
  .object({
    id: id('delivery'),
    webhook: id('webhook'),
    event: id('event'),
    type: WebhookEventType,
    state: z.enum(['pending', 'delivered', 'dead']).meta({
      description:
        '`pending`: waits for its turn or its next try. `dead`: given up after three days, or no longer wanted.',
    }),
    tries: z.int(),
    nextTryAt: Instant.nullable(),
    lastTryAt: Instant.nullable(),
    lastStatus: z.int().nullable().meta({ description: 'HTTP status that the endpoint last answered with.' }),
    lastProblem: z
      .enum(['status', 'timeout', 'network', 'address', 'redirect'])
      .nullable()
      .meta({ description: 'Why the last try failed. `address`: the name leads to no public address.' }),
    deliveredAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'WebhookDelivery', description: 'An event on its way to an endpoint.' });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryQuery = PageQuery.extend({
  state: z.enum(['pending', 'delivered', 'dead']).optional(),
  event: id('event').optional(),
});
export const WebhookDeliveryPage = page('WebhookDeliveryPage', WebhookDelivery);
