/**
 * Brings a Kenyan mobile number to E.164; null when it is none. Blanks, dashes, dots and brackets are dropped; `07…`, `01…`, `7…`, `1…`,
 * `254…`, `+254…` and `00254…` are understood.
 *
 * @example
 * ```ts
 * toE164('0712 345 678'); // '+254712345678'
 * toE164('12345'); // null
 * ```
 * @public
 */
export function toE164(input: string): string | null {
  const digits = input.replace(/[\s().-]/g, '').replace(/^\+|^00(?=254)/, '');
  const local = /^(?:254|0)?([17]\d{8})$/.exec(digits)?.[1];
  return local ? `+254${local}` : null;
}

/**
 * A Kenyan number as people write it there: `0712 345 678`. What is no Kenyan mobile number comes back as it was.
 *
 * @example
 * ```ts
 * formatPhone('+254712345678'); // '0712 345 678'
 * ```
 * @public
 */
export function formatPhone(phone: string): string {
  return toE164(phone)?.replace(/^\+254(...)(...)(...)$/, '0$1 $2 $3') ?? phone;
}

/**
 * A number for those who need not know it whole: `0712 ••• 678`. Of what is no Kenyan mobile number, only the last two digits stay.
 *
 * @example
 * ```ts
 * maskPhone('+254712345678'); // '0712 ••• 678'
 * ```
 * @public
 */
export function maskPhone(phone: string): string {
  return toE164(phone)?.replace(/^\+254(...)...(...)$/, '0$1 ••• $2') ?? `••• ${phone.replace(/\D/g, '').slice(-2)}`;
}
