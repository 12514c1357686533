import * as enCheckout from '../packages/elements/src/locales/en/checkout.js';
import * as enPay from '../packages/elements/src/locales/en/pay.js';
import * as enShop from '../packages/elements/src/locales/en/shop.js';
import * as swCheckout from '../packages/elements/src/locales/sw/checkout.js';
import * as swPay from '../packages/elements/src/locales/sw/pay.js';
import * as swShop from '../packages/elements/src/locales/sw/shop.js';
import { formsEn } from '../reference-server/src/pages/locales/forms-en.js';
import { formsSw } from '../reference-server/src/pages/locales/forms-sw.js';

const en = {
  common: enShop.common,
  shop: enShop.shop,
  pay: enPay.pay,
  checkout: enCheckout.checkout,
  order: enCheckout.order,
};
const sw = {
  common: swShop.common,
  shop: swShop.shop,
  pay: swPay.pay,
  checkout: swCheckout.checkout,
  order: swCheckout.order,
};

export type Language = 'en' | 'sw';
type Facts = Readonly<Record<string, string | number>>;

const fill = (sentence: string, facts: Facts): string =>
  sentence.replace(/\{(\w+)\}/g, (_gap, name: string) => String(facts[name]));

const speaker =
  <Group extends Record<string, string>>(group: Group) =>
  (key: keyof Group & string, facts: Facts = {}): string =>
    fill(group[key] as string, facts);

const inLanguage = ({
  common,
  pay,
  shop,
  checkout,
  order,
}: { [Name in keyof typeof en]: Record<keyof (typeof en)[Name], string> }) => ({
  common: speaker(common),
  pay: speaker(pay),
  shop: speaker(shop),
  checkout: speaker(checkout),
  order: speaker(order),
});

/** What the elements say, read from the very files that they read. */
export const words = { en: inLanguage(en), sw: inLanguage(sw) };
export type Words = (typeof words)['en'];

/** What the pages say that work without a script. */
export const formWords = { en: speaker(formsEn), sw: speaker(formsSw) };
