import { Decimal128 } from 'bson';

/**
 * A decimal floating-point number taken apart: (-1)^negative × coefficient × 10^exponent. `special` is set for infinities and NaN.
 * IEEE 754-2008 decimal128: 34 digits, exponents -6176 to 6111, ties to even.
 */
export interface Decimal {
  readonly negative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
  readonly special?: 'infinity' | 'nan';
}

export const maxDigits = 34;
const minExponent = -6176;
const maxExponent = 6111;
const largestCoefficient = 10n ** 34n - 1n;

export const decimalNaN: Decimal = { negative: false, coefficient: 0n, exponent: 0, special: 'nan' };
export const decimalZero: Decimal = { negative: false, coefficient: 0n, exponent: 0 };

export function decimalInfinity(negative: boolean): Decimal {
  return { negative, coefficient: 0n, exponent: 0, special: 'infinity' };
}

const powers: bigint[] = [1n];
export function pow10(exponent: number): bigint {
  if (exponent > 400) return 10n ** BigInt(exponent);
  for (let i = powers.length; i <= exponent; i++) powers.push(powers[i - 1]! * 10n);
  return powers[exponent]!;
}

/** Number of decimal digits of a coefficient; zero has one. */
export function digitsOf(coefficient: bigint): number {
  return coefficient.toString().length;
}

export function readDecimal(value: Decimal128): Decimal {
  const bytes = value.bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  const high = view.getBigUint64(8, true);
  const negative = high >> 63n === 1n;
  if (((high >> 61n) & 3n) === 3n) {
    const combination = (high >> 58n) & 0x1fn;
    if (combination === 0x1en) return decimalInfinity(negative);
    if (combination === 0x1fn) return decimalNaN;
    return { negative, coefficient: 0n, exponent: Number((high >> 47n) & 0x3fffn) + minExponent };
  }
  const coefficient = ((high & 0x1ffffffffffffn) << 64n) | view.getBigUint64(0, true);
  const exponent = Number((high >> 49n) & 0x3fffn) + minExponent;
  return { negative, coefficient: coefficient > largestCoefficient ? 0n : coefficient, exponent };
}

/** Rounds to 34 digits and packs. Too large becomes infinity, too small zero. */
export function writeDecimal(decimal: Decimal): Decimal128 {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const fitted = fit(decimal);
  let high: bigint;
  if (fitted.special === 'nan') high = 0x7c00000000000000n;
  else if (fitted.special === 'infinity') high = 0x7800000000000000n;
  else {
    high = (fitted.coefficient >> 64n) | (BigInt(fitted.exponent - minExponent) << 49n);
    view.setBigUint64(0, fitted.coefficient & 0xffffffffffffffffn, true);
  }
  view.setBigUint64(8, fitted.negative ? high | 0x8000000000000000n : high, true);
  return new Decimal128(bytes);
}

/** The same number within the limits of decimal128. */
export function fit(decimal: Decimal): Decimal {
  if (decimal.special) return decimal;
  const { negative } = decimal;
  let { coefficient, exponent } = decimal;
  const drop = Math.max(digitsOf(coefficient) - maxDigits, minExponent - exponent, 0);
  if (drop > 0) {
    coefficient = divideHalfEven(coefficient, drop);
    exponent += drop;
    if (coefficient > largestCoefficient) {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  if (coefficient === 0n) return { negative, coefficient, exponent: Math.min(exponent, maxExponent) };
  if (exponent > maxExponent) {
    const pad = exponent - maxExponent;
    if (pad + digitsOf(coefficient) > maxDigits) return decimalInfinity(negative);
    return { negative, coefficient: coefficient * pow10(pad), exponent: maxExponent };
  }
  return { negative, coefficient, exponent };
}

/** `coefficient / 10^digits`, ties to even. */
export function divideHalfEven(coefficient: bigint, digits: number): bigint {
  if (digits > coefficient.toString().length + 1) return 0n;
  const unit = pow10(digits);
  const quotient = coefficient / unit;
  const twice = (coefficient % unit) * 2n;
  return twice > unit || (twice === unit && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

const pattern = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** Reads `1.50`, `-2E+3`, `.5`, `Infinity`, `NaN`; undefined for anything else. Digits beyond the 34th are rounded. */
export function parseDecimal(text: string): Decimal | undefined {
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (word) return word[2]!.toLowerCase() === 'nan' ? decimalNaN : decimalInfinity(word[1] === '-');
  const parts = pattern.exec(text);
  if (!parts) return undefined;
  const fraction = parts[3] ?? parts[4] ?? '';
  const exponent = Number(parts[5] ?? 0) - fraction.length;
  if (!Number.isSafeInteger(exponent)) return undefined;
  return fit({ negative: parts[1] === '-', coefficient: BigInt((parts[2] ?? '') + fraction), exponent });
}

export function fromBigInt(value: bigint): Decimal {
  return { negative: value < 0n, coefficient: value < 0n ? -value : value, exponent: 0 };
}

/** The double's exact value, all its binary digits written out. */
export function fromDoubleExact(value: number): Decimal {
  if (Number.isNaN(value)) return decimalNaN;
  if (!Number.isFinite(value)) return decimalInfinity(value < 0);
  const negative = value < 0 || Object.is(value, -0);
  if (Number.isSafeInteger(value)) return { negative, coefficient: BigInt(Math.abs(value)), exponent: 0 };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const power = (biased === 0 ? 1 : biased) - 1075;
  if (power >= 0) return { negative, coefficient: mantissa << BigInt(power), exponent: 0 };
  return { negative, coefficient: mantissa * 5n ** BigInt(-power), exponent: power };
}

/** How MongoDB turns a double into a decimal: 15 significant digits, kept even when they are zeros. */
export function fromDouble(value: number): Decimal {
  if (value === 0 || !Number.isFinite(value)) return fromDoubleExact(value);
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential(14).split('e');
  return { negative: value < 0, coefficient: BigInt(mantissa.replace('.', '')), exponent: Number(exponent) - 14 };
}

export function toDouble(decimal: Decimal): number {
  if (decimal.special === 'nan') return NaN;
  if (decimal.special) return decimal.negative ? -Infinity : Infinity;
  const value = Number(`${decimal.coefficient}e${decimal.exponent}`);
  return decimal.negative ? -value : value;
}

/** Exact order of two decimals; NaN is least and equal to itself. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.special === 'nan' || b.special === 'nan') return Number(b.special === 'nan') - Number(a.special === 'nan');
  const signA = signOf(a);
  const signB = signOf(b);
  if (signA !== signB) return signA < signB ? -1 : 1;
  if (signA === 0) return 0;
  const order = compareMagnitudes(a, b);
  return signA < 0 && order !== 0 ? -order : order;
}

export function signOf(decimal: Decimal): -1 | 0 | 1 {
  if (decimal.special !== 'infinity' && decimal.coefficient === 0n) return 0;
  return decimal.negative ? -1 : 1;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.special || b.special) return Number(Boolean(a.special)) - Number(Boolean(b.special));
  const topA = digitsOf(a.coefficient) + a.exponent;
  const topB = digitsOf(b.coefficient) + b.exponent;
  if (topA !== topB) return topA < topB ? -1 : 1;
  const least = Math.min(a.exponent, b.exponent);
  const left = a.coefficient * pow10(a.exponent - least);
  const right = b.coefficient * pow10(b.exponent - least);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
