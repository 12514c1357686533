import type { Request, Response } from 'express';
import type { Money } from '@smartduka/contract';
import type { ShopRecord } from '../domains/shops/service.js';
import type { Tenant } from '../platform/tenancy.js';
import type { Held } from './forms/held.js';
import { en, type PageTexts } from './locales/en.js';
import { sw } from './locales/sw.js';

export type PageLanguage = 'en' | 'sw';
const texts: Readonly<Record<PageLanguage, PageTexts>> = { en, sw };

/** Somebody looking at a page of a shop, in a language. */
export interface Visit {
  tenant: Tenant;
  shop: ShopRecord;
  language: PageLanguage;
  /** Address within this server, without the query. */
  path: string;
  /** What the forms have left with this browser. */
  held: Held;
  t: (key: keyof PageTexts, facts?: Record<string, string | number>) => string;
  /** A title or description in the visitor's language. */
  own: (thing: {
    title: string;
    translations?: Record<string, { title: string; description?: string | undefined }> | undefined;
  }) => string;
}

export function visitOf(tenant: Tenant, shop: ShopRecord, language: PageLanguage, path: string, held: Held): Visit {
  return {
    tenant,
    shop,
    language,
    path,
    held,
    t: speak(language),
    own: (thing) => thing.translations?.[language]?.title ?? thing.title,
  };
}

export const speak =
  (language: PageLanguage): Visit['t'] =>
  (key, facts = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (gap, name: string) => String(facts[name] ?? gap));

const languageCookie = 'duka-lang';
const isLanguage = (text: unknown): text is PageLanguage => text === 'en' || text === 'sw';

/** The language chosen before, else the browser's, else the shop's. */
export function languageOf(request: Request, shop: ShopRecord | null): PageLanguage {
  const [, chosen] = new RegExp(`(?:^|; )${languageCookie}=(\\w+)`).exec(request.headers.cookie ?? '') ?? [];
  if (isLanguage(chosen)) return chosen;
  const preferred = request.headers['accept-language'] ? request.acceptsLanguages(['en', 'sw']) : false;
  return isLanguage(preferred) ? preferred : (shop?.language ?? 'en');
}

/** `?lang=sw` is kept and taken out of the address, so that a shared link forces its language on nobody. */
export function chooseLanguage(request: Request, response: Response): boolean {
  const url = new URL(request.originalUrl, 'http://here');
  const wanted = url.searchParams.get('lang');
  if (!isLanguage(wanted)) return false;
  url.searchParams.delete('lang');
  response.cookie(languageCookie, wanted, { maxAge: 365 * 86_400_000, sameSite: 'lax', path: '/', httpOnly: true });
  response.redirect(303, url.pathname + url.search);
  return true;
}

/** `KSh 1,250`, or `KSh 1,250.50` when there are cents. */
export function shillings({ amount, currency }: Money): string {
  const cents = amount % 100;
  const whole = String((amount - cents) / 100).replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = currency === 'KES' ? 'KSh' : currency;
  return `${sign}\u00a0${whole}${cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`}`;
}
