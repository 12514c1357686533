/**
 * What can be permitted, in one list for all who hold permissions: staff by their role, secret keys (all that is not `personal`), restricted
 * keys and widget tokens by the scopes they were made with.
 */
export const permissions = {
  'shop:read': 'See the shop as its buyers see it',
  'settings:read': 'See the settings of the shop',
  'settings:write': 'Change the settings of the shop',
  'credentials:write': 'Set and verify M-Pesa credentials',
  'catalog:read': 'See products and categories, also unpublished ones',
  'catalog:write': 'Change products, variants, categories and prices',
  'costs:read': 'See what goods cost the shop, and its profit',
  'inventory:read': 'See stock and its movements',
  'inventory:write': 'Adjust, count and transfer stock',
  'purchasing:read': 'See suppliers and purchases',
  'purchasing:write': 'Order from suppliers and receive goods',
  'carts:read': 'See carts',
  'carts:write': 'Make and change carts, and check them out',
  'orders:read': 'See orders and receipts',
  'orders:write': 'Sell at the counter, cancel, fulfil and take back',
  'payments:read': 'See payments and receipts of money',
  'payments:write': 'Ask for payments, take cash, make payment links',
  'payments:review': 'Decide undecided payments and claim unmatched receipts',
  'refunds:write': 'Give money back, up to the limit of the person',
  'discounts:read': 'See discounts and coupons',
  'discounts:write': 'Change discounts and coupons',
  'customers:read': 'See customers, phone numbers masked',
  'customers:write': 'Change customers',
  'customers:erase': 'Erase and merge customers',
  'personal:read': 'See whole phone numbers; each look is audited',
  'shifts:write': 'Open and close one’s own shift',
  'shifts:read': 'See the shifts of everybody',
  'reports:read': 'Read reports',
  'webhooks:read': 'See webhook endpoints, deliveries and events',
  'webhooks:write': 'Change webhook endpoints and deliver again',
  'tokens:write': 'Mint scoped tokens for widgets',
  'keys:write': 'See, make and revoke API keys',
  'staff:read': 'See the staff',
  'staff:write': 'Change the staff and their roles',
  approve: 'Approve what is above another person’s limit',
  'audit:read': 'Read the audit log',
} as const;
export type Permission = keyof typeof permissions;

const all = Object.keys(permissions) as Permission[];

const cashier: readonly Permission[] = [
  'shop:read',
  'catalog:read',
  'inventory:read',
  'carts:read',
  'carts:write',
  'orders:read',
  'orders:write',
  'payments:read',
  'payments:write',
  'discounts:read',
  'customers:read',
  'shifts:write',
];

/** Roles of staff, and what each is permitted. The owner alone may name other owners. */
export const roles = {
  owner: all,
  admin: all,
  manager: [
    ...cashier,
    'settings:read',
    'catalog:write',
    'costs:read',
    'inventory:write',
    'purchasing:read',
    'purchasing:write',
    'payments:review',
    'refunds:write',
    'discounts:write',
    'shifts:read',
    'reports:read',
    'webhooks:read',
    'staff:read',
    'approve',
  ],
  cashier,
  analyst: [
    'shop:read',
    'catalog:read',
    'costs:read',
    'inventory:read',
    'purchasing:read',
    'orders:read',
    'payments:read',
    'discounts:read',
    'shifts:read',
    'reports:read',
  ],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;

/** What is for people only: a secret key on a server never does it. */
const people: ReadonlySet<Permission> = new Set<Permission>([
  'credentials:write',
  'keys:write',
  'staff:read',
  'staff:write',
  'approve',
  'audit:read',
]);

/** What a secret key may do: all that a shop can, but for what is for people only. A restricted key may do a part of it. */
export const secretKeyPermissions: readonly Permission[] = all.filter((permission) => !people.has(permission));

/** What a PIN alone does not open, whoever's it is: four digits are not a password. */
const passworded: ReadonlySet<Permission> = new Set<Permission>([
  'settings:write',
  'credentials:write',
  'customers:erase',
  'personal:read',
  'webhooks:write',
  'tokens:write',
  'keys:write',
  'staff:write',
  'audit:read',
]);
export const pinOpens = (permission: Permission): boolean => !passworded.has(permission);

/** What one person may let another do beyond their role, if they may do it themselves. */
export const extraPermissions = [
  'costs:read',
  'catalog:write',
  'inventory:write',
  'purchasing:read',
  'purchasing:write',
  'payments:review',
  'refunds:write',
  'discounts:write',
  'customers:write',
  'personal:read',
  'shifts:read',
  'reports:read',
  'approve',
] as const satisfies readonly Permission[];

/** Rank of a role: nobody makes or changes somebody of a higher one. */
export const roleRank: Readonly<Record<Role, number>> = { owner: 4, admin: 3, manager: 2, cashier: 1, analyst: 1 };

/** Limits of a new member of staff, unless said otherwise. `refund` in minor units, `discount` in basis points; null is no limit. */
export const defaultLimits: Readonly<Record<Role, { refund: number | null; discount: number | null }>> = {
  owner: { refund: null, discount: null },
  admin: { refund: null, discount: null },
  manager: { refund: 1_000_000, discount: 2_000 },
  cashier: { refund: 0, discount: 500 },
  analyst: { refund: 0, discount: 0 },
};
