import { MongoError } from '../errors.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';

export function needDoc(spec: unknown, name: string, code: number): Doc {
  if (!isDoc(spec))
    throw new MongoError(code, `the ${name} stage specification must be an object, got ${typeOf(spec)}`);
  return spec;
}

export function onlyKnown(spec: Doc, name: string, allowed: readonly string[], code: number): void {
  const unknown = Object.keys(spec).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw new MongoError(code, `Unrecognized option to ${name}: ${unknown}`);
}

export function needString(value: unknown, what: string, code: number): string {
  if (typeof value !== 'string')
    throw new MongoError(code, `${what} must be a string, but found type: ${typeOf(value)}`);
  return value;
}

/** A whole number that is not negative. */
export function needCount(value: unknown, name: string, code: number): number {
  const integer = isNumeric(value) ? integerOf(value as Numeric) : undefined;
  if (integer === undefined || integer < 0n) {
    throw new MongoError(
      code,
      `invalid argument to ${name} stage: Expected a non-negative number in: ${name}: ${formatValue(value)}`,
    );
  }
  return Number(integer);
}

/** The path in `'$a.b'`. */
export function needFieldPath(value: unknown, what: string, codes: { type: number; prefix: number }): string {
  const text = needString(value, what, codes.type);
  if (!text.startsWith('$') || text.startsWith('$$')) {
    throw new MongoError(codes.prefix, `${what} must start with a '$': ${text}`);
  }
  return text.slice(1);
}
