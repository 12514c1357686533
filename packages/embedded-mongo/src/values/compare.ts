import type { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson';
import type { Doc } from './doc.js';
import { compareNumbers, numberKey, type Numeric } from './numbers.js';
import { bracketOf } from './types.js';

/** What a collation decides: the order of strings, and a text that is the same for strings it calls equal. */
export interface Collation {
  compare(a: string, b: string): number;
  key(text: string): string;
}

/** Order by UTF-8 bytes. That is the order of code points, which UTF-16 keeps except for surrogates. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    if (left >= 0xd800 && right >= 0xd800) return lift(left) - lift(right);
    return left - right;
  }
  return a.length - b.length;
}

function lift(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

/**
 * MongoDB's total order over all values: by type bracket first, then by value. `undefined` stands for a missing field and comes before null.
 * Negative, zero or positive. Objects compare field by field (type, then name, then value), so the order of their keys counts.
 */
export function compareValues(a: unknown, b: unknown, collation?: Collation): number {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return collation ? collation.compare(a, b) : compareStrings(a, b);
  const bracket = bracketOf(a);
  const other = bracketOf(b);
  if (bracket !== other) return bracket - other;
  switch (bracket) {
    case 10:
      return compareNumbers(a as Numeric, b as Numeric);
    case 15: {
      const left = textOf(a);
      const right = textOf(b);
      return collation ? collation.compare(left, right) : compareStrings(left, right);
    }
    case 20:
      return compareDocs(a as Doc, b as Doc, collation);
    case 25:
      return compareArrays(a as unknown[], b as unknown[], collation);
    case 30:
      return compareBinaries(a as Binary, b as Binary);
    case 35:
      return compareBytes((a as ObjectId).id, (b as ObjectId).id);
    case 40:
      return Number(a) - Number(b);
    case 45:
      return Number(a) - Number(b);
    case 47: {
      const left = a as Timestamp;
      const right = b as Timestamp;
      return (left.high >>> 0) - (right.high >>> 0) || (left.low >>> 0) - (right.low >>> 0);
    }
    case 50: {
      const left = a as BSONRegExp;
      const right = b as BSONRegExp;
      return compareStrings(left.pattern, right.pattern) || compareStrings(left.options, right.options);
    }
    case 60:
    case 65: {
      const left = a as Code;
      const right = b as Code;
      return compareStrings(left.code, right.code) || compareDocs(left.scope ?? {}, right.scope ?? {}, collation);
    }
    default: // null with null, missing with missing, MinKey, MaxKey
      return 0;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (value as BSONSymbol).value;
}

function compareDocs(a: Doc, b: Doc, collation?: Collation): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const x = a[left[i]!];
    const y = b[right[i]!];
    const order = bracketOf(x) - bracketOf(y) || compareStrings(left[i]!, right[i]!) || compareValues(x, y, collation);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareArrays(a: readonly unknown[], b: readonly unknown[], collation?: Collation): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareValues(a[i], b[i], collation);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareBinaries(a: Binary, b: Binary): number {
  return (
    a.position - b.position ||
    a.sub_type - b.sub_type ||
    compareBytes(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position))
  );
}

export function equalValues(a: unknown, b: unknown, collation?: Collation): boolean {
  return a === b || compareValues(a, b, collation) === 0;
}

/**
 * A text that two values share exactly when they are equal: `keyOf(1) === keyOf(Double 1) === keyOf(Decimal128 1.00)`.
 * The key of a missing field (`undefined`) differs from that of null; who means them the same passes null.
 */
export function keyOf(value: unknown, collation?: Collation): string {
  if (bracketOf(value) === 15) return `s${collation ? collation.key(textOf(value)) : textOf(value)}`;
  return nestedKey(value, collation);
}

function nestedKey(value: unknown, collation: Collation | undefined): string {
  switch (bracketOf(value)) {
    case -1:
      return '<';
    case 0:
      return '?';
    case 5:
      return '0';
    case 10:
      return numberKey(value as Numeric);
    case 15: {
      const text = textOf(value);
      return `s${JSON.stringify(collation ? collation.key(text) : text)}`;
    }
    case 20:
      return docKey(value as Doc, collation);
    case 25:
      return `[${(value as unknown[]).map((element) => nestedKey(element, collation)).join()}]`;
    case 30: {
      const { sub_type: subtype, buffer, position } = value as Binary;
      return `b${subtype}:${Buffer.from(buffer.buffer, buffer.byteOffset, position).toString('base64')}`;
    }
    case 35:
      return `i${(value as ObjectId).toHexString()}`;
    case 40:
      return value === true ? 't' : 'f';
    case 45:
      return `d${Number(value)}`;
    case 47:
      return `T${(value as Timestamp).high >>> 0}:${(value as Timestamp).low >>> 0}`;
    case 50:
      return `r${JSON.stringify([(value as BSONRegExp).pattern, (value as BSONRegExp).options])}`;
    case 60:
      return `c${JSON.stringify((value as Code).code)}`;
    case 65:
      return `C${JSON.stringify((value as Code).code)}${docKey((value as Code).scope ?? {}, collation)}`;
    default:
      return '>';
  }
}

function docKey(doc: Doc, collation: Collation | undefined): string {
  let key = '{';
  for (const name of Object.keys(doc)) key += `${JSON.stringify(name)}:${nestedKey(doc[name], collation)},`;
  return `${key}}`;
}
