import {
  decimalInfinity,
  decimalNaN,
  digitsOf,
  divideHalfEven,
  fit,
  maxDigits,
  pow10,
  signOf,
  type Decimal,
} from './decimal.js';

/** Sums, products and quotients of decimals as IEEE 754-2008 wants them: exact, then rounded once to 34 digits, ties to even. */

export function negate(value: Decimal): Decimal {
  return value.special === 'nan' ? value : { ...value, negative: !value.negative };
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.special || b.special) return addSpecials(a, b);
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const gap = high.exponent - low.exponent;
  // So far apart that the smaller only decides how the larger is rounded: stand in a tiny number of the same sign.
  if (high.coefficient !== 0n && gap > 2 * maxDigits + digitsOf(low.coefficient)) {
    const pad = 2 * maxDigits;
    const nudge = low.coefficient === 0n ? 0n : 1n;
    const coefficient = high.coefficient * pow10(pad) + (high.negative === low.negative ? nudge : -nudge);
    return fit({ negative: high.negative, coefficient, exponent: high.exponent - pad });
  }
  const scaled = high.coefficient === 0n ? 0n : high.coefficient * pow10(gap);
  const sum = (high.negative ? -scaled : scaled) + (low.negative ? -low.coefficient : low.coefficient);
  const negative = sum < 0n || (sum === 0n && a.negative && b.negative);
  return fit({ negative, coefficient: sum < 0n ? -sum : sum, exponent: low.exponent });
}

function addSpecials(a: Decimal, b: Decimal): Decimal {
  if (a.special === 'nan' || b.special === 'nan') return decimalNaN;
  if (a.special && b.special) return a.negative === b.negative ? a : decimalNaN;
  return a.special ? a : b;
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, negate(b));
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const negative = a.negative !== b.negative;
  if (a.special || b.special) {
    if (a.special === 'nan' || b.special === 'nan' || signOf(a) === 0 || signOf(b) === 0) return decimalNaN;
    return decimalInfinity(negative);
  }
  return fit({ negative, coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent });
}

export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const negative = a.negative !== b.negative;
  if (a.special === 'nan' || b.special === 'nan') return decimalNaN;
  if (a.special) return b.special ? decimalNaN : decimalInfinity(negative);
  if (b.special) return fit({ negative, coefficient: 0n, exponent: -6176 });
  if (b.coefficient === 0n) return a.coefficient === 0n ? decimalNaN : decimalInfinity(negative);
  const preferred = a.exponent - b.exponent;
  if (a.coefficient === 0n) return fit({ negative, coefficient: 0n, exponent: preferred });
  const shift = Math.max(0, maxDigits + 2 + digitsOf(b.coefficient) - digitsOf(a.coefficient));
  const dividend = a.coefficient * pow10(shift);
  let coefficient = dividend / b.coefficient;
  let exponent = preferred - shift;
  if (dividend % b.coefficient !== 0n) {
    // A last digit that is not 0 keeps the rounding from taking the quotient for exact.
    return fit({ negative, coefficient: coefficient * 10n + 1n, exponent: exponent - 1 });
  }
  while (exponent < preferred && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return fit({ negative, coefficient, exponent });
}

/** The remainder of a division that rounds towards zero; it has the sign of `a`. */
export function remainderDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.special || b.special === 'nan' || signOf(b) === 0) return decimalNaN;
  if (b.special) return a;
  const exponent = Math.min(a.exponent, b.exponent);
  const divisor = b.coefficient * pow10(b.exponent - exponent);
  const dividend = a.coefficient * pow10(a.exponent - exponent);
  return fit({ negative: a.negative, coefficient: dividend % divisor, exponent });
}

export type Rounding = 'half-even' | 'down' | 'floor' | 'ceiling';

/** To `places` digits after the point (before it when negative). */
export function roundDecimal(value: Decimal, places: number, how: Rounding): Decimal {
  if (value.special) return value;
  const drop = -places - value.exponent;
  if (drop <= 0) return value;
  const exponent = -places;
  if (how === 'half-even') return fit({ ...value, coefficient: divideHalfEven(value.coefficient, drop), exponent });
  const tooSmall = drop > digitsOf(value.coefficient);
  const unit = tooSmall ? 1n : pow10(drop);
  const whole = tooSmall ? 0n : value.coefficient / unit;
  const hasRest = tooSmall ? value.coefficient !== 0n : value.coefficient % unit !== 0n;
  const away = hasRest && ((how === 'floor' && value.negative) || (how === 'ceiling' && !value.negative));
  return fit({ ...value, coefficient: away ? whole + 1n : whole, exponent });
}
