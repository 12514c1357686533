import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { maxDepth } from './decode.js';
import type { Doc } from './doc.js';
import { isDoc, isInt32 } from './types.js';

const keptCapacity = 1 << 20;
let shared: Buffer = Buffer.allocUnsafeSlow(1 << 16);

/** Writes a document as BSON bytes of its own. Fields whose value is `undefined` are left out. */
export function encode(doc: Doc): Uint8Array {
  const writer = new Writer(shared);
  writer.document(doc, 0);
  shared = writer.bytes.length <= keptCapacity ? writer.bytes : shared;
  return new Uint8Array(writer.bytes.subarray(0, writer.at));
}

/** How many bytes `encode` would give. */
export function encodedLength(doc: Doc): number {
  const writer = new Writer(shared);
  writer.document(doc, 0);
  shared = writer.bytes.length <= keptCapacity ? writer.bytes : shared;
  return writer.at;
}

class Writer {
  at = 0;
  bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  document(doc: Doc, depth: number): void {
    const start = this.open(depth);
    for (const name of Object.keys(doc)) {
      if (doc[name] !== undefined) this.field(name, doc[name], depth);
    }
    this.close(start);
  }

  private array(list: readonly unknown[], depth: number): void {
    const start = this.open(depth);
    for (let i = 0; i < list.length; i++) this.field(String(i), list[i] ?? null, depth);
    this.close(start);
  }

  private open(depth: number): number {
    if (depth > maxDepth) throw new MongoError(15, `Document exceeds maximum nested object depth of ${maxDepth}`);
    this.reserve(5);
    const start = this.at;
    this.at += 4;
    return start;
  }

  private close(start: number): void {
    this.byte(0);
    this.bytes.writeInt32LE(this.at - start, start);
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + count));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  private int32(value: number): void {
    this.reserve(4);
    this.at = this.bytes.writeInt32LE(value, this.at);
  }

  private double(value: number): void {
    this.reserve(8);
    this.at = this.bytes.writeDoubleLE(value, this.at);
  }

  private raw(bytes: Uint8Array): void {
    this.reserve(bytes.byteLength);
    this.bytes.set(bytes, this.at);
    this.at += bytes.byteLength;
  }

  private text(text: string): void {
    const length = text.length;
    this.reserve(length * 3);
    const { bytes } = this;
    let { at } = this;
    if (length <= 24) {
      let i = 0;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) break;
        bytes[at++] = code;
      }
      if (i === length) {
        this.at = at;
        return;
      }
    }
    this.at += bytes.write(text, this.at, 'utf8');
  }

  private cString(text: string): void {
    if (text.includes('\0'))
      throw new MongoError(2, `A field name or pattern must not contain a null byte: ${JSON.stringify(text)}`);
    this.text(text);
    this.byte(0);
  }

  private string(text: string): void {
    this.reserve(4);
    const start = this.at;
    this.at += 4;
    this.text(text);
    this.byte(0);
    this.bytes.writeInt32LE(this.at - start - 4, start);
  }

  private head(type: number, name: string): void {
    this.byte(type);
    this.cString(name);
  }

  private field(name: string, value: unknown, depth: number): void {
    switch (typeof value) {
      case 'string':
        this.head(0x02, name);
        return this.string(value);
      case 'number':
        if (isInt32(value)) {
          this.head(0x10, name);
          return this.int32(value);
        }
        this.head(0x01, name);
        return this.double(value);
      case 'boolean':
        this.head(0x08, name);
        return this.byte(value ? 1 : 0);
      case 'bigint':
        this.head(0x12, name);
        this.reserve(8);
        this.at = this.bytes.writeBigInt64LE(BigInt.asIntN(64, value), this.at);
        return undefined;
      case 'object':
        return this.object(name, value, depth);
      default:
        throw new MongoError(2, `A value of type ${typeof value} cannot be stored (field '${name}')`);
    }
  }

  private object(name: string, value: object | null, depth: number): void {
    if (value === null) return this.head(0x0a, name);
    if (isDoc(value)) {
      this.head(0x03, name);
      return this.document(value, depth + 1);
    }
    if (Array.isArray(value)) {
      this.head(0x04, name);
      return this.array(value, depth + 1);
    }
    if (value instanceof Date) {
      this.head(0x09, name);
      this.reserve(8);
      this.at = this.bytes.writeBigInt64LE(BigInt(value.getTime()), this.at);
      return undefined;
    }
    return this.special(name, value as { _bsontype?: string }, depth);
  }

  private special(name: string, value: { _bsontype?: string }, depth: number): void {
    switch (value._bsontype) {
      case 'ObjectId':
        this.head(0x07, name);
        return this.raw((value as ObjectId).id);
      case 'Double':
        this.head(0x01, name);
        return this.double((value as unknown as { value: number }).value);
      case 'Int32':
        this.head(0x10, name);
        return this.int32((value as unknown as { value: number }).value);
      case 'Long':
        this.head(0x12, name);
        return this.pair(value as Long);
      case 'Timestamp':
        this.head(0x11, name);
        return this.pair(value as Timestamp);
      case 'Decimal128':
        this.head(0x13, name);
        return this.raw((value as Decimal128).bytes);
      case 'Binary':
        this.head(0x05, name);
        return this.binary(value as Binary);
      case 'BSONRegExp':
        this.head(0x0b, name);
        this.cString((value as BSONRegExp).pattern);
        return this.cString((value as BSONRegExp).options);
      case 'BSONSymbol':
        this.head(0x0e, name);
        return this.string((value as BSONSymbol).value);
      case 'Code':
        return this.code(name, value as Code, depth);
      case 'MinKey':
        return this.head(0xff, name);
      case 'MaxKey':
        return this.head(0x7f, name);
      default:
        throw new MongoError(2, `A value of class ${value.constructor.name} cannot be stored (field '${name}')`);
    }
  }

  private pair(value: { low: number; high: number }): void {
    this.int32(value.low);
    this.int32(value.high);
  }

  private binary(value: Binary): void {
    const bytes = value.buffer.subarray(0, value.position);
    const isOld = value.sub_type === 2;
    this.int32(bytes.byteLength + (isOld ? 4 : 0));
    this.byte(value.sub_type);
    if (isOld) this.int32(bytes.byteLength);
    this.raw(bytes);
  }

  private code(name: string, value: Code, depth: number): void {
    if (value.scope === null) {
      this.head(0x0d, name);
      return this.string(value.code);
    }
    this.head(0x0f, name);
    this.reserve(4);
    const start = this.at;
    this.at += 4;
    this.string(value.code);
    this.document(value.scope, depth + 1);
    this.bytes.writeInt32LE(this.at - start, start);
    return undefined;
  }
}
