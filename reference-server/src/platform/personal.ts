import { lookupHash, seal, unseal } from './keyring.js';
import type { Tenant } from './tenancy.js';

/** A phone number at rest: sealed for those who must read it, hashed for finding and counting (D2). */
export interface SealedPhone {
  sealed: string;
  hash: string;
  masked: string;
}

export function sealPhone(tenant: Tenant, phone: string): SealedPhone {
  return { sealed: seal(phone, context(tenant)), hash: phoneHash(phone), masked: maskPhone(phone) };
}

export function openPhone(tenant: Tenant, phone: Pick<SealedPhone, 'sealed'>): string {
  return unseal(phone.sealed, context(tenant));
}

/** The same over all shops, so that prompts to one phone can be counted over all of them (L2). */
export function phoneHash(phone: string): string {
  return lookupHash(`phone:${phone}`);
}

/** `+254712345678` -> `+254 7•• ••• 678` */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 4)} ${phone.charAt(4)}•• ••• ${phone.slice(-3)}`;
}

const context = (tenant: Tenant): string => `${tenant.shop}:${tenant.mode}:phone`;
