import { readFile, rm } from 'node:fs/promises';
import type { Engine } from '../engine.js';
import type { OpenDurable } from './file.js';
import { journalPath, listFiles, snapshotPath } from './files.js';
import { documentsIn, headBytes, frameHeadBytes, nextFrame, readFileHead, readFrame } from './frames.js';
import { JournalFile } from './journal.js';
import { Replay } from './records.js';

/** The data folder holds something other than what was acknowledged, so nothing may be built upon it. */
export class DamagedData extends Error {
  constructor(path: string, offset: number, what: string) {
    super(
      `${path} is damaged at byte ${offset}: ${what}. The database was not started, so that nothing is made worse. ` +
        'Restore the folder from a backup, or see what can be saved with: embedded-mongo check <folder>',
    );
  }
}

export interface Recovered {
  journal: JournalFile;
  /** Number of the current journal. */
  number: number;
  /** Bytes in journals since the last snapshot. */
  journalBytes: number;
  snapshotBytes: number;
}

/** Brings a folder's contents back into memory and opens its journal for more. */
export async function recover(dir: string, engine: Engine, open?: OpenDurable): Promise<Recovered> {
  const { journals, snapshots, leftovers } = await listFiles(dir);
  for (const path of leftovers) await rm(path, { force: true });
  const replay = new Replay(engine);
  const base = snapshots.at(-1);
  let snapshotBytes = 0;
  if (base !== undefined) snapshotBytes = await loadSnapshot(snapshotPath(dir, base), replay);

  const needed = journals.filter((number) => number >= (base ?? 0));
  const first = base ?? 1;
  needed.forEach((number, i) => {
    if (number !== first + i) throw new DamagedData(journalPath(dir, first + i), 0, 'the file is missing');
  });
  if (base !== undefined && needed.length === 0)
    throw new DamagedData(journalPath(dir, base), 0, 'the file is missing');

  let journal: JournalFile | undefined;
  let journalBytes = 0;
  for (const number of needed) {
    const path = journalPath(dir, number);
    const isLast = number === needed.at(-1);
    const { salt, end } = await replayJournal(path, replay, isLast);
    journalBytes += end;
    if (isLast)
      journal =
        salt === undefined ? await JournalFile.create(path, open) : await JournalFile.resume(path, salt, end, open);
  }
  journal ??= await JournalFile.create(journalPath(dir, first), open);
  return { journal, number: needed.at(-1) ?? first, journalBytes, snapshotBytes };
}

async function loadSnapshot(path: string, replay: Replay): Promise<number> {
  const file = await readFile(path);
  const salt = readFileHead(file);
  if (salt === undefined) throw new DamagedData(path, 0, 'its head does not check out');
  let offset = headBytes;
  for (let kind = ''; kind !== 'end';) {
    const payload = readFrame(file, salt, offset);
    if (!payload) throw new DamagedData(path, offset, 'a frame does not match its checksum');
    kind = replay.snapshot([...documentsIn(payload)]);
    offset += frameHeadBytes + payload.length;
  }
  return offset;
}

/** Plays one journal. Only the last one may end in the middle of a frame. */
async function replayJournal(
  path: string,
  replay: Replay,
  isLast: boolean,
): Promise<{ salt: number | undefined; end: number }> {
  const file = await readFile(path);
  const salt = readFileHead(file);
  if (salt === undefined) {
    // Nothing is written behind a head that is not on disk yet.
    if (isLast && (file.length <= headBytes || file.every((byte) => byte === 0))) return { salt: undefined, end: 0 };
    throw new DamagedData(path, 0, 'its head does not check out');
  }
  let offset = headBytes;
  while (offset < file.length) {
    const payload = readFrame(file, salt, offset);
    if (!payload) {
      const next = isLast ? nextFrame(file, salt, offset + 1) : offset;
      if (next !== undefined)
        throw new DamagedData(path, offset, 'a frame does not match its checksum, and there is more behind it');
      break;
    }
    for (const bytes of documentsIn(payload)) replay.journal(bytes);
    offset += frameHeadBytes + payload.length;
  }
  return { salt, end: offset };
}
