import type { ShopPolicies, ShopSettings, ShopSettingsUpdate } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { maskPhone } from '../../platform/personal.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { changeShop } from './change.js';
import type { ShopRecord } from './model.js';

/** What a shop that never set it goes by. Nobody is woken up: quiet hours 22-07. */
export const usual = {
  rounding: 'nearest',
  holdMinutes: 15,
  summaryHour: 8,
  quietHours: { from: 22, to: 7 },
} as const;

export function toSettings(shop: ShopRecord): ShopSettings {
  const { slug, currency, country, name, tagline, language, timeZone, contact, kraPin, tax } = shop;
  return {
    ...{ shop: shop._id, slug, currency, country, version: shop.settingsVersion ?? 0 },
    ...{ name, tagline, language, timeZone, contact, kraPin, tax },
    rounding: shop.rounding ?? usual.rounding,
    receipt: shop.receipt ?? { header: [], footer: [] },
    openingHours: shop.openingHours ?? [],
    holdMinutes: shop.holdMinutes ?? usual.holdMinutes,
    summaryHour: shop.summaryHour === undefined ? usual.summaryHour : shop.summaryHour,
    quietHours: shop.quietHours ?? usual.quietHours,
    policies: shop.policies ?? {},
    updatedAt: shop.updatedAt.toISOString(),
  };
}

/** @throws Refused `version_stale` */
export function updateSettings(
  by: {
    readonly tenant: Tenant;
    readonly actor: Actor;
    readonly requestId: string;
    readonly ifMatch: number | null;
    readonly remember: (answer: ShopSettings, tx: ClientSession) => Promise<void>;
  },
  update: ShopSettingsUpdate,
): Promise<ShopSettings> {
  return changeShop(by, async (shop, tx) => {
    const before = toSettings(shop);
    if (by.ifMatch !== null && by.ifMatch !== before.version) throw new Refused('version_stale');
    const set = { ...merged(before, update), settingsVersion: before.version + 1 };
    const answer = toSettings({ ...shop, ...set });
    await by.remember(answer, tx);
    const named = Object.keys(update) as (keyof ShopSettingsUpdate)[];
    const deed = {
      action: 'settings.changed',
      subject: shop._id,
      before: facts(before, named),
      after: facts(answer, named),
    };
    return { set, deed, answer };
  });
}

type Settable = Omit<ShopSettings, 'shop' | 'slug' | 'version' | 'currency' | 'country' | 'updatedAt'>;

/** What the named settings become. Parts of a group stay as they were unless they are named. */
function merged(
  before: ShopSettings,
  update: ShopSettingsUpdate,
): Partial<Settable & { tagline: Record<string, string> }> {
  const { tagline, contact, tax, receipt, policies, ...plain } = said(update);
  return {
    ...plain,
    ...(tagline && { tagline: without({ ...before.tagline, ...tagline }) }),
    ...(contact && { contact: { ...before.contact, ...said(contact) } }),
    ...(tax && {
      tax: { ...before.tax, ...said(tax), rates: { ...before.tax.rates, ...said(tax.rates ?? {}) } },
    }),
    ...(receipt && { receipt: { ...before.receipt, ...said(receipt) } }),
    ...(policies && { policies: mergedPolicies(before.policies, policies) }),
  };
}

function mergedPolicies(before: ShopPolicies, update: ShopPolicies): ShopPolicies {
  const matters = Object.keys({ ...before, ...update }) as (keyof ShopPolicies)[];
  return Object.fromEntries(matters.map((matter) => [matter, without({ ...before[matter], ...update[matter] })]));
}

type Said<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
const said = <T extends object>(parts: T): Said<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Said<T>;
/** Texts by language; what was cleared is gone. */
const without = (texts: Record<string, string | null | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));

/** For the audit log, which holds no whole phone number. */
function facts(settings: ShopSettings, named: readonly (keyof ShopSettingsUpdate)[]): Record<string, unknown> {
  const { contact } = settings;
  const safe = { ...settings, contact: { ...contact, phone: contact.phone && maskPhone(contact.phone) } };
  return Object.fromEntries(named.map((name) => [name, safe[name]]));
}
