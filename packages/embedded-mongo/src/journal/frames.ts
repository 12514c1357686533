import { crc32 } from 'node:zlib';

/**
 * A journal file is a head of 16 bytes (magic, version, salt) and then frames. A frame is one group commit:
 * `magic u32 | length u32 | crc u32 | reserved u32 | payload`. The checksum covers salt, offset and payload, so a frame copied from
 * elsewhere, or stored inside a document, is never taken for one of this file.
 *
 * A frame is written only after the one before it is safely on disk. So a damaged frame with a sound one behind it is damage to
 * acknowledged data; a damaged frame at the very end is a write that was cut short, of which nobody was told.
 */
export const headBytes = 16;
export const frameHeadBytes = 16;
const fileMagic = 0x4a4b5544; // "DUKJ"
const frameMagic = 0x464b5544; // "DUKF"
const version = 1;

export function fileHead(salt: number): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(fileMagic, 0);
  head.writeUInt32LE(version, 4);
  head.writeUInt32LE(salt, 8);
  head.writeUInt32LE(crc32(head.subarray(0, 12)), 12);
  return head;
}

/** The salt of a file, or undefined when its head is not sound. */
export function readFileHead(bytes: Uint8Array): number | undefined {
  if (bytes.length < headBytes) return undefined;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, headBytes);
  if (head.readUInt32LE(0) !== fileMagic || head.readUInt32LE(4) !== version) return undefined;
  return head.readUInt32LE(12) === crc32(head.subarray(0, 12)) ? head.readUInt32LE(8) : undefined;
}

/** `parts` as one frame, to be written at `offset` of the file. */
export function frameOf(parts: readonly Uint8Array[], salt: number, offset: number): Buffer {
  const frame = Buffer.concat([Buffer.alloc(frameHeadBytes), ...parts]);
  frame.writeUInt32LE(frameMagic, 0);
  frame.writeUInt32LE(frame.length - frameHeadBytes, 4);
  frame.writeUInt32LE(crc32(frame.subarray(frameHeadBytes), seed(salt, offset)), 8);
  return frame;
}

/** The payload of the frame at `offset`, or undefined when there is no sound frame there. */
export function readFrame(file: Buffer, salt: number, offset: number): Buffer | undefined {
  const start = offset + frameHeadBytes;
  if (start > file.length || file.readUInt32LE(offset) !== frameMagic) return undefined;
  const end = start + file.readUInt32LE(offset + 4);
  if (end > file.length) return undefined;
  const payload = file.subarray(start, end);
  return crc32(payload, seed(salt, offset)) === file.readUInt32LE(offset + 8) ? payload : undefined;
}

/** Where the next sound frame begins, from `offset` on. */
export function nextFrame(file: Buffer, salt: number, offset: number): number | undefined {
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(frameMagic);
  for (let at = file.indexOf(magic, offset); at >= 0; at = file.indexOf(magic, at + 1)) {
    if (readFrame(file, salt, at)) return at;
  }
  return undefined;
}

function seed(salt: number, offset: number): number {
  const place = Buffer.alloc(12);
  place.writeUInt32LE(salt, 0);
  place.writeDoubleLE(offset, 4);
  return crc32(place);
}

/** Cuts a payload into the BSON documents it is made of. */
export function* documentsIn(payload: Buffer): Generator<Buffer> {
  for (let at = 0; at < payload.length;) {
    const length = payload.length - at >= 5 ? payload.readInt32LE(at) : 0;
    if (length < 5 || at + length > payload.length) throw new RangeError('a frame that does not end with a document');
    yield payload.subarray(at, at + length);
    at += length;
  }
}
