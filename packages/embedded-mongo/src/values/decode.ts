import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { MongoError } from '../errors.js';
import { ownSet, type Doc } from './doc.js';

/** Deeper documents are refused, as MongoDB does, long before they could exhaust the stack. */
export const maxDepth = 180;

/**
 * Reads one BSON document and keeps its number types apart, so that `encode(decode(bytes))` gives the same bytes.
 *
 * Binary and ObjectId values are copied out of `bytes`.
 * @throws MongoError 22 for bytes that are not BSON, 15 for a nesting deeper than 180.
 */
export function decode(bytes: Uint8Array): Doc {
  const reader = new Reader(bytes);
  const doc = reader.document(0);
  if (reader.at !== bytes.byteLength) throw invalid('bytes left over after the document');
  return doc;
}

function invalid(why: string): MongoError {
  return new MongoError(22, `Invalid BSON: ${why}`);
}

class Reader {
  at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  document(depth: number): Doc {
    const end = this.open(depth);
    const doc: Doc = {};
    for (let type = this.byte(end); type !== 0; type = this.byte(end)) {
      const name = this.cString(end);
      const value = this.value(type, end, depth);
      if (name === '__proto__') ownSet(doc, name, value);
      else doc[name] = value;
    }
    this.close(end);
    return doc;
  }

  private array(depth: number): unknown[] {
    const end = this.open(depth);
    const list: unknown[] = [];
    for (let type = this.byte(end); type !== 0; type = this.byte(end)) {
      while (this.byte(end) !== 0);
      list.push(this.value(type, end, depth));
    }
    this.close(end);
    return list;
  }

  /** Reads the length of a document and answers where it ends. */
  private open(depth: number): number {
    if (depth > maxDepth) throw new MongoError(15, `Document exceeds maximum nested object depth of ${maxDepth}`);
    const start = this.at;
    const length = this.int32(this.bytes.length);
    const end = start + length;
    if (length < 5 || end > this.bytes.length) throw invalid('a length that does not fit');
    return end;
  }

  private close(end: number): void {
    if (this.at !== end) throw invalid('a document that ends early');
  }

  private take(count: number, end: number): number {
    const start = this.at;
    if (count < 0 || start + count > end) throw invalid('a value that reaches past the end');
    this.at = start + count;
    return start;
  }

  private byte(end: number): number {
    if (this.at >= end) throw invalid('a document without an end');
    return this.bytes[this.at++]!;
  }

  private int32(end: number): number {
    return this.bytes.readInt32LE(this.take(4, end));
  }

  private long(end: number): Long {
    const start = this.take(8, end);
    return new Long(this.bytes.readInt32LE(start), this.bytes.readInt32LE(start + 4));
  }

  private text(start: number, end: number): string {
    if (end - start <= 24) {
      let text = '';
      for (let i = start; i < end; i++) {
        const code = this.bytes[i]!;
        if (code > 127) return this.bytes.toString('utf8', start, end);
        text += String.fromCharCode(code);
      }
      return text;
    }
    return this.bytes.toString('utf8', start, end);
  }

  private cString(end: number): string {
    const start = this.at;
    const stop = this.bytes.indexOf(0, start);
    if (stop < 0 || stop >= end) throw invalid('a name without an end');
    this.at = stop + 1;
    return this.text(start, stop);
  }

  private string(end: number): string {
    const length = this.int32(end);
    if (length < 1) throw invalid('a string of no length');
    const start = this.take(length, end);
    if (this.bytes[start + length - 1] !== 0) throw invalid('a string without an end');
    return this.text(start, start + length - 1);
  }

  private copy(count: number, end: number): Uint8Array {
    const start = this.take(count, end);
    return new Uint8Array(this.bytes.subarray(start, start + count));
  }

  private binary(end: number): Binary {
    let length = this.int32(end);
    const subtype = this.byte(end);
    if (subtype === Binary.SUBTYPE_BYTE_ARRAY) {
      const inner = this.int32(end);
      if (inner !== length - 4) throw invalid('an old binary whose lengths differ');
      length = inner;
    }
    return new Binary(this.copy(length, end), subtype);
  }

  private double(end: number): number | Double {
    const value = this.bytes.readDoubleLE(this.take(8, end));
    return Number.isInteger(value) ? new Double(value) : value;
  }

  private code(end: number, depth: number): Code {
    const start = this.at;
    const stop = start + this.int32(end);
    if (stop > end) throw invalid('code that reaches past the end');
    const source = this.string(stop);
    const scope = this.document(depth + 1);
    if (this.at !== stop) throw invalid('code of another length');
    return new Code(source, scope);
  }

  private regex(end: number): BSONRegExp {
    const pattern = this.cString(end);
    const options = this.cString(end);
    try {
      return new BSONRegExp(pattern, options);
    } catch {
      throw invalid(`a regular expression with the options '${options}'`);
    }
  }

  private value(type: number, end: number, depth: number): unknown {
    switch (type) {
      case 0x01:
        return this.double(end);
      case 0x02:
        return this.string(end);
      case 0x03:
        return this.document(depth + 1);
      case 0x04:
        return this.array(depth + 1);
      case 0x05:
        return this.binary(end);
      case 0x06: // the long deprecated `undefined`
      case 0x0a:
        return null;
      case 0x07:
        return new ObjectId(this.copy(12, end));
      case 0x08:
        return this.byte(end) !== 0;
      case 0x09:
        return dateOf(this.bytes.readBigInt64LE(this.take(8, end)));
      case 0x0b:
        return this.regex(end);
      case 0x0c:
        return { $ref: this.string(end), $id: new ObjectId(this.copy(12, end)) };
      case 0x0d:
        return new Code(this.string(end));
      case 0x0e:
        return new BSONSymbol(this.string(end));
      case 0x0f:
        return this.code(end, depth);
      case 0x10:
        return this.int32(end);
      case 0x11: {
        const { low, high } = this.long(end);
        return new Timestamp({ t: high >>> 0, i: low >>> 0 });
      }
      case 0x12:
        return this.long(end);
      case 0x13:
        return new Decimal128(this.copy(16, end));
      case 0xff:
        return new MinKey();
      case 0x7f:
        return new MaxKey();
      default:
        throw invalid(`an unknown type 0x${type.toString(16)}`);
    }
  }
}

const lastInstant = 8_640_000_000_000_000n;

/** BSON can name instants a JS Date cannot; the nearest one it can hold keeps order and type. */
function dateOf(milliseconds: bigint): Date {
  if (milliseconds > lastInstant) return new Date(Number(lastInstant));
  if (milliseconds < -lastInstant) return new Date(-Number(lastInstant));
  return new Date(Number(milliseconds));
}
