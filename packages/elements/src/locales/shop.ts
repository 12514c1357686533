import * as en from './en/shop.js';
import { texts, type Texts } from './texts.js';

export const common: Texts<keyof typeof en.common> = /* @__PURE__ */ texts(
  en.common,
  async () => (await import('./sw/shop.js')).common,
);
export const shop: Texts<keyof typeof en.shop> = /* @__PURE__ */ texts(
  en.shop,
  async () => (await import('./sw/shop.js')).shop,
);
