import * as en from './en/more.js';
import { texts, type Texts } from './texts.js';

export const more: Texts<keyof typeof en.more> = /* @__PURE__ */ texts(
  en.more,
  async () => (await import('./sw/more.js')).more,
);
