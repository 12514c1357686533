import * as en from './en/proof.js';
import { texts, type Texts } from './texts.js';

export const proof: Texts<keyof typeof en.proof> = /* @__PURE__ */ texts(
  en.proof,
  async () => (await import('./sw/proof.js')).proof,
);
