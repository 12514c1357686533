import { z } from 'zod';
import { Currency, id, Instant, Language, limits, Phone, text } from '../primitives.js';
import { VatClass } from './catalog.js';

/** KRA's personal identification number: letter, 9 digits, letter. */
export const KraPin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]\d{9}[A-Z]$/, 'must be a letter, nine digits and a letter, such as P051234567X')
  .meta({ description: 'KRA PIN: a letter, nine digits, a letter.', examples: ['P051234567X'] });

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:30')
  .meta({ examples: ['08:30'] });

/** Times of one day at which the shop is open. Two for a day with a break in it. */
export const OpeningTime = z
  .strictObject({
    day: z.enum(weekdays),
    opens: time,
    closes: z
      .string()
      .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 20:00')
      .meta({ description: '24:00 is midnight at the end of the day.' }),
  })
  .refine(({ opens, closes }) => opens < closes, {
    error: 'must be later than `opens`; what goes past midnight is two entries',
    path: ['closes'],
  })
  .meta({
    id: 'OpeningTime',
    description: 'Times of one day at which the shop is open, in its time zone.',
    examples: [{ day: 'monday', opens: '08:00', closes: '20:00' }],
  });
export type OpeningTime = z.infer<typeof OpeningTime>;

const sentence = text(limits.title).nullable();
export const Tagline = z
  .strictObject({ en: sentence.optional(), sw: sentence.optional() })
  .meta({ id: 'Tagline', description: 'One sentence under the name, by language.' });

const policy = z
  .string()
  .trim()
  .min(1)
  .max(limits.description)
  .regex(/^[^\p{Cc}]*(?:\n[^\p{Cc}]*)*$/u, 'must not hold control characters other than line ends')
  .nullable();
const Policy = z.strictObject({ en: policy.optional(), sw: policy.optional() });
export const ShopPolicies = z
  .strictObject({ returns: Policy.optional(), delivery: Policy.optional(), privacy: Policy.optional() })
  .meta({ id: 'ShopPolicies', description: 'What the shop promises its buyers, by matter and language. Plain text.' });
export type ShopPolicies = z.infer<typeof ShopPolicies>;

export const Rounding = z.enum(['nearest', 'down']).meta({
  id: 'Rounding',
  description:
    'How totals come to whole shillings: to the nearest one, half a shilling going up; or down, for the buyer.',
});
export type Rounding = z.infer<typeof Rounding>;

const hour = z.int().min(0).max(23);
export const QuietHours = z.strictObject({ from: hour, to: hour }).meta({
  id: 'QuietHours',
  description: 'From which hour to which, in the shop’s time, nobody is sent what can wait. The same twice: never.',
  examples: [{ from: 22, to: 7 }],
});
export type QuietHours = z.infer<typeof QuietHours>;

const receiptLines = z.array(text(48)).max(5);
const rate = z.int().min(0).max(10_000).meta({ description: 'Basis points: 1600 is 16 %.' });
const known = z
  .string()
  .max(60)
  .refine(isTimeZone, { error: 'must be a time zone such as Africa/Nairobi' })
  .meta({ description: 'Olson name.', examples: ['Africa/Nairobi'] });

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Z][A-Za-z_]+\/|^UTC$/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const settings = {
  name: text(limits.name),
  tagline: Tagline,
  language: Language.meta({ description: 'Of messages and receipts to people whose own is not known.' }),
  timeZone: known,
  contact: z.strictObject({
    phone: Phone.nullable(),
    email: z.email().max(limits.email).nullable(),
    address: text(limits.title).nullable(),
  }),
  kraPin: KraPin.nullable(),
  tax: z.strictObject({
    vatRegistered: z.boolean().meta({ description: 'A shop that is not registered for VAT prints no VAT line.' }),
    rates: z.strictObject({ standard: rate, zero: rate, exempt: rate }),
    deliveryClass: VatClass.meta({ description: 'Class of the delivery fee.' }),
  }),
  rounding: Rounding,
  receipt: z.strictObject({
    header: receiptLines.meta({ description: 'Lines above the goods, 48 characters each.' }),
    footer: receiptLines.meta({ description: 'Lines below the totals.', examples: [['Goods once sold …']] }),
  }),
  openingHours: z.array(OpeningTime).max(21).refine(neverOverlap, { error: 'must not overlap on one day' }),
  holdMinutes: z.int().min(5).max(60).meta({
    description: 'How long goods are kept for an order that is not paid yet. A prompt that is out keeps them longer.',
  }),
  summaryHour: z
    .int()
    .min(0)
    .max(21)
    .nullable()
    .meta({ description: 'Hour from which the shop is told of the day before; null: never.' }),
  quietHours: QuietHours,
  policies: ShopPolicies,
};

function neverOverlap(all: readonly OpeningTime[]): boolean {
  return all.every((one, i) =>
    all.every((other, j) => i === j || one.day !== other.day || one.closes <= other.opens || other.closes <= one.opens),
  );
}

export const ShopSettings = z
  .object({
    ...{ shop: id('shop'), slug: z.string(), version: z.int(), currency: Currency, country: z.string() },
    ...settings,
    updatedAt: Instant,
  })
  .meta({
    id: 'ShopSettings',
    description: 'All that a shop can set, but for its zones, places and M-Pesa credentials.',
  });
export type ShopSettings = z.infer<typeof ShopSettings>;

export const ShopSettingsUpdate = z
  .strictObject({
    ...settings,
    contact: settings.contact.partial(),
    tax: settings.tax.extend({ rates: settings.tax.shape.rates.partial() }).partial(),
    receipt: settings.receipt.partial(),
  })
  .partial()
  .meta({
    id: 'ShopSettingsUpdate',
    description:
      'What changes; the rest stays. Parts of `contact`, `tax`, `receipt`, `tagline` and `policies` can be given alone; null clears.',
    examples: [{ kraPin: 'P051234567X', tax: { vatRegistered: true }, holdMinutes: 20 }],
  });
export type ShopSettingsUpdate = z.output<typeof ShopSettingsUpdate>;
