import { z } from 'zod';
import { secretKeyPermissions } from '../permissions.js';
import { id, Instant, limits, Mode, page, PageQuery, text } from '../primitives.js';
import { PermissionName } from './staff.js';

/** Scheme, host and port of a page, exactly: no path, no pattern. */
export const Origin = z
  .string()
  .max(200)
  .refine(
    (origin) => URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol) && new URL(origin).origin === origin,
    {
      error: 'must be an exact origin such as https://shop.example, without a path or slash at the end',
    },
  )
  .meta({ description: 'Exact origin of a page.', examples: ['https://shop.example'] });

export const KeyKind = z.enum(['publishable', 'secret', 'restricted']).meta({
  description:
    '`publishable` for pages, from the origins it lists. `secret` for servers. `restricted`: a server’s, for some scopes alone.',
});
const scope = z.enum(secretKeyPermissions as unknown as [string, ...string[]]);

export const KeyCreate = z
  .strictObject({
    kind: KeyKind,
    name: text(limits.name),
    origins: z.array(Origin).max(50).optional().meta({ description: 'Of a publishable key.' }),
    scopes: z.array(scope).min(1).max(40).optional().meta({ description: 'Of a restricted key.' }),
    expiresAt: Instant.optional(),
  })
  .refine((key) => key.kind === 'publishable' || key.origins === undefined, {
    error: 'only a publishable key has origins',
    path: ['origins'],
  })
  .refine((key) => (key.kind === 'restricted') === (key.scopes !== undefined), {
    error: 'a restricted key names its scopes, and only that',
    path: ['scopes'],
  })
  .meta({ id: 'KeyCreate', description: 'A new key, of the mode that you work in.' });
export type KeyCreate = z.infer<typeof KeyCreate>;

export const KeyUpdate = z
  .strictObject({ name: text(limits.name).optional(), origins: z.array(Origin).max(50).optional() })
  .meta({ id: 'KeyUpdate', description: 'Name and origins. Scopes stay: make another key instead.' });

export const KeyRotate = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .meta({ description: 'How long the old key goes on working: 0 to 168 hours.' }),
  })
  .meta({ id: 'KeyRotate', description: 'A new key in place of this one.' });

const shape = {
  id: id('key'),
  kind: KeyKind,
  name: z.string(),
  mode: Mode,
  hint: z.string().meta({ description: 'Its beginning and end, to tell it from others.', examples: ['sk_test_…9f3A'] }),
  origins: z.array(z.string()),
  scopes: z.array(PermissionName).nullable(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable().meta({ description: 'To the minute.' }),
};

export const ApiKey = z
  .object({
    ...shape,
    key: z.string().nullable().meta({ description: 'Whole, for publishable keys: those are public anyway.' }),
  })
  .meta({ id: 'ApiKey', description: 'A key of the shop.' });
export type ApiKey = z.infer<typeof ApiKey>;

export const NewApiKey = z
  .object({ ...shape, key: z.string().meta({ description: 'The key. It is shown only now.' }) })
  .meta({ id: 'NewApiKey', description: 'A key just made; nobody sees it again.' });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const KeyQuery = PageQuery.extend({ kind: KeyKind.optional() });
export const KeyPage = page('KeyPage', ApiKey);
