import * as en from './en/pay.js';
import { texts, type Texts } from './texts.js';

export const pay: Texts<keyof typeof en.pay> = /* @__PURE__ */ texts(
  en.pay,
  async () => (await import('./sw/pay.js')).pay,
);
