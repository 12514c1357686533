import * as en from './en/checkout.js';
import { texts, type Texts } from './texts.js';

export const checkout: Texts<keyof typeof en.checkout> = /* @__PURE__ */ texts(
  en.checkout,
  async () => (await import('./sw/checkout.js')).checkout,
);
export const order: Texts<keyof typeof en.order> = /* @__PURE__ */ texts(
  en.order,
  async () => (await import('./sw/checkout.js')).order,
);
export const discount: Texts<keyof typeof en.discount> = /* @__PURE__ */ texts(
  en.discount,
  async () => (await import('./sw/checkout.js')).discount,
);
