import { z } from 'zod';
import { id, Instant, Language, limits, Mode, page, PageQuery, Phone, text } from '../primitives.js';
import { Email, PermissionName, Pin, RoleName, StaffLimits } from './staff.js';

/** Of a new password. NIST SP 800-63B: length counts, rules about characters do not. */
export const NewPassword = z
  .string()
  .min(12, 'must be at least 12 characters')
  .max(128, 'must be at most 128 characters')
  .refine((password) => new Set(password).size >= 5, { error: 'must not be a few characters again and again' })
  .meta({ description: '12 to 128 characters.', format: 'password' });

const typedPassword = z.string().min(1).max(128).meta({ format: 'password' });
const secretText = z.string().min(20).max(200);
const who = { email: Email.optional(), phone: Phone.optional() };
const oneOfThem = { error: 'give either an email or a phone', path: ['email'] };
const isOne = (given: { email?: string | undefined; phone?: string | undefined }): boolean =>
  (given.email === undefined) !== (given.phone === undefined);

export const SignIn = z
  .strictObject({
    ...who,
    password: typedPassword,
    shop: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .meta({ description: 'Id or short name of the shop; needed by those who work in several.' }),
    mode: Mode.optional().meta({ description: 'Which side of the shop. Default: the one this server is for.' }),
  })
  .refine(isOne, oneOfThem)
  .meta({
    id: 'SignIn',
    description: 'Email or phone, and the password.',
    examples: [{ phone: '+254712345678', password: 'unga na maziwa 7 mara' }],
  });
export type SignIn = z.infer<typeof SignIn>;

export const Me = z
  .object({
    kind: z.enum(['staff', 'platform']),
    id: z.string(),
    name: z.string(),
    role: RoleName.nullable(),
    code: z.string().nullable().meta({ description: 'Staff code at the counter.' }),
    shop: z.object({ id: id('shop'), name: z.string(), slug: z.string() }).nullable(),
    mode: Mode,
    session: id('session'),
    by: z.enum(['password', 'pin']).meta({ description: 'A session opened by PIN may do less.' }),
    permissions: z.array(PermissionName),
    limits: StaffLimits,
  })
  .meta({ id: 'Me', description: 'Who is signed in, where, and what they may do.' });
export type Me = z.infer<typeof Me>;

export const SignedIn = z
  .object({
    accessToken: z.string().meta({ description: 'For `Authorization: Bearer`.' }),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().meta({ description: 'Seconds until the access token expires.' }),
    refreshToken: z.string().meta({ description: 'For `POST /api/auth/refresh`, once: each answer brings the next.' }),
    me: Me,
  })
  .meta({ id: 'SignedIn', description: 'A session.' });
export type SignedIn = z.infer<typeof SignedIn>;

export const Refresh = z
  .strictObject({ refreshToken: secretText })
  .meta({ id: 'Refresh', description: 'The refresh token of the last answer. An older one ends the session.' });

export const PinSwitch = z
  .strictObject({
    code: z.string().regex(/^C\d{3,6}$/, 'must be a staff code such as C001'),
    pin: z.string().regex(/^\d{4,6}$/, 'must be 4 to 6 digits'),
  })
  .meta({ id: 'PinSwitch', description: 'Who takes over at this counter.' });

export const ModeSwitch = z
  .strictObject({ mode: Mode })
  .meta({ id: 'ModeSwitch', description: 'The side of the shop to work on.' });

export const PasswordForgotten = z
  .strictObject({ ...who, language: Language.optional() })
  .refine(isOne, oneOfThem)
  .meta({
    id: 'PasswordForgotten',
    description: 'Whose password. The answer is the same whether we know them or not.',
    examples: [{ email: 'wanjiru@example.com' }],
  });

export const PasswordReset = z
  .strictObject({ token: secretText, password: NewPassword })
  .meta({ id: 'PasswordReset', description: 'The token of the message, good once and for 30 minutes.' });

export const PasswordChange = z
  .strictObject({ current: typedPassword, password: NewPassword })
  .meta({ id: 'PasswordChange', description: 'Ends the other sessions.' });

export const PinChange = z
  .strictObject({ password: typedPassword, pin: Pin })
  .meta({ id: 'PinChange', description: 'One’s own PIN.' });

export const CodeRequest = z
  .strictObject({ ...who, language: Language.optional() })
  .refine(isOne, oneOfThem)
  .meta({
    id: 'CodeRequest',
    description: 'Where to send a code of 6 digits.',
    examples: [{ phone: '+254712345678', language: 'sw' }],
  });

export const CodeSent = z
  .object({
    expiresAt: Instant,
    retryAfter: z.int().meta({ description: 'Seconds until another code may be asked for.' }),
  })
  .meta({ id: 'CodeSent', description: 'A code is on its way. It is good for 10 minutes and 5 tries.' });

export const Done = z.object({ done: z.literal(true) }).meta({ id: 'Done', description: 'Done.' });

export const ShopOpening = z
  .strictObject({
    ...who,
    code: z.string().regex(/^\d{6}$/, 'must be the 6 digits of the message'),
    owner: z.strictObject({ name: text(limits.name), password: NewPassword }),
    shop: z.strictObject({
      name: text(limits.name, 2),
      slug: z
        .string()
        .regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/, 'must be 3 to 40 small letters, digits and dashes')
        .optional()
        .meta({ description: 'Short name in addresses. Default: made from the name.', examples: ['duka-la-amina'] }),
      language: Language.optional(),
    }),
  })
  .refine(isOne, oneOfThem)
  .meta({
    id: 'ShopOpening',
    description: 'A new shop and its owner, who shows the code that was sent to them.',
    examples: [
      {
        phone: '+254712345678',
        code: '482913',
        owner: { name: 'Amina Hassan', password: 'unga na maziwa 7 mara' },
        shop: { name: 'Duka la Amina', language: 'sw' },
      },
    ],
  });
export type ShopOpening = z.infer<typeof ShopOpening>;

export const InvitationAccept = z
  .strictObject({
    token: secretText,
    password: z
      .string()
      .max(128)
      .optional()
      .meta({ description: 'A new password, 12 to 128 characters; not needed by who has one here already.' }),
  })
  .meta({ id: 'InvitationAccept', description: 'The token of the invitation, good once and for 7 days.' });

export const Session = z
  .object({
    id: id('session'),
    staff: z.object({ id: id('staff'), name: z.string() }),
    mode: Mode,
    by: z.enum(['password', 'pin']),
    current: z.boolean().meta({ description: 'The one that asks.' }),
    device: z.string().nullable().meta({ description: 'What the browser says of itself.' }),
    address: z.string().nullable(),
    createdAt: Instant,
    lastSeenAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'Session', description: 'Somebody signed in on some device.' });
export type Session = z.infer<typeof Session>;

export const SessionQuery = PageQuery.extend({
  staff: z
    .union([id('staff'), z.literal('all')])
    .optional()
    .meta({ description: 'Of whom; the shop’s owner may ask for others, or for `all`. Default: your own.' }),
});
export const SessionPage = page('SessionPage', Session);
