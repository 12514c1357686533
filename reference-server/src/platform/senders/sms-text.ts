/** The 7-bit alphabet of text messages (3GPP TS 23.038), and its extension, whose signs count twice. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€\f');

const plainer: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '•': '*',
  '·': '-',
  '…': '...',
  '×': 'x',
  '\u00a0': ' ',
  '\u202f': ' ',
};

/** Writes signs that make a message more than twice as long in a way that does not; what has no such way stays. */
export function toSmsText(text: string): string {
  return text.trim().replace(/[‘’“”–—−•·…×\u00a0\u202f]/g, (sign) => plainer[sign] ?? sign);
}

/**
 * How many text messages a text is paid as: 160 signs in one, 153 in each of several; with a single sign beyond the alphabet 70 and 67.
 *
 * @example smsPartsOf('Habari') // 1
 */
export function smsPartsOf(text: string): number {
  const signs = Array.from(text);
  const isBasic = signs.every((sign) => basic.has(sign) || extended.has(sign));
  // Beyond the alphabet it is UTF-16 units that count.
  const length = isBasic ? signs.reduce((sum, sign) => sum + (extended.has(sign) ? 2 : 1), 0) : text.length;
  const [one, each] = isBasic ? [160, 153] : [70, 67];
  return length <= one ? 1 : Math.ceil(length / each);
}
