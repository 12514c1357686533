import { z } from 'zod';
import { Currency, id, Language, Mode } from '../primitives.js';
import { DeliveryZone, PickupPoint } from './delivery.js';
import { OpeningTime, Rounding, ShopPolicies, Tagline } from './settings.js';

export const PaymentMethod = z.enum(['mpesa', 'paybill', 'cash', 'other']).meta({
  id: 'PaymentMethod',
  description:
    '`mpesa` is an M-Pesa prompt on a phone; `paybill` is paid to the pay bill or till from the phone’s own M-Pesa menu; `cash` is paid on delivery, on pick-up or at the counter; `other` is taken by the shop itself: card terminal, bank, voucher.',
});
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** Whether a way to pay can be used now, and if not, why. */
export const PaymentReadiness = z
  .object({
    method: PaymentMethod,
    ready: z.boolean(),
    reason: z
      .enum(['not_configured', 'credentials_refused', 'suspended'])
      .nullable()
      .meta({ description: 'Why it is not ready; null when it is.' }),
  })
  .meta({ id: 'PaymentReadiness', description: 'Whether a way to pay can be used now.' });

/** What anybody may know of a shop. */
export const Shop = z
  .object({
    id: id('shop'),
    name: z.string(),
    mode: Mode,
    currency: Currency,
    country: z.string().meta({ description: 'ISO 3166-1 alpha-2.', examples: ['KE'] }),
    language: Language,
    tagline: Tagline,
    timeZone: z.string().meta({ description: 'Olson name.', examples: ['Africa/Nairobi'] }),
    vatRegistered: z.boolean().meta({ description: 'A shop that is not registered for VAT prints no VAT line.' }),
    rounding: Rounding,
    openingHours: z.array(OpeningTime).meta({ description: 'Of the whole shop; places may have their own.' }),
    policies: ShopPolicies,
    contact: z.object({ phone: z.string().nullable(), email: z.string().nullable(), address: z.string().nullable() }),
    mpesa: z
      .object({
        kind: z.enum(['paybill', 'till']),
        number: z.string().meta({ description: 'Paybill or till number that buyers see.' }),
      })
      .nullable(),
    paymentMethods: z.array(PaymentReadiness),
    delivery: z.object({ zones: z.array(DeliveryZone), pickupPoints: z.array(PickupPoint) }),
  })
  .meta({ id: 'Shop', description: 'A shop as its buyers see it.' });
export type Shop = z.infer<typeof Shop>;
