import { MongoError } from '../errors.js';
import { isDoc, type Doc } from '../values/index.js';

/** A place in the history: behind change number `index` of the commit at `ts`. */
export interface Place {
  ts: number;
  index: number;
  /** Behind the event that ended a stream: no stream of the same kind goes on from here, a new one may begin. */
  ended?: boolean;
}

/** Behind everything committed at an instant. */
export const lastIndex = 0xffffffff;

/** What a client gives back to go on from a place. Later places have greater texts. */
export function tokenOf({ ts, index, ended }: Place): Doc {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(ts), 0);
  bytes.writeUInt32BE(index, 8);
  return { _data: bytes.toString('hex').toUpperCase() + (ended ? '01' : '') };
}

/** @throws MongoError 260 for something that was not made by `tokenOf`. */
export function placeOf(token: unknown): Place {
  const data = isDoc(token) ? token['_data'] : undefined;
  if (typeof data !== 'string' || !/^[0-9A-F]{24}(01)?$/i.test(data)) {
    throw new MongoError(260, 'Invalid resume token: it was not given out by this server');
  }
  const bytes = Buffer.from(data, 'hex');
  return { ts: Number(bytes.readBigUInt64BE(0)), index: bytes.readUInt32BE(8), ended: bytes.length > 12 };
}
