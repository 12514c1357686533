import { z } from 'zod';
import { permissions, type Permission } from '../permissions.js';
import { id, Instant, Mode } from '../primitives.js';
import { Origin } from './key.js';
import { PermissionName } from './staff.js';

/** Tokens travel in pages, so they only read. */
const readable = Object.keys(permissions).filter(
  (name) => name.endsWith(':read') && !['personal:read', 'audit:read', 'staff:read', 'settings:read'].includes(name),
) as [Permission, ...Permission[]];

export const TokenCreate = z
  .strictObject({
    permissions: z
      .array(z.enum(readable))
      .min(1)
      .max(10)
      .meta({ examples: [['reports:read']] }),
    reports: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be the name of a report'))
      .max(40)
      .default([])
      .meta({ description: 'Which reports it may read.', examples: [['sales', 'products']] }),
    personal: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether with names and phone numbers; who mints it needs `personal:read`.' }),
    origin: Origin.meta({ description: 'The one page origin that may use it.' }),
    expiresIn: z.int().min(30).max(900).default(900).meta({ description: 'Seconds, at most 900.' }),
  })
  .meta({ id: 'TokenCreate', description: 'What a widget on one site may read for a quarter of an hour.' });
export type TokenCreate = z.infer<typeof TokenCreate>;

export const ScopedToken = z
  .object({
    id: id('token'),
    token: z.string().meta({ description: 'For `Authorization: Bearer`, in pages of `origin` alone.' }),
    permissions: z.array(PermissionName),
    reports: z.array(z.string()),
    personal: z.boolean(),
    origin: z.string(),
    mode: Mode,
    expiresAt: Instant,
  })
  .meta({ id: 'ScopedToken', description: 'A short-lived token that only reads.' });
export type ScopedToken = z.infer<typeof ScopedToken>;
