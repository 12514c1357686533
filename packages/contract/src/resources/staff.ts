import { z } from 'zod';
import { extraPermissions, permissions, roles, type Permission, type Role } from '../permissions.js';
import { id, Instant, Language, limits, MaskedPhone, page, PageQuery, Phone, text } from '../primitives.js';

const roleNames = Object.keys(roles) as [Role, ...Role[]];
export const RoleName = z.enum(roleNames).meta({ id: 'StaffRole', description: 'What somebody is in a shop.' });
export const PermissionName = z
  .enum(Object.keys(permissions) as [Permission, ...Permission[]])
  .meta({ id: 'Permission', description: 'What can be permitted to people, keys and tokens.' });

export const StaffLimits = z
  .strictObject({
    refund: z.int().min(0).nullable().meta({ description: 'Money given back at once, minor units. Null: no limit.' }),
    discount: z
      .int()
      .min(0)
      .max(10_000)
      .nullable()
      .meta({ description: 'Taken off a sale, basis points: 1000 is 10 %. Null: no limit.' }),
  })
  .meta({ id: 'StaffLimits', description: 'How far somebody may go alone; above it a second person approves.' });
export type StaffLimits = z.infer<typeof StaffLimits>;

export const StaffStatus = z.enum(['invited', 'active', 'disabled']);

export const StaffMember = z
  .object({
    id: id('staff'),
    name: z.string(),
    email: z.string().nullable(),
    phone: MaskedPhone.nullable(),
    role: RoleName,
    extra: z.array(PermissionName).meta({ description: 'Permissions beyond the role.' }),
    limits: StaffLimits,
    code: z.string().meta({ description: 'What is typed at the counter.', examples: ['C001'] }),
    hasPin: z.boolean(),
    hasPassword: z.boolean().meta({ description: 'Whether they have an account to sign in with.' }),
    status: StaffStatus,
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'StaffMember', description: 'Somebody who works in the shop.' });
export type StaffMember = z.infer<typeof StaffMember>;

const isRunOrRepeat = (pin: string): boolean => {
  const steps = pin
    .split('')
    .slice(1)
    .map((digit, i) => Number(digit) - Number(pin[i]));
  const half = pin.slice(0, pin.length / 2);
  return steps.every((step) => step === steps[0] && Math.abs(step) <= 1) || half + half === pin;
};

/** 4 to 6 digits that are not the first ones somebody would try. */
export const Pin = z
  .string()
  .regex(/^\d{4,6}$/, 'must be 4 to 6 digits')
  .refine((pin) => !isRunOrRepeat(pin), { error: 'must not be a run (1234) or a repeat (1111, 1212)' })
  .meta({ description: '4 to 6 digits, no runs or repeats.', examples: ['4071'] });

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(limits.email)
  .pipe(z.email())
  .meta({ description: 'An email address.', examples: ['amina@example.co.ke'] });

export const StaffCreate = z
  .strictObject({
    name: text(limits.name),
    email: Email.optional(),
    phone: Phone.optional(),
    role: RoleName,
    extra: z.array(z.enum(extraPermissions)).max(20).optional(),
    limits: StaffLimits.optional().meta({ description: 'Default: those of the role.' }),
    pin: Pin.optional(),
    language: Language.optional().meta({ description: 'Of the invitation. Default: the shop’s.' }),
  })
  .refine((staff) => staff.email !== undefined || staff.phone !== undefined || staff.pin !== undefined, {
    error: 'give an email or phone to invite, or a PIN for the counter',
    path: ['email'],
  })
  .meta({
    id: 'StaffCreate',
    description:
      'Somebody new. With an email or phone they are invited to choose a password; with a PIN alone they work at the counter.',
  });
export type StaffCreate = z.infer<typeof StaffCreate>;

export const StaffUpdate = z
  .strictObject({
    name: text(limits.name).optional(),
    role: RoleName.optional(),
    extra: z.array(z.enum(extraPermissions)).max(20).optional(),
    limits: StaffLimits.optional(),
    pin: Pin.nullable().optional().meta({ description: 'Null takes it away.' }),
    status: z.enum(['active', 'disabled']).optional(),
  })
  .meta({ id: 'StaffUpdate', description: 'What changes. Who is disabled is signed out everywhere within a minute.' });
export type StaffUpdate = z.infer<typeof StaffUpdate>;

export const StaffQuery = PageQuery.extend({ status: StaffStatus.optional() });
export const StaffPage = page('StaffPage', StaffMember);
