import { randomBytes } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { Long } from 'bson';
import type { Engine } from '../engine.js';
import type { SessionRecord } from '../storage/store.js';
import type { Collection } from '../storage/collection.js';
import { encode, type Doc } from '../values/index.js';
import { snapshotPath, syncFolder, writeAt } from './files.js';
import { dirname } from 'node:path';
import { fileHead, frameOf, headBytes } from './frames.js';
import { definitionOf, sessionDoc } from './records.js';

const frameTargetBytes = 1 << 20;

/** Everything there is at one moment. Documents are never changed in place, so lists of references are enough. */
export interface Captured {
  ts: number;
  collections: { definition: Doc; docs: Doc[] }[];
  sessions: SessionRecord[];
}

export function capture(engine: Engine): Captured {
  const collections = [...engine.store.collections()].filter((collection: Collection) => !collection.creator);
  return {
    ts: engine.store.lastCommit,
    collections: collections.map((collection) => ({
      definition: definitionOf(collection),
      docs: Array.from(collection.records.values(), ({ doc }) => doc),
    })),
    sessions: [...engine.sessions.records()],
  };
}

/**
 * Writes a snapshot beside the old one and puts it in place only when it is complete and on disk.
 *
 * Frames: one head document that says what follows, then the documents. The last frame says `end`.
 * @returns its size in bytes.
 */
export async function writeSnapshot(dir: string, number: number, captured: Captured): Promise<number> {
  const path = snapshotPath(dir, number);
  const file = await open(`${path}.tmp`, 'w');
  let size = headBytes;
  try {
    const salt = randomBytes(4).readUInt32LE();
    await writeAt(file, fileHead(salt), 0);
    for (const parts of framesOf(captured)) {
      const frame = frameOf(parts, salt, size);
      await writeAt(file, frame, size);
      size += frame.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
  await syncFolder(dirname(path));
  return size;
}

function* framesOf({ ts, collections, sessions }: Captured): Generator<Uint8Array[]> {
  yield [encode({ kind: 'begin', t: Long.fromNumber(ts) })];
  for (const { definition, docs } of collections) {
    yield [encode({ ...definition, kind: 'collection' })];
    const head = encode({ kind: 'documents', db: definition['db'], c: definition['c'] });
    yield* framed(head, docs);
  }
  yield* framed(encode({ kind: 'sessions' }), sessions.map(sessionDoc));
  yield [encode({ kind: 'end', collections: collections.length })];
}

function* framed(head: Uint8Array, docs: readonly Doc[]): Generator<Uint8Array[]> {
  let parts = [head];
  let bytes = 0;
  for (const doc of docs) {
    const encoded = encode(doc);
    parts.push(encoded);
    bytes += encoded.length;
    if (bytes > frameTargetBytes) {
      yield parts;
      parts = [head];
      bytes = 0;
    }
  }
  if (parts.length > 1) yield parts;
}
