import { callbackUrlProblem } from '../../core/callback-url.js';
import { fromEatStamp } from '../../core/eat.js';
import type { Shortcode } from '../engine/shortcodes.js';
import type { World } from '../engine/world.js';
import { invalid, refusal, type Outcome } from './envelopes.js';
import { objectIn, type Incoming } from './wire.js';

/** The fields of a request as text, numbers included; nothing else is a value Daraja knows. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** JSON content type and the fields that must be there. daraja.md §18: this comes before what the fields say. */
export function readFields(world: World, request: Incoming, required: readonly string[]): Fields | Outcome {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return invalid(world, 'Content-Type');
  const body = objectIn(request.text);
  if (!body) return refusal(world, 400, '400.002.05', 'Invalid Request Payload');
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' || typeof value === 'number') fields[name] = String(value);
  }
  const missing = required.find((name) => !fields[name]);
  return missing ? invalid(world, missing) : fields;
}

export function isOutcome(value: Fields | Outcome | Shortcode): value is Outcome {
  return 'note' in value && 'reply' in value;
}

/** What the fields of a push say, in the order of daraja.md §18. */
export function checkPushFields(world: World, now: number, fields: Fields): Outcome | undefined {
  const { knobs } = world;
  if (!timestampFits(fields['Timestamp'], now, knobs.maxSkewMinutes)) return invalid(world, 'Timestamp');
  for (const name of ['PhoneNumber', 'PartyA']) {
    if (!/^254[17]\d{8}$/.test(fields[name] ?? '')) return invalid(world, name);
  }
  const amount = fields['Amount'] ?? '';
  if (!/^\d+$/.test(amount) || Number(amount) < 1 || Number(amount) > 250_000) return invalid(world, 'Amount');
  if (!/^Customer(PayBill|BuyGoods)Online$/.test(fields['TransactionType'] ?? '')) {
    return invalid(world, 'TransactionType');
  }
  if (!/^\d{5,7}$/.test(fields['PartyB'] ?? '')) return invalid(world, 'PartyB');
  const url = fields['CallBackURL'] ?? '';
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return invalid(world, 'CallBackURL');
  if (knobs.strictUrls && callbackUrlProblem(url)) return invalid(world, 'CallBackURL');
  if (knobs.strictTexts) {
    if ((fields['AccountReference'] ?? '').length > 12) return invalid(world, 'AccountReference');
    if ((fields['TransactionDesc'] ?? '').length > 13) return invalid(world, 'TransactionDesc');
  }
  return undefined;
}

export function timestampFits(stamp: string | undefined, now: number, maxSkewMinutes: number): boolean {
  const instant = fromEatStamp(stamp ?? '');
  return (
    instant !== undefined && (maxSkewMinutes === 0 || Math.abs(instant.getTime() - now) <= maxSkewMinutes * 60_000)
  );
}

/** The shortcode that a request proves to speak for, by its Password. */
export function checkMerchant(world: World, fields: Fields): Shortcode | Outcome {
  const shortcode = world.shortcode(fields['BusinessShortCode'] ?? '');
  if (!shortcode) return refusal(world, 500, '500.001.1001', 'Merchant does not exist');
  const expected = Buffer.from(shortcode.shortcode + shortcode.passkey + fields['Timestamp']).toString('base64');
  if (fields['Password'] !== expected) return refusal(world, 500, '500.001.1001', 'Wrong credentials');
  return shortcode;
}
