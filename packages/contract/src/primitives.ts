import { z } from 'zod';

/** Currencies a shop may keep its books in. Kenya's shilling is the only one that M-Pesa Kenya moves. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217 code in capitals.', examples: ['KES'] });

/** An amount in integer minor units: `{ amount: 25000, currency: 'KES' }` is KES 250.00. */
export const Money = z
  .object({
    amount: z.int().meta({ description: 'Integer minor units (cents). KES 250.00 is 25000.' }),
    currency: Currency,
  })
  .meta({
    id: 'Money',
    description: 'An amount of money in integer minor units, never a fraction.',
    examples: [{ amount: 25000, currency: 'KES' }],
  });
export type Money = z.infer<typeof Money>;

/** A UTC instant, ISO 8601 with a `Z`. */
export const Instant = z.iso
  .datetime()
  .meta({ description: 'UTC instant, ISO 8601.', examples: ['2026-11-24T09:30:00.000Z'] });

/** Prefixes of ids, one for each kind of resource. */
export const idPrefixes = {
  shop: 'shop',
  product: 'prod',
  variant: 'var',
  category: 'cat',
  cart: 'cart',
  line: 'line',
  order: 'ord',
  note: 'note',
  payment: 'pay',
  event: 'evt',
  location: 'loc',
  movement: 'mov',
  reservation: 'res',
  key: 'key',
  zone: 'zone',
  request: 'req',
  staff: 'stf',
  session: 'ses',
  account: 'acc',
  token: 'tok',
  approval: 'apv',
  audit: 'aud',
  customer: 'cus',
  discount: 'disc',
  fulfilment: 'ful',
  return: 'ret',
  refund: 'rfd',
  ledgerEntry: 'led',
  review: 'rev',
  tender: 'tnd',
  paymentLink: 'plink',
  moneyReceipt: 'mrc',
  receiptCheck: 'rck',
  statement: 'stmt',
  shift: 'shf',
  parkedSale: 'park',
  supplier: 'sup',
  purchase: 'po',
  transfer: 'trf',
  stockTake: 'take',
  batch: 'bat',
  import: 'imp',
  image: 'img',
  webhook: 'whk',
  delivery: 'dlv',
  notification: 'ntf',
} as const;
export type IdKind = keyof typeof idPrefixes;

/** An opaque id with its kind as prefix, sortable by creation: `ord_01JD…`. */
export const id = (kind: IdKind) =>
  z
    .string()
    .regex(
      new RegExp(`^${idPrefixes[kind]}_[0-9A-Za-z]{10,40}$`),
      `must be an id that starts with ${idPrefixes[kind]}_`,
    )
    .meta({
      description: `Opaque id of a ${kind}, sortable by creation.`,
      examples: [`${idPrefixes[kind]}_01jdc8v3q5n7x2k4m6p8r0t1w3`],
    });

const kenyanMobile = /^\+254[17]\d{8}$/;

/**
 * Brings a Kenyan mobile number to E.164. Spaces, dashes and brackets are dropped; `07…`, `01…`, `7…`, `1…`, `254…`, `+254…` and `00254…` are
 * understood. What is not a Kenyan mobile number comes back trimmed, for the schema to refuse.
 *
 * @example toE164('0712 345 678') // '+254712345678'
 */
export function toE164(input: string): string {
  const digits = input.replace(/[\s().-]/g, '').replace(/^\+|^00(?=254)/, '');
  const local = /^(?:254|0)?([17]\d{8})$/.exec(digits);
  return local ? `+254${local[1]}` : input.trim();
}

/** A Kenyan mobile number; accepted in any usual form, kept as E.164. */
export const Phone = z
  .string()
  .max(24)
  .overwrite(toE164)
  .regex(kenyanMobile, { error: 'must be a Kenyan mobile number such as 0712 345 678 or +254 712 345 678' })
  .meta({
    description: 'Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.',
    examples: ['+254712345678'],
  });

/** A phone number as shown to those who need not know it whole: `+254 7•• ••• 678`. */
export const MaskedPhone = z
  .string()
  .meta({ description: 'Phone number with its middle hidden.', examples: ['+254 7•• ••• 678'] });

export const Language = z.enum(['en', 'sw']).meta({ description: 'Language of texts for people.' });
export const Mode = z
  .enum(['test', 'live'])
  .meta({ description: 'Test mode talks to the Daraja simulator and never moves money.' });

/** Field lengths: one table, so that a form, the API and the database agree. */
export const limits = {
  name: 80,
  title: 140,
  description: 2000,
  email: 254,
  note: 280,
  landmark: 140,
  query: 80,
  quantity: 9999,
  cartLines: 100,
  pageSize: 100,
} as const;

/** A line of text typed by a person: no control characters, no markup meaning anything. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

/** A title in other languages than the shop's own, by language code. */
export const TitleTranslations = z.record(z.string(), z.object({ title: z.string() })).meta({
  description: 'The title in other languages, by language code.',
  examples: [{ sw: { title: 'Unga wa mahindi' } }],
});

/** Query values arrive as text; a page size outside its range is refused, never clipped. */
export const PageQuery = z.strictObject({
  limit: z.coerce
    .number<string>()
    .int()
    .min(1)
    .max(limits.pageSize)
    .optional()
    .meta({ description: 'How many to return, 1 to 100. Default 20.' }),
  after: z.string().max(400).optional().meta({ description: '`nextCursor` of the page before.' }),
});

/** One page of a list, in an order that stays stable while rows are added. */
export const page = <T extends z.ZodType>(name: string, item: T) =>
  z
    .object({
      data: z.array(item),
      hasMore: z.boolean(),
      nextCursor: z.string().nullable().meta({ description: 'Pass as `after` for the next page; null on the last.' }),
    })
    .meta({ id: name, description: `A page of a list.` });
