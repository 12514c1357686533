import { randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder, writeAt } from './files.js';
import { fileHead, frameOf, headBytes } from './frames.js';

/** One journal file, open for appending. */
export class JournalFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #salt: number;
  /** Where the next frame goes: everything before is on disk. */
  size: number;

  private constructor(path: string, file: FileHandle, salt: number, size: number) {
    this.path = path;
    this.#file = file;
    this.#salt = salt;
    this.size = size;
  }

  /** A new, empty journal, safely on disk. */
  static async create(path: string): Promise<JournalFile> {
    const file = await open(path, 'w');
    const salt = randomBytes(4).readUInt32LE();
    await writeAt(file, fileHead(salt), 0);
    await file.sync();
    await syncFolder(dirname(path));
    return new JournalFile(path, file, salt, headBytes);
  }

  /** An existing journal, cut off behind its last sound frame. */
  static async resume(path: string, salt: number, size: number): Promise<JournalFile> {
    const file = await open(path, 'r+');
    if ((await file.stat()).size > size) {
      await file.truncate(size);
      await file.sync();
    }
    return new JournalFile(path, file, salt, size);
  }

  /** Appends one frame and waits for the disk. After an error the same frame may be appended again. */
  async append(parts: readonly Uint8Array[]): Promise<void> {
    const frame = frameOf(parts, this.#salt, this.size);
    await writeAt(this.#file, frame, this.size);
    await this.#file.datasync();
    this.size += frame.length;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
