import { addDecimals, divideDecimals, multiplyDecimals } from './decimal-arithmetic.js';
import {
  decimalInfinity,
  decimalNaN,
  decimalZero,
  digitsOf,
  fit,
  fromBigInt,
  maxDigits,
  pow10,
  signOf,
  type Decimal,
} from './decimal.js';

/** Roots, powers and logarithms of decimals, worked out in whole numbers with spare digits and rounded once. */

/** Fixed point: a number n stands for n / 10^60. */
const scale = 60;
const one = pow10(scale);

export function sqrtDecimal(value: Decimal): Decimal {
  if (value.special === 'nan' || (value.negative && signOf(value) !== 0)) return decimalNaN;
  if (value.special) return value;
  if (value.coefficient === 0n) return fit({ ...value, exponent: Math.floor(value.exponent / 2) });
  const preferred = Math.floor(value.exponent / 2);
  let exponent = value.exponent;
  let coefficient = value.coefficient;
  if (exponent % 2 !== 0) {
    coefficient *= 10n;
    exponent -= 1;
  }
  const shift = Math.max(0, Math.ceil((2 * (maxDigits + 2) - digitsOf(coefficient)) / 2));
  coefficient *= pow10(2 * shift);
  let root = integerRoot(coefficient);
  let rootExponent = exponent / 2 - shift;
  if (root * root !== coefficient)
    return fit({ negative: false, coefficient: root * 10n + 1n, exponent: rootExponent - 1 });
  while (rootExponent < preferred && root % 10n === 0n) {
    root /= 10n;
    rootExponent += 1;
  }
  return fit({ negative: false, coefficient: root, exponent: rootExponent });
}

function integerRoot(n: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

function toFixed(value: Decimal): bigint {
  const shift = value.exponent + scale;
  const size = shift >= 0 ? value.coefficient * pow10(shift) : shift < -400 ? 0n : value.coefficient / pow10(-shift);
  return value.negative ? -size : size;
}

function fromFixed(value: bigint): Decimal {
  return fit({ negative: value < 0n, coefficient: value < 0n ? -value : value, exponent: -scale });
}

/** ln of a fixed-point number near 1, by the series of atanh. */
function fixedLog(x: bigint): bigint {
  const y = ((x - one) * one) / (x + one);
  const square = (y * y) / one;
  let term = y;
  let sum = 0n;
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k;
    term = (term * square) / one;
  }
  return 2n * sum;
}

const ln2 = fixedLog(2n * one);
const ln10 = 3n * ln2 + fixedLog((one * 10n) / 8n);

/** ln as a fixed-point number; the value must be finite and positive. */
function logFixed(value: Decimal): bigint {
  const digits = digitsOf(value.coefficient);
  let mantissa = toFixed({ negative: false, coefficient: value.coefficient, exponent: 1 - digits }); // 1 to 10
  let twos = 0n;
  while (mantissa > (one * 3n) / 2n) {
    mantissa /= 2n;
    twos += 1n;
  }
  return fixedLog(mantissa) + twos * ln2 + BigInt(value.exponent + digits - 1) * ln10;
}

export function lnDecimal(value: Decimal): Decimal {
  if (value.special === 'nan') return decimalNaN;
  if (signOf(value) === 0) return decimalInfinity(true);
  if (value.negative) return decimalNaN;
  return value.special ? value : fromFixed(logFixed(value));
}

export function log10Decimal(value: Decimal): Decimal {
  if (value.special || signOf(value) <= 0) return lnDecimal(value);
  const digits = value.coefficient.toString();
  if (/^10*$/.test(digits)) return fromBigInt(BigInt(value.exponent + digits.length - 1));
  return fromFixed((logFixed(value) * one) / ln10);
}

export function expDecimal(value: Decimal): Decimal {
  if (value.special === 'nan') return decimalNaN;
  if (value.special) return value.negative ? decimalZero : value;
  if (digitsOf(value.coefficient) + value.exponent > 6) return value.negative ? decimalZero : decimalInfinity(false);
  // e^x = 10^n × e^r with |r| <= ln(10)
  const x = toFixed(value);
  const tens = x / ln10;
  const rest = x - tens * ln10;
  let term = one;
  let sum = 0n;
  for (let k = 1n; term !== 0n; k += 1n) {
    sum += term;
    term = (term * rest) / (one * k);
  }
  const result = { negative: false, coefficient: sum, exponent: Number(tens) - scale };
  return trimmed(fit(result), signOf(value) === 0);
}

function trimmed(value: Decimal, isExact: boolean): Decimal {
  if (!isExact) return value;
  return addDecimals(decimalZero, {
    ...value,
    coefficient: value.coefficient / pow10(digitsOf(value.coefficient) - 1),
    exponent: 0,
  });
}

export function powDecimal(base: Decimal, exponent: Decimal): Decimal {
  if (base.special === 'nan' || exponent.special === 'nan') return decimalNaN;
  const whole = wholeNumber(exponent);
  if (whole !== undefined && whole >= -1000 && whole <= 1000 && !base.special) return integerPower(base, whole);
  if (signOf(base) === 0) return signOf(exponent) > 0 ? decimalZero : decimalInfinity(false);
  const isOdd = whole !== undefined && whole % 2 !== 0;
  if (base.negative && whole === undefined) return decimalNaN;
  const size = expDecimal(multiplyDecimals(lnDecimal({ ...base, negative: false }), exponent));
  return base.negative && isOdd ? { ...size, negative: true } : size;
}

function wholeNumber(value: Decimal): number | undefined {
  if (value.special || digitsOf(value.coefficient) + value.exponent > 9) return undefined;
  const number = Number(`${value.coefficient}e${value.exponent}`);
  return Number.isInteger(number) ? (value.negative ? -number : number) : undefined;
}

function integerPower(base: Decimal, exponent: number): Decimal {
  const size = Math.abs(exponent);
  const coefficient = base.coefficient ** BigInt(size);
  const power = fit({ negative: base.negative && size % 2 === 1, coefficient, exponent: base.exponent * size });
  return exponent < 0 ? divideDecimals(fromBigInt(1n), power) : power;
}

/** log of `value` to `base`. */
export function logDecimal(value: Decimal, base: Decimal): Decimal {
  return divideDecimals(lnDecimal(value), lnDecimal(base));
}
