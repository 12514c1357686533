import { MongoError } from '../errors.js';
import { decode, encode, ownGet, ownSet, type Doc } from '../values/document.js';
import { crc32c } from './crc32c.js';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_BITS = CHECKSUM_PRESENT | MORE_TO_COME;

/** One command as it came over the wire, whichever opcode carried it. */
export interface Request {
  requestId: number;
  /** The client wants no reply (an unacknowledged write). */
  silent: boolean;
  /** OP_QUERY is answered by OP_REPLY; only the very first hello comes this way. */
  legacy: boolean;
  command: Doc;
}

/**
 * Reads a whole message.
 * @throws MongoError when the message can be told apart from its neighbours but makes no sense.
 */
export function readRequest(message: Buffer): Request {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return { requestId, legacy: false, ...readMsg(message) };
  if (opCode === OP_QUERY) return { requestId, legacy: true, silent: false, command: readQuery(message) };
  throw new MongoError(
    352,
    `Unsupported OP_${opCode}: this server understands OP_MSG, and OP_QUERY for the first hello`,
  );
}

function readMsg(message: Buffer): { silent: boolean; command: Doc } {
  if (message.length < 26) throw malformed('a message without a body');
  const flags = message.readUInt32LE(16);
  if ((flags & 0xffff & ~KNOWN_REQUIRED_BITS) !== 0) throw malformed('an unknown flag that must be understood');
  let end = message.length;
  if (flags & CHECKSUM_PRESENT) {
    end -= 4;
    if (crc32c(message.subarray(0, end)) !== message.readUInt32LE(end))
      throw malformed('a checksum that does not match');
  }
  let command: Doc | undefined;
  const sequences: [string, Doc[]][] = [];
  let at = 20;
  while (at < end) {
    const kind = message[at++];
    if (kind === 0) {
      if (command) throw malformed('two bodies');
      const size = sizeAt(message, at, end);
      command = decode(message.subarray(at, at + size));
      at += size;
    } else if (kind === 1) {
      const stop = at + sizeAt(message, at, end);
      sequences.push(readSequence(message, at + 4, stop));
      at = stop;
    } else {
      throw malformed(`a section of kind ${kind}`);
    }
  }
  if (!command) throw malformed('no body');
  for (const [name, documents] of sequences) {
    if (ownGet(command, name) !== undefined) throw malformed(`"${name}" both in the body and beside it`);
    ownSet(command, name, documents);
  }
  return { silent: (flags & MORE_TO_COME) !== 0, command };
}

function readSequence(message: Buffer, start: number, stop: number): [string, Doc[]] {
  const nameEnd = message.indexOf(0, start);
  if (nameEnd < 0 || nameEnd >= stop) throw malformed('a document sequence without a name');
  const documents: Doc[] = [];
  for (let at = nameEnd + 1; at < stop;) {
    const size = sizeAt(message, at, stop);
    documents.push(decode(message.subarray(at, at + size)));
    at += size;
  }
  return [message.toString('utf8', start, nameEnd), documents];
}

function readQuery(message: Buffer): Doc {
  const nameEnd = message.indexOf(0, 20);
  if (nameEnd < 0 || nameEnd + 9 > message.length) throw malformed('a query without a collection');
  const namespace = message.toString('utf8', 20, nameEnd);
  if (!namespace.endsWith('.$cmd'))
    throw new MongoError(5739101, 'OP_QUERY is no longer supported for anything but hello');
  const at = nameEnd + 9;
  const command = decode(message.subarray(at, at + sizeAt(message, at, message.length)));
  // Some drivers wrap the command in `$query` to add a read preference.
  const wrapped = ownGet(command, '$query');
  const plain = typeof wrapped === 'object' && wrapped !== null ? (wrapped as Doc) : command;
  return { ...plain, $db: namespace.slice(0, -'.$cmd'.length) };
}

function sizeAt(message: Buffer, at: number, end: number): number {
  if (at + 5 > end) throw malformed('a section cut short');
  const size = message.readInt32LE(at);
  if (size < 5 || at + size > end) throw malformed('a section longer than its message');
  return size;
}

function malformed(why: string): MongoError {
  return new MongoError(17, `Malformed message: ${why}`);
}

/** The bytes of the reply to `request`. */
export function writeReply(request: Request, replyId: number, reply: Doc): Buffer[] {
  const body = encode(reply);
  const extra = request.legacy ? 20 : 5;
  const head = Buffer.alloc(16 + extra);
  head.writeInt32LE(16 + extra + body.length, 0);
  head.writeInt32LE(replyId, 4);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    head.writeInt32LE(8, 16); // awaitCapable
    head.writeInt32LE(1, 32); // one document follows
  }
  return [head, Buffer.from(body.buffer, body.byteOffset, body.byteLength)];
}
