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

/** Writes everything at `offset`, however often the system takes less than given. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, offset + at);
    at += bytesWritten;
  }
}
