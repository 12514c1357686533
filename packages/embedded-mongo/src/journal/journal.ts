import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { openDurable, type DurableFile, type OpenDurable } from './file.js';
import { syncFolder } from './files.js';
import { fileHead, frameOf, headBytes } from './frames.js';

/**
 * How much room is taken on the disk at once. Writing into room that is there already is about twice as fast as growing the file by
 * each commit, since the disk need not note a new length. What is not filled yet is zeros, which no frame begins with.
 */
const roomBytes = 1 << 20;

/** One journal file, open for appending. */
export class JournalFile {
  readonly path: string;
  readonly #file: DurableFile;
  readonly #salt: number;
  /** Where the next frame goes: everything before is on disk. */
  size: number;
  /** How far the file has been filled with zeros. */
  #room: number;

  private constructor(path: string, file: DurableFile, salt: number, size: number) {
    this.path = path;
    this.#file = file;
    this.#salt = salt;
    this.size = size;
    this.#room = size;
  }

  /** A new, empty journal, safely on disk. */
  static async create(path: string, open: OpenDurable = openDurable): Promise<JournalFile> {
    const file = await open(path, 'new');
    const salt = randomBytes(4).readUInt32LE();
    try {
      await file.write(fileHead(salt), 0);
      await syncFolder(dirname(path));
    } catch (error) {
      await file.close();
      throw error;
    }
    return new JournalFile(path, file, salt, headBytes);
  }

  /** An existing journal, cut off behind its last sound frame. */
  static async resume(path: string, salt: number, size: number, open: OpenDurable = openDurable): Promise<JournalFile> {
    const file = await open(path, 'existing');
    await file.truncate(size);
    return new JournalFile(path, file, salt, size);
  }

  /** Appends one frame and waits for the disk. After an error the same frame may be appended again. */
  async append(parts: readonly Uint8Array[]): Promise<void> {
    const frame = frameOf(parts, this.#salt, this.size);
    if (this.size + frame.length > this.#room) await this.#makeRoom(this.size + frame.length);
    await this.#file.write(frame, this.size);
    this.size += frame.length;
  }

  /** Cuts off the room that was not filled: what has another journal after it must end with its last frame. */
  async seal(): Promise<void> {
    this.#room = this.size;
    await this.#file.truncate(this.size);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #makeRoom(needed: number): Promise<void> {
    const room = needed + roomBytes;
    try {
      await this.#file.write(Buffer.alloc(room - this.#room), this.#room);
      this.#room = room;
    } catch (error) {
      // A disk without room for more may have enough for this frame.
      if (!isFull(error)) throw error;
    }
  }
}

/** Is there no room on the disk? That passes; any other failure does not. */
export function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
