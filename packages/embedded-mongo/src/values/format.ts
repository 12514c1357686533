import type { Binary, BSONRegExp, BSONSymbol, Code, Double, Long, ObjectId, Timestamp } from 'bson';
import type { Doc } from './doc.js';
import { typeOf } from './types.js';

/** A value as MongoDB writes it in its messages: `{ email: "a@x.io", n: 1.0, id: ObjectId('…') }`. */
export function formatValue(value: unknown): string {
  switch (typeOf(value)) {
    case 'string':
      return JSON.stringify(value);
    case 'int':
    case 'bool':
    case 'null':
      return String(value);
    case 'double':
      return formatDouble(typeof value === 'number' ? value : (value as Double).value);
    case 'long':
      return (value as Long | bigint).toString();
    case 'object':
      return formatDoc(value as Doc);
    case 'array':
      return formatArray(value as unknown[]);
    case 'objectId':
      return `ObjectId('${(value as ObjectId).toHexString()}')`;
    case 'date':
      return `new Date(${(value as Date).getTime()})`;
    case 'timestamp':
      return `Timestamp(${(value as Timestamp).high >>> 0}, ${(value as Timestamp).low >>> 0})`;
    case 'binData': {
      const { sub_type: subtype, buffer, position } = value as Binary;
      return `BinData(${subtype}, ${Buffer.from(buffer.buffer, buffer.byteOffset, position).toString('hex').toUpperCase()})`;
    }
    case 'regex':
      return `/${(value as BSONRegExp).pattern}/${(value as BSONRegExp).options}`;
    case 'symbol':
      return JSON.stringify((value as BSONSymbol).value);
    case 'javascript':
    case 'javascriptWithScope':
      return (value as Code).code;
    case 'decimal':
      return `${(value as { toString(): string }).toString()}`;
    case 'minKey':
      return 'MinKey';
    case 'maxKey':
      return 'MaxKey';
    default:
      return 'undefined';
  }
}

function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'nan.0';
  if (!Number.isFinite(value)) return value < 0 ? '-inf.0' : 'inf.0';
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);
}

function formatDoc(doc: Doc): string {
  const fields = Object.keys(doc).map((name) => `${name}: ${formatValue(doc[name])}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function formatArray(list: readonly unknown[]): string {
  return list.length === 0 ? '[]' : `[ ${list.map(formatValue).join(', ')} ]`;
}
