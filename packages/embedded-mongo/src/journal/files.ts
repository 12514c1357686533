import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Journals and snapshots are numbered: snapshot N holds what journals below N did, journal N what came after it. */
export const journalPath = (dir: string, number: number): string => join(dir, `journal-${pad(number)}.wal`);
export const snapshotPath = (dir: string, number: number): string => join(dir, `snapshot-${pad(number)}.snap`);

function pad(number: number): string {
  return String(number).padStart(8, '0');
}

export interface Files {
  journals: number[];
  snapshots: number[];
  /** Unfinished work of a process that was stopped. */
  leftovers: string[];
}

export async function listFiles(dir: string): Promise<Files> {
  const files: Files = { journals: [], snapshots: [], leftovers: [] };
  for (const name of await readdir(dir)) {
    const [, kind, number] = /^(journal|snapshot)-(\d{8,})\.(?:wal|snap)$/.exec(name) ?? [];
    if (kind === 'journal') files.journals.push(Number(number));
    else if (kind === 'snapshot') files.snapshots.push(Number(number));
    else if (name.endsWith('.tmp')) files.leftovers.push(join(dir, name));
  }
  files.journals.sort((a, b) => a - b);
  files.snapshots.sort((a, b) => a - b);
  return files;
}

/** Makes the folder's own entries durable: a file that was created, renamed or removed. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there, and renames are durable on NTFS's own journal
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes all parts at `offset`, however often the system takes less than given. @returns the offset behind them. */
export async function writeAt(file: FileHandle, parts: readonly Uint8Array[], offset: number): Promise<number> {
  const maxVectors = 512;
  let at = offset;
  let rest = parts.filter((part) => part.length > 0);
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest.slice(0, maxVectors), at);
    at += bytesWritten;
    let taken = bytesWritten;
    while (rest.length > 0 && taken >= rest[0]!.length) {
      taken -= rest[0]!.length;
      rest = rest.slice(1);
    }
    if (taken > 0) rest = [rest[0]!.subarray(taken), ...rest.slice(1)];
  }
  return at;
}
