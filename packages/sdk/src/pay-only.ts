// In place of `buyer.ts` in a script that is a pay button and nothing else: see rollup.config.mjs.
import type { DukaOptions } from './core/setup.js';
import { fetchTransport } from './core/transport-fetch.js';
import { DukaPay } from './duka-pay.js';

export { isDukaError } from './core/errors.js';
export { formatMoney } from './money.js';
export { parseMpesaMessage } from './mpesa-message.js';
export { toE164 } from './phone.js';

export function createDuka(options: DukaOptions = {}): DukaPay {
  return new DukaPay(options, () => fetchTransport);
}
