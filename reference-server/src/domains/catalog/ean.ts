/** Widths of the bars and gaps of each digit in set A; set B is its mirror, set C its negative (GS1 General Specifications, 5.2). */
const left = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
const negative = (bits: string): string => Array.from(bits, (bit) => (bit === '0' ? '1' : '0')).join('');
const mirror = (bits: string): string => Array.from(bits).reverse().join('');
/** The first digit is told by which set each of the next six is drawn in. */
const parity = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'];

/**
 * The 95 modules of an EAN-13, `1` for a bar.
 *
 * @param digits Thirteen, the check digit last.
 */
export function eanModules(digits: string): string {
  const [first = 0, ...rest] = Array.from(digits, Number);
  const set = parity[first] ?? '';
  const bitsOf = (digit: number | undefined) => left[digit ?? 0] ?? '';
  const head = rest.slice(0, 6).map((digit, i) => (set[i] === 'A' ? bitsOf(digit) : mirror(negative(bitsOf(digit)))));
  const tail = rest.slice(6).map((digit) => negative(bitsOf(digit)));
  return `101${head.join('')}01010${tail.join('')}101`;
}

/** A barcode as a picture that prints sharp at any size, with the quiet zones that a scanner needs; empty for what is no EAN-13 or UPC. */
export function eanSvg(barcode: string): string {
  const digits = barcode.length === 14 && barcode.startsWith('0') ? barcode.slice(1) : barcode.padStart(13, '0');
  if (!/^\d{13}$/.test(digits) || barcode.length === 8) return '';
  const bars = [...eanModules(digits).matchAll(/1+/g)]
    .map((found) => `<rect x="${11 + found.index}" width="${found[0].length}" height="40"/>`)
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 113 50" role="img" aria-label="${digits}" shape-rendering="crispEdges">${bars}<text x="56.5" y="49" font-size="9" text-anchor="middle" font-family="monospace">${digits}</text></svg>`;
}
