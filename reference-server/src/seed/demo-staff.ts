import { randomBytes, randomInt } from 'node:crypto';
import { Pin, type Role } from '@smartduka/contract';
import { accountOf, setFirstPassword } from '../domains/staff/accounts.js';
import { newStaff } from '../domains/staff/service.js';
import { system } from '../platform/actor.js';
import { inTransaction } from '../platform/database.js';
import { hashPassword } from '../platform/passwords.js';
import { Refused } from '../platform/refusals.js';
import type { Tenant } from '../platform/tenancy.js';

/** Somebody of the demo shop, with what they sign in with. */
export interface DemoPerson {
  role: Role;
  name: string;
  email: string;
  password: string;
  pin: string;
}

/** The people of the demo shop, with a password and a PIN that nobody else has. */
export function demoPeople(): DemoPerson[] {
  const people: [Role, string][] = [
    ['owner', 'Amina Wanjiru'],
    ['manager', 'Juma Otieno'],
    ['cashier', 'Zawadi Mwende'],
  ];
  return people.map(([role, name]) => ({
    ...{ role, name, pin: newPin() },
    email: `${role}@jirani.example`,
    password: randomBytes(12).toString('base64url'),
  }));
}

function newPin(): string {
  for (;;) {
    const pin = String(randomInt(10_000)).padStart(4, '0');
    if (Pin.safeParse(pin).success) return pin;
  }
}

/** Hires those who are not there yet. Whoever is there keeps the password and PIN they have. */
export async function hireDemoPeople(tenant: Tenant, people: readonly DemoPerson[]): Promise<void> {
  const by = { tenant, actor: system, requestId: null };
  for (const { role, name, email, password, pin } of people) {
    const account = await accountOf({ email });
    const hashed = account.password === null ? await hashPassword(password) : null;
    try {
      await inTransaction(async (tx) => {
        if (hashed !== null) await setFirstPassword(account._id, hashed, tx);
        await newStaff(by, { role, name, email, pin }, tx, true);
      });
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'taken')) throw error;
    }
  }
}
