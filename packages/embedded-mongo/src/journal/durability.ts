import { constants } from 'node:fs';
import { access, mkdir, rm } from 'node:fs/promises';
import type { Engine } from '../engine.js';
import { MongoError } from '../errors.js';
import { journalPath, listFiles, snapshotPath, syncFolder } from './files.js';
import type { OpenDurable } from './file.js';
import { isFull, JournalFile } from './journal.js';
import { lockFolder, type FolderLock } from './lock.js';
import { encodeCommit } from './records.js';
import { recover, type Recovered } from './recovery.js';
import { capture, writeSnapshot, type Captured } from './snapshot.js';

/** A journal is not folded into a snapshot before it has this size, nor before it outgrew the last snapshot. */
const rotateAtBytes = 32 * 1024 * 1024;
const retryFullDiskMs = 1000;

interface Waiter {
  upTo: number;
  resolve(): void;
  reject(error: Error): void;
}

/** What `Durability` needs to know beside the folder. */
export interface DurabilityOptions {
  rotateAtBytes?: number;
  /** The name to lock the folder by; a random one otherwise. */
  lockToken?: string;
  /** Opens the files of journals; the ones of the disk unless told. */
  openFile?: OpenDurable;
  /** How long to wait for room on a full disk before trying again. */
  retryFullDiskMs?: number;
  /** Told when the disk failed in a way after which nothing can be promised any more. */
  onFailure(error: Error): void;
}

/**
 * Keeps a folder in step with memory. Commits are gathered while the disk is busy and then written together as one frame, with one
 * `fdatasync`: one writer waits for one sync per write, a hundred writers share it.
 */
export class Durability {
  readonly #dir: string;
  readonly #engine: Engine;
  readonly #lock: FolderLock;
  readonly #options: DurabilityOptions;
  #journal: JournalFile;
  #number: number;
  #sinceSnapshot: number;
  #snapshotBytes: number;
  #pending: Uint8Array[] = [];
  #appended = 0;
  #written = 0;
  #waiters: Waiter[] = [];
  #writing: Promise<void> | undefined;
  #snapshotting: Promise<void> | undefined;
  #closed = false;
  #failure: Error | undefined;
  /** Set while the disk is full: new writes are refused, what was accepted is written as soon as there is room. */
  #full: MongoError | undefined;

  private constructor(dir: string, engine: Engine, lock: FolderLock, options: DurabilityOptions, recovered: Recovered) {
    this.#dir = dir;
    this.#engine = engine;
    this.#lock = lock;
    this.#options = options;
    this.#journal = recovered.journal;
    this.#number = recovered.number;
    this.#sinceSnapshot = recovered.journalBytes;
    this.#snapshotBytes = recovered.snapshotBytes;
    engine.store.onCommit((commit) => this.#append(encodeCommit(commit)));
  }

  /** Takes the folder (made if missing) and reads what is in it. */
  static async open(dir: string, engine: Engine, options: DurabilityOptions): Promise<Durability> {
    try {
      await mkdir(dir, { recursive: true });
      await access(dir, constants.R_OK | constants.W_OK);
    } catch (error) {
      throw new Error(
        `The data folder ${dir} cannot be written to (${(error as Error).message}). Choose another folder, or change its permissions.`,
        {
          cause: error,
        },
      );
    }
    const lock = lockFolder(dir, options.lockToken);
    try {
      const recovered = await recover(dir, engine, options.openFile);
      engine.changes.startAt(engine.store.lastCommit);
      return new Durability(dir, engine, lock, options, recovered);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Why no write can be taken at present. */
  get refusal(): MongoError | undefined {
    return this.#full;
  }

  /** Resolves when all commits so far are on disk. */
  flushed(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#written >= this.#appended) return Promise.resolve();
    if (this.#full) return Promise.reject(this.#full);
    return new Promise((resolve, reject) => this.#waiters.push({ upTo: this.#appended, resolve, reject }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    await this.#snapshotting;
    if (!this.#failure) await this.#journal.seal().catch(() => undefined);
    await this.#journal.close();
    this.#lock.release();
  }

  #append(parts: Uint8Array[]): void {
    if (this.#failure) throw this.#failure;
    for (const part of parts) this.#pending.push(part);
    this.#appended++;
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    await Promise.resolve(); // let the commits of this turn gather
    while (this.#pending.length > 0) {
      const parts = this.#pending;
      const upTo = this.#appended;
      this.#pending = [];
      // Taken in the same turn as the batch, so the snapshot holds exactly what the journals up to now hold.
      const captured = this.#isDue() ? capture(this.#engine) : undefined;
      if (!(await this.#appendSafely(parts))) return;
      this.#sinceSnapshot += parts.reduce((sum, part) => sum + part.length, 0);
      this.#written = upTo;
      this.#settle();
      if (captured) await this.#rotate(captured);
    }
    this.#writing = undefined;
  }

  /** Writes one frame, waiting for room on a full disk. @returns false when the disk failed for good. */
  async #appendSafely(parts: readonly Uint8Array[]): Promise<boolean> {
    for (;;) {
      try {
        await this.#journal.append(parts);
        this.#full = undefined;
        return true;
      } catch (error) {
        if (!isFull(error)) return this.#fail(error as Error);
        this.#full = new MongoError(
          14031,
          `No room on the disk for ${this.#dir}: free some space. The write is kept in memory and written when there is room.`,
        );
        for (const waiter of this.#waiters.splice(0)) waiter.reject(this.#full);
        if (this.#closed) return this.#fail(this.#full);
        await new Promise((resolve) => setTimeout(resolve, this.#options.retryFullDiskMs ?? retryFullDiskMs));
      }
    }
  }

  #fail(cause: Error): false {
    this.#failure = new Error(
      `The disk failed while writing to ${this.#dir}: ${cause.message}. What was acknowledged is safe; the database stops.`,
      {
        cause,
      },
    );
    for (const waiter of this.#waiters.splice(0)) waiter.reject(this.#failure);
    this.#options.onFailure(this.#failure);
    return false;
  }

  #settle(): void {
    const waiting = this.#waiters;
    this.#waiters = waiting.filter((waiter) => waiter.upTo > this.#written);
    for (const waiter of waiting) if (waiter.upTo <= this.#written) waiter.resolve();
  }

  #isDue(): boolean {
    const limit = Math.max(this.#options.rotateAtBytes ?? rotateAtBytes, this.#snapshotBytes);
    return !this.#closed && !this.#snapshotting && this.#sinceSnapshot > limit;
  }

  /** Goes on in a new journal while the snapshot is written in the background. */
  async #rotate(captured: Captured): Promise<void> {
    const number = this.#number + 1;
    let next: JournalFile;
    try {
      await this.#journal.seal();
      next = await JournalFile.create(journalPath(this.#dir, number), this.#options.openFile);
    } catch {
      await rm(journalPath(this.#dir, number), { force: true }).catch(() => undefined);
      return; // no room for another file now: the old journal serves on
    }
    await this.#journal.close();
    this.#journal = next;
    this.#number = number;
    this.#sinceSnapshot = 0;
    this.#snapshotting = this.#snapshot(number, captured).finally(() => (this.#snapshotting = undefined));
  }

  async #snapshot(number: number, captured: Captured): Promise<void> {
    try {
      this.#snapshotBytes = await writeSnapshot(this.#dir, number, captured);
    } catch {
      // The journals still hold everything; the next rotation tries again.
      await rm(`${snapshotPath(this.#dir, number)}.tmp`, { force: true }).catch(() => undefined);
      return;
    }
    const { journals, snapshots } = await listFiles(this.#dir);
    for (const old of journals) if (old < number) await rm(journalPath(this.#dir, old), { force: true });
    for (const old of snapshots) if (old < number) await rm(snapshotPath(this.#dir, old), { force: true });
    await syncFolder(this.#dir);
  }
}
