import { Decimal128, Double, Long } from 'bson';

export const dec = (text: string): Decimal128 => Decimal128.fromString(text);
export const long = (value: bigint | number): Long => Long.fromBigInt(BigInt(value));
export const dbl = (value: number): Double => new Double(value);
