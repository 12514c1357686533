import { z } from 'zod';
import { idPrefixes, Instant, limits, text } from '../primitives.js';

/** `shop`, or the id of one of its places. */
export const MpesaScope = z
  .string()
  .regex(new RegExp(`^(shop|${idPrefixes.location}_[0-9A-Za-z]{10,40})$`), 'must be `shop`, or the id of a location')
  .meta({ examples: ['shop'] });

const End = z.string().meta({ description: 'Its last four characters; the rest is never told.', examples: ['x9Qd'] });
const shortcode = z
  .string()
  .trim()
  .regex(/^\d{5,7}$/, 'must be 5 to 7 digits')
  .meta({ examples: ['174379'] });
const secret = z
  .string()
  .trim()
  .min(4)
  .max(200)
  .meta({ examples: ['qZ7…x9Qd'] });

export const MpesaAccount = z
  .object({
    scope: MpesaScope.meta({ description: 'Whose it is: the whole shop’s, or that of one place.' }),
    kind: z.enum(['paybill', 'till']),
    shortcode: z.string().meta({ examples: ['174379'] }),
    till: z
      .string()
      .nullable()
      .meta({ examples: ['5204479'] }),
    consumerKey: End,
    consumerSecret: End,
    passkey: End,
    initiatorName: z
      .string()
      .nullable()
      .meta({ examples: ['dukaapi'] }),
    securityCredential: End.nullable(),
    payoutShortcode: z
      .string()
      .nullable()
      .meta({ examples: ['600984'] }),
    verified: z
      .enum(['unverified', 'accepted', 'refused'])
      .meta({ description: 'What Safaricom said at the last look.' }),
    problems: z
      .array(
        z.object({
          what: z.enum(['credentials', 'c2b']),
          message: z.string().meta({ examples: ['Safaricom does not take the consumer key and secret.'] }),
        }),
      )
      .meta({ description: 'What was wrong then, in words.' }),
    verifiedAt: Instant.nullable(),
    updatedAt: Instant,
  })
  .meta({ id: 'MpesaAccount', description: 'M-Pesa credentials, without what is secret in them.' });
export type MpesaAccount = z.infer<typeof MpesaAccount>;

export const MpesaAccountList = z
  .object({ data: z.array(MpesaAccount) })
  .meta({ id: 'MpesaAccountList', description: 'Credentials of the shop and of its places.' });

export const MpesaAccountInput = z
  .strictObject({
    kind: z.enum(['paybill', 'till']),
    shortcode: shortcode.meta({
      description: 'The pay bill; of a till, the store number that its passkey was given for.',
    }),
    till: shortcode.optional().meta({ description: 'The till number that buyers pay. Needed with `till` only.' }),
    consumerKey: secret,
    consumerSecret: secret,
    passkey: secret,
    initiatorName: text(limits.name)
      .optional()
      .meta({ description: 'Who may give money back and ask about payments.' }),
    securityCredential: z
      .string()
      .trim()
      .regex(
        /^[A-Za-z0-9+/]{100,}={0,2}$/,
        'must be the initiator’s password as the portal encrypts it, not the password itself',
      )
      .max(1_000)
      .optional()
      .meta({ description: 'Its password, encrypted.', examples: ['A'.repeat(100)] }),
    payoutShortcode: shortcode.optional().meta({ description: 'The shortcode that pays out (B2C).' }),
  })
  .refine(({ kind, till }) => (kind === 'till') === (till !== undefined), {
    error: 'is needed for a till, and only for a till',
    path: ['till'],
  })
  .refine(
    ({ initiatorName, securityCredential }) => (initiatorName === undefined) === (securityCredential === undefined),
    {
      error: 'goes together with `initiatorName`',
      path: ['securityCredential'],
    },
  )
  .refine(({ payoutShortcode, initiatorName }) => payoutShortcode === undefined || initiatorName !== undefined, {
    error: 'needs an initiator',
    path: ['payoutShortcode'],
  })
  .meta({
    id: 'MpesaAccountInput',
    description: 'M-Pesa credentials, as Safaricom’s developer portal shows them.',
    examples: [
      {
        kind: 'paybill',
        shortcode: '174379',
        consumerKey: 'the consumer key of your app',
        consumerSecret: 'the consumer secret of your app',
        passkey: 'the passkey that came by e-mail',
      },
    ],
  });
export type MpesaAccountInput = z.output<typeof MpesaAccountInput>;
