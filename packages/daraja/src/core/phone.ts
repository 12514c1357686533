import { DarajaInputError } from './errors.js';

/**
 * A Kenyan mobile number in the form Daraja wants: `2547XXXXXXXX` or `2541XXXXXXXX`.
 *
 * Takes `+254…`, `00254…`, `254…`, `07…`, `01…` and the bare nine digits, with spaces, dashes, dots or brackets.
 * Operator prefixes are not policed: numbers move between networks.
 *
 * @throws DarajaInputError for anything else; `field` is the second argument.
 * @example toMsisdn('0712 345 678') // '254712345678'
 * @public
 */
export function toMsisdn(phone: string, field = 'phone'): string {
  const digits = String(phone).replaceAll(/[\s\-().]/g, '');
  const subscriber = /^(?:\+254|00254|254|0)?([17]\d{8})$/.exec(digits)?.[1];
  if (!subscriber) {
    throw new DarajaInputError(field, 'must be a Kenyan mobile number, such as +254712345678 or 0712345678');
  }
  return `254${subscriber}`;
}
