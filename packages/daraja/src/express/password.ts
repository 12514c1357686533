import { eatStamp } from '../core/eat.js';

/** `Password` and `Timestamp` of one Express request. They belong together: the one contains the other. @public */
export interface ExpressPassword {
  readonly Password: string;
  readonly Timestamp: string;
}

/** base64(shortcode + passkey + timestamp), the timestamp in East Africa Time and computed once. daraja.md §4 @public */
export function expressPassword(shortcode: string, passkey: string, now: Date): ExpressPassword {
  const Timestamp = eatStamp(now);
  return { Password: Buffer.from(shortcode + passkey + Timestamp).toString('base64'), Timestamp };
}
