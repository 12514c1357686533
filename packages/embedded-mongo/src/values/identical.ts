import type { Decimal128 } from 'bson';
import { equalValues } from './compare.js';
import type { Doc } from './doc.js';
import { toNumber, type Numeric } from './numbers.js';
import { typeOf } from './types.js';

/** Would both be stored as the same bytes? Unlike equality it tells 1 from 1.0, and 1.0 from 1.00. */
export function identical(a: unknown, b: unknown): boolean {
  if (a === b) return !(a === 0 && !Object.is(a, b));
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if (type === 'object') return identicalDocs(a as Doc, b as Doc);
  if (type === 'array') {
    const [left, right] = [a as unknown[], b as unknown[]];
    return left.length === right.length && left.every((element, i) => identical(element, right[i]));
  }
  if (type === 'decimal') {
    const bytes = (b as Decimal128).bytes;
    return (a as Decimal128).bytes.every((byte, i) => byte === bytes[i]);
  }
  if (type === 'double') return Object.is(toNumber(a as Numeric), toNumber(b as Numeric));
  return equalValues(a, b);
}

function identicalDocs(a: Doc, b: Doc): boolean {
  const left = Object.keys(a);
  const right = Object.keys(b);
  return left.length === right.length && left.every((name, i) => name === right[i] && identical(a[name], b[name]));
}
