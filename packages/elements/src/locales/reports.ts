import * as en from './en/reports.js';
import { texts, type Texts } from './texts.js';

export const reports: Texts<keyof typeof en.reports> = /* @__PURE__ */ texts(
  en.reports,
  async () => (await import('./sw/reports.js')).reports,
);
