import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { writeAt } from './files.js';

/** The file under a journal. A test may put one in its place that fails. */
export interface DurableFile {
  /** Writes all of it, and resolves when the disk has it. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
  /** Cuts the file off, and resolves when the disk knows. */
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file to be written durably: an empty one, or the one that is there. */
export type OpenDurable = (path: string, how: 'new' | 'existing') => Promise<DurableFile>;

/**
 * Linux can be told once that every write is to reach the disk, which saves a second call (and a second turn through the thread pool)
 * for each commit. Elsewhere the flag is missing, or leaves the drive's own cache out.
 */
const writesThrough = process.platform === 'linux' ? constants.O_DSYNC : 0;

export const openDurable: OpenDurable = async (path, how) => {
  const create = how === 'new' ? constants.O_CREAT | constants.O_TRUNC : 0;
  return new PlainFile(await open(path, constants.O_RDWR | create | writesThrough, 0o666));
};

class PlainFile implements DurableFile {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async write(bytes: Uint8Array, offset: number): Promise<void> {
    await writeAt(this.#file, bytes, offset);
    if (writesThrough === 0) await this.#file.datasync();
  }

  async truncate(size: number): Promise<void> {
    if ((await this.#file.stat()).size === size) return;
    await this.#file.truncate(size);
    await this.#file.sync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
