import type { Decimal128 } from 'bson';
import { addDecimals, divideDecimals } from '../values/decimal-arithmetic.js';
import {
  decimalZero,
  fromBigInt,
  fromDoubleExact,
  readDecimal,
  writeDecimal,
  type Decimal,
} from '../values/decimal.js';
import { integerOf, makeDouble, makeIntegral, makeLong, toNumber, type Numeric } from '../values/numbers.js';
import { isNumeric, typeOf } from '../values/types.js';

/**
 * A running sum that loses nothing on the way: integers exactly, doubles with the lost digits kept aside (Neumaier), decimals apart.
 * The result has the widest type that went in. Values that are not numbers are passed over.
 */
export class Sum {
  count = 0;
  private integers = 0n;
  private doubles = 0;
  private lost = 0;
  private decimals: Decimal = decimalZero;
  private hasLong = false;
  private hasDouble = false;
  private hasDecimal = false;

  add(value: unknown): void {
    if (!isNumeric(value)) return;
    this.count += 1;
    const number = value as Numeric;
    switch (typeOf(number)) {
      case 'decimal':
        this.hasDecimal = true;
        this.decimals = addDecimals(this.decimals, readDecimal(number as Decimal128));
        return;
      case 'double':
        this.hasDouble = true;
        return this.addDouble(toNumber(number));
      case 'long':
        this.hasLong = true;
        break;
      default:
    }
    this.integers += integerOf(number)!;
  }

  private addDouble(x: number): void {
    const total = this.doubles + x;
    if (Number.isFinite(total)) {
      this.lost += Math.abs(this.doubles) >= Math.abs(x) ? this.doubles - total + x : x - total + this.doubles;
    }
    this.doubles = total;
  }

  private asDouble(): number {
    return Number.isFinite(this.doubles) ? this.doubles + (Number(this.integers) + this.lost) : this.doubles;
  }

  private asDecimal(): Decimal {
    const doubles = addDecimals(fromDoubleExact(this.doubles), fromDoubleExact(this.lost));
    return addDecimals(addDecimals(this.decimals, fromBigInt(this.integers)), doubles);
  }

  total(): unknown {
    if (this.hasDecimal) return writeDecimal(this.asDecimal());
    if (this.hasDouble) return makeDouble(this.asDouble());
    if (BigInt.asIntN(64, this.integers) !== this.integers) return makeDouble(Number(this.integers));
    return this.hasLong ? makeLong(this.integers) : makeIntegral(this.integers);
  }

  average(): unknown {
    if (this.count === 0) return null;
    if (this.hasDecimal) return writeDecimal(divideDecimals(this.asDecimal(), fromBigInt(BigInt(this.count))));
    return makeDouble(this.asDouble() / this.count);
  }
}

/** Standard deviation in one pass (Welford). */
export class Deviation {
  private count = 0;
  private mean = 0;
  private squares = 0;
  private readonly isSample: boolean;

  constructor(isSample: boolean) {
    this.isSample = isSample;
  }

  add(value: unknown): void {
    if (!isNumeric(value)) return;
    const x = toNumber(value as Numeric);
    this.count += 1;
    const delta = x - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (x - this.mean);
  }

  result(): unknown {
    const divisor = this.isSample ? this.count - 1 : this.count;
    return divisor <= 0 ? null : makeDouble(Math.sqrt(this.squares / divisor));
  }
}

/** The values that stand at the given fractions of the ordered numbers: no interpolation. */
export class Percentiles {
  private readonly numbers: number[] = [];

  add(value: unknown): void {
    if (isNumeric(value) && !Number.isNaN(toNumber(value as Numeric))) this.numbers.push(toNumber(value as Numeric));
  }

  at(fractions: readonly number[]): unknown[] {
    const sorted = this.numbers.sort((a, b) => a - b);
    return fractions.map((p) => {
      if (sorted.length === 0) return null;
      return makeDouble(sorted[Math.min(Math.max(Math.ceil(p * sorted.length) - 1, 0), sorted.length - 1)]!);
    });
  }
}
