import { mkdir, readFile, readdir } from 'node:fs/promises';
import { Engine } from '../engine.js';
import { journalPath, listFiles, snapshotPath } from './files.js';
import { documentsIn, frameHeadBytes, headBytes, nextFrame, readFileHead, readFrame } from './frames.js';
import { JournalFile } from './journal.js';
import { lockFolder } from './lock.js';
import { Replay } from './records.js';
import { capture, writeSnapshot } from './snapshot.js';

/** What a look through a data folder found. */
export interface Findings {
  /** One line for each file, and for each place where something is wrong. */
  lines: string[];
  isDamaged: boolean;
  /** Documents that can be read, by collection. */
  documents: { ns: string; count: number }[];
}

/**
 * Reads a folder as far as it can be read, and changes nothing in it.
 *
 * Of a snapshot every sound frame counts. Journals count up to the first damage: what was committed later builds upon what is lost.
 */
export async function checkFolder(dir: string): Promise<Findings> {
  return (await read(dir)).findings;
}

/** As `checkFolder`, and writes all that can be read into another, empty folder, from which the database can be started. */
export async function salvageFolder(dir: string, target: string): Promise<Findings> {
  await mkdir(target, { recursive: true });
  if ((await readdir(target)).length > 0)
    throw new Error(`The folder ${target} is not empty. Name an empty or a new one.`);
  const { engine, findings } = await read(dir);
  await writeSnapshot(target, 1, capture(engine));
  await (await JournalFile.create(journalPath(target, 1))).close();
  return findings;
}

async function read(dir: string): Promise<{ engine: Engine; findings: Findings }> {
  const lock = lockFolder(dir);
  try {
    const engine = new Engine({ testCommands: false });
    const findings: Findings = { lines: [], isDamaged: false, documents: [] };
    const { journals, snapshots } = await listFiles(dir);
    const replay = new Replay(engine);
    const base = snapshots.at(-1);
    if (base !== undefined) await readSnapshot(snapshotPath(dir, base), replay, findings);
    const needed = journals.filter((number) => number >= (base ?? 0));
    for (const [i, number] of needed.entries()) {
      const expected = (base ?? 1) + i;
      if (number !== expected) {
        note(findings, `${journalPath(dir, expected)}: the file is missing, so nothing after it can be used`);
        break;
      }
      if (!(await readJournal(journalPath(dir, number), replay, number === needed.at(-1), findings))) break;
    }
    if (needed.length === 0 && base === undefined) findings.lines.push(`${dir}: no data`);
    for (const collection of engine.store.collections()) {
      findings.documents.push({ ns: collection.ns, count: collection.records.size });
    }
    return { engine, findings };
  } finally {
    lock.release();
  }
}

function note(findings: Findings, line: string): void {
  findings.isDamaged = true;
  findings.lines.push(line);
}

async function readSnapshot(path: string, replay: Replay, findings: Findings): Promise<void> {
  const file = await readFile(path);
  const salt = readFileHead(file);
  if (salt === undefined) return note(findings, `${path}: its head is damaged, nothing in it can be read`);
  let [offset, lost] = [headBytes, 0];
  for (let kind = ''; kind !== 'end';) {
    const payload = readFrame(file, salt, offset);
    if (payload) {
      kind = replay.snapshot([...documentsIn(payload)]);
      offset += frameHeadBytes + payload.length;
      continue;
    }
    lost++;
    const next = nextFrame(file, salt, offset + 1);
    note(
      findings,
      `${path}: damaged at byte ${offset}, ${next === undefined ? 'up to the end' : `readable again from byte ${next}`}`,
    );
    if (next === undefined) return;
    offset = next;
  }
  if (lost === 0) findings.lines.push(`${path}: sound, ${offset} bytes`);
}

/** @returns false when what comes after this file must be left out. */
async function readJournal(path: string, replay: Replay, isLast: boolean, findings: Findings): Promise<boolean> {
  const file = await readFile(path);
  const salt = readFileHead(file);
  if (salt === undefined) {
    if (isLast && file.every((byte) => byte === 0)) findings.lines.push(`${path}: empty`);
    else note(findings, `${path}: its head is damaged, nothing in it can be read`);
    return false;
  }
  let [offset, frames] = [headBytes, 0];
  for (; offset < file.length; frames++) {
    const payload = readFrame(file, salt, offset);
    if (!payload) break;
    for (const bytes of documentsIn(payload)) replay.journal(bytes);
    offset += frameHeadBytes + payload.length;
  }
  // Room taken on the disk and not filled yet is zeros.
  if (isLast ? isBlank(file, offset) : offset >= file.length) {
    findings.lines.push(`${path}: sound, ${frames} commits`);
    return true;
  }
  const beyond = soundFramesAfter(file, salt, offset);
  if (beyond === 0 && isLast) {
    findings.lines.push(
      `${path}: sound, ${frames} commits; a last write was cut short at byte ${offset}, nobody was told of it`,
    );
    return true;
  }
  note(
    findings,
    `${path}: ${frames} commits are sound; damaged at byte ${offset}; ${beyond} later commits cannot be used`,
  );
  return false;
}

function isBlank(file: Buffer, from: number): boolean {
  for (let at = from; at < file.length; at++) if (file[at] !== 0) return false;
  return true;
}

function soundFramesAfter(file: Buffer, salt: number, offset: number): number {
  let count = 0;
  for (let at = nextFrame(file, salt, offset + 1); at !== undefined; count++) {
    at = nextFrame(file, salt, at + frameHeadBytes + file.readUInt32LE(at + 4));
  }
  return count;
}
