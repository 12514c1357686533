import * as en from './en.js';
import * as sw from './sw.js';

/** Languages that every sentence exists in. A new one is a new file beside `en.ts`, and a line in `groups`. */
export type Language = 'en' | 'sw';
/** A group of sentences, in each language. */
export type Texts<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

export const common: Texts<keyof typeof en.common> = { en: en.common, sw: sw.common };
export const pay: Texts<keyof typeof en.pay> = { en: en.pay, sw: sw.pay };
export const shop: Texts<keyof typeof en.shop> = { en: en.shop, sw: sw.shop };
export const checkout: Texts<keyof typeof en.checkout> = { en: en.checkout, sw: sw.checkout };
export const order: Texts<keyof typeof en.order> = { en: en.order, sw: sw.order };
