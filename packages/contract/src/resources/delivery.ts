import { z } from 'zod';
import { id, limits, Money, text } from '../primitives.js';

/** Kenya's 47 counties, as they are written in addresses. */
export const counties = [
  'Baringo',
  'Bomet',
  'Bungoma',
  'Busia',
  'Elgeyo-Marakwet',
  'Embu',
  'Garissa',
  'Homa Bay',
  'Isiolo',
  'Kajiado',
  'Kakamega',
  'Kericho',
  'Kiambu',
  'Kilifi',
  'Kirinyaga',
  'Kisii',
  'Kisumu',
  'Kitui',
  'Kwale',
  'Laikipia',
  'Lamu',
  'Machakos',
  'Makueni',
  'Mandera',
  'Marsabit',
  'Meru',
  'Migori',
  'Mombasa',
  "Murang'a",
  'Nairobi',
  'Nakuru',
  'Nandi',
  'Narok',
  'Nyamira',
  'Nyandarua',
  'Nyeri',
  'Samburu',
  'Siaya',
  'Taita-Taveta',
  'Tana River',
  'Tharaka-Nithi',
  'Trans Nzoia',
  'Turkana',
  'Uasin Gishu',
  'Vihiga',
  'Wajir',
  'West Pokot',
] as const;
export const County = z
  .enum(counties)
  .meta({ id: 'County', description: 'One of Kenya’s 47 counties.', examples: ['Nairobi'] });
export type County = z.infer<typeof County>;

const amount = z.int().min(0).max(1_000_000_000).meta({ description: 'Minor units, VAT included.' });
const places = z.array(text(limits.landmark)).max(100);

/** What delivery costs from an order of this value on. */
export const DeliveryBand = z
  .object({
    from: Money.meta({ description: 'Goods after discounts, VAT included, from which on this fee counts.' }),
    fee: Money,
  })
  .meta({ id: 'DeliveryBand', description: 'What delivery costs from an order of this value on.' });
export type DeliveryBand = z.infer<typeof DeliveryBand>;

export const DeliveryZone = z
  .object({
    id: id('zone'),
    title: text(limits.title),
    county: County.nullable(),
    areas: z.array(z.string()).meta({
      description: 'Estates, streets and towns in it, for buyers to find it by.',
      examples: [['Umoja 1', 'Umoja 2', 'Donholm']],
    }),
    landmarks: z.array(z.string()).meta({
      description: 'Places that riders know there, to choose from.',
      examples: [['Mutindwa market', 'Naivas Umoja']],
    }),
    fee: Money.meta({ description: 'What it costs, unless the order is worth more: see `bands` and `freeAbove`.' }),
    bands: z.array(DeliveryBand).meta({ description: 'Other fees for orders of more value, the lowest first.' }),
    freeAbove: Money.nullable().meta({ description: 'Goods worth this much or more are brought for nothing.' }),
    estimate: z
      .string()
      .nullable()
      .meta({ description: 'How long it takes, in words of the shop.', examples: ['Same day'] }),
  })
  .meta({ id: 'DeliveryZone', description: 'An area the shop delivers to, and what that costs.' });
export type DeliveryZone = z.infer<typeof DeliveryZone>;

export const PickupPoint = z
  .object({ id: id('location'), title: text(limits.title), address: z.string(), hours: z.string().nullable() })
  .meta({ id: 'PickupPoint', description: 'A place where an order can be collected.' });
export type PickupPoint = z.infer<typeof PickupPoint>;

const zoneParts = {
  title: text(limits.title).meta({ examples: ['Umoja and Donholm'] }),
  county: County.nullable(),
  areas: places,
  landmarks: places,
  fee: amount,
  bands: z
    .array(z.strictObject({ from: amount.min(1), fee: amount }))
    .max(10)
    .refine((bands) => new Set(bands.map(({ from }) => from)).size === bands.length, {
      error: 'must not name the same value twice',
    })
    .meta({ description: 'Other fees for orders of more value, minor units, in any order.' }),
  freeAbove: amount.min(1).nullable(),
  estimate: text(limits.title).nullable(),
};

export const DeliveryZoneInput = z
  .strictObject({
    ...zoneParts,
    county: zoneParts.county.default(null),
    areas: places.default([]),
    landmarks: places.default([]),
    bands: zoneParts.bands.default([]),
    freeAbove: zoneParts.freeAbove.default(null),
    estimate: zoneParts.estimate.default(null),
  })
  .meta({
    id: 'DeliveryZoneInput',
    description: 'A new area to deliver to. Amounts in minor units.',
    examples: [{ title: 'Umoja', county: 'Nairobi', areas: ['Umoja 1'], fee: 15000, freeAbove: 500000 }],
  });
export type DeliveryZoneInput = z.output<typeof DeliveryZoneInput>;

export const DeliveryZoneUpdate = z
  .strictObject(zoneParts)
  .partial()
  .meta({ id: 'DeliveryZoneUpdate', description: 'What changes; the rest stays.', examples: [{ fee: 20000 }] });
export type DeliveryZoneUpdate = z.output<typeof DeliveryZoneUpdate>;

export const DeliveryZoneList = z
  .object({ data: z.array(DeliveryZone) })
  .meta({ id: 'DeliveryZoneList', description: 'All areas the shop delivers to, in the order they were made.' });
export type DeliveryZoneList = z.infer<typeof DeliveryZoneList>;

export const DeliveryQuery = z.strictObject({
  q: z.string().trim().max(limits.query).optional().meta({
    description:
      'Beginnings of words of an area, county, landmark or zone; capitals, accents and dashes make no difference.',
  }),
  goods: z.coerce.number<string>().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({
    description: 'What the goods come to after discounts, minor units: prices the zones for it. Default 0.',
  }),
});

export const DeliveryOption = DeliveryZone.extend({
  quote: Money.meta({ description: 'What it costs for the goods that were named.' }),
  nextFee: DeliveryBand.nullable().meta({
    description: 'The next lower fee, and from which value of goods it counts.',
  }),
}).meta({ id: 'DeliveryOption', description: 'An area the shop delivers to, priced.' });
export type DeliveryOption = z.infer<typeof DeliveryOption>;

export const DeliveryOptions = z.object({ zones: z.array(DeliveryOption), pickupPoints: z.array(PickupPoint) }).meta({
  id: 'DeliveryOptions',
  description:
    'How goods may reach a buyer. What is charged in the end is in the totals of the cart, priced by the server.',
});
export type DeliveryOptions = z.infer<typeof DeliveryOptions>;
