import type { Consent, CustomerRecord } from '@smartduka/contract';
import { openPhone } from '../../platform/personal.js';
import type { ConsentLine, StoredCustomer } from './model.js';

/** `wanjiku@site.example` -> `w•••@site.example` */
export const maskEmail = (email: string): string => `${email.charAt(0)}•••${email.slice(email.lastIndexOf('@'))}`;

export const toConsent = ({ channel, granted, source, at }: ConsentLine): Consent => ({
  ...{ channel, granted, source },
  at: at.toISOString(),
});

/** The last word for each channel. */
export function lastWords(lines: readonly ConsentLine[]): ConsentLine[] {
  return [...new Map(lines.map((line) => [line.channel, line])).values()];
}

/** @param whole Whether phone and email are told whole; else they are masked. */
export function toCustomerRecord(customer: StoredCustomer, whole: boolean): CustomerRecord {
  const { _id: id, version, name, phone, email, language, notes, tags, consents, erasedAt } = customer;
  return {
    ...{ id, version, name, language, notes, tags },
    phone: phone && (whole ? openPhone(customer, phone) : phone.masked),
    email: email === null || whole ? email : maskEmail(email),
    consents: lastWords(consents).map(toConsent),
    erasedAt: erasedAt?.toISOString() ?? null,
    createdAt: customer.createdAt.toISOString(),
    updatedAt: customer.updatedAt.toISOString(),
  };
}
