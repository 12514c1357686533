import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Tables } from './records.js';

type Table = keyof Tables;
const tableNames: readonly Table[] = [
  'phones',
  'pushes',
  'callbacks',
  'requests',
  'tokens',
  'timers',
  'wishes',
  'faults',
  'transactions',
  'jobs',
  'facts',
];

/** Kept of what grows without end; the oldest are forgotten. */
const kept: Partial<Record<Table, number>> = {
  pushes: 10_000,
  callbacks: 10_000,
  requests: 500,
  tokens: 50,
  transactions: 5_000,
  jobs: 500,
};

const COMPACT_AFTER_LINES = 5_000;

/**
 * Tables of records in memory, and on disk if a file is given: a line per change, appended before the change has any
 * effect outside, and now and then rewritten whole under another name that then takes the file's place. A process
 * killed at any moment leaves at most one torn last line, which is ignored.
 */
export class Store {
  private readonly file: string | undefined;
  private readonly tables = new Map<Table, Map<string, Tables[Table]>>();
  private readonly listeners = new Set<(table: Table) => void>();
  /** Lines not on disk yet, the last for each record. */
  private readonly waiting = new Map<string, string>();
  private lines = 0;
  private torn = false;

  constructor(file?: string) {
    this.file = file;
    for (const name of tableNames) this.tables.set(name, new Map());
    if (file) this.open(file);
  }

  get<T extends Table>(table: T, id: string): Tables[T] | undefined {
    return this.table(table).get(id);
  }

  /** Oldest first. */
  list<T extends Table>(table: T): Tables[T][] {
    return [...this.table(table).values()];
  }

  put<T extends Table>(table: T, record: Tables[T]): Tables[T] {
    const rows = this.table(table);
    rows.set(record.id, record);
    this.write([table, record.id, record]);
    const limit = kept[table];
    if (limit && rows.size > limit) {
      const oldest = rows.keys().next().value;
      if (oldest !== undefined && oldest !== record.id) this.remove(table, oldest);
    }
    this.tell(table);
    return record;
  }

  remove(table: Table, id: string): void {
    if (!this.table(table).delete(id)) return;
    this.write([table, id, null]);
    this.tell(table);
  }

  /** Forgets everything, on disk too. */
  clear(): void {
    for (const rows of this.tables.values()) rows.clear();
    if (this.file) this.compact(this.file);
    for (const name of tableNames) this.tell(name);
  }

  /** Puts on disk what was changed. To be called before anything leaves the simulator. */
  flush(): void {
    if (!this.file || this.waiting.size === 0) return;
    const lines = [...this.waiting.values()].join('');
    const torn = this.torn;
    this.torn = true; // Until it is known to have been written whole.
    appendFileSync(this.file, torn ? `\n${lines}` : lines);
    this.torn = false;
    this.lines += this.waiting.size;
    this.waiting.clear();
    if (this.lines > COMPACT_AFTER_LINES && this.lines > 2 * this.size()) this.compact(this.file);
  }

  /** @returns What ends the listening. */
  onChange(listener: (table: Table) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private table<T extends Table>(name: T): Map<string, Tables[T]> {
    // One map per name, made in the constructor and filled only through put<T>: the key tells the type.
    return this.tables.get(name) as unknown as Map<string, Tables[T]>;
  }

  private size(): number {
    let size = 0;
    for (const rows of this.tables.values()) size += rows.size;
    return size;
  }

  private tell(table: Table): void {
    for (const listener of this.listeners) listener(table);
  }

  private write(line: [Table, string, unknown]): void {
    if (!this.file) return;
    const key = `${line[0]}/${line[1]}`;
    this.waiting.delete(key);
    this.waiting.set(key, JSON.stringify(line) + '\n');
  }

  private open(file: string): void {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) {
      for (const line of readFileSync(file, 'utf8').split('\n')) this.replay(line);
    }
    this.compact(file);
  }

  private replay(line: string): void {
    let change: unknown;
    try {
      change = JSON.parse(line);
    } catch {
      return; // Empty, or torn by a kill in mid-write.
    }
    if (!Array.isArray(change)) return;
    const [name, id, record] = change as [Table, string, Tables[Table] | null];
    const rows = this.tables.get(name);
    if (record === null) rows?.delete(id);
    else rows?.set(id, record);
  }

  private compact(file: string): void {
    const lines: string[] = [];
    for (const [name, rows] of this.tables) {
      for (const [id, record] of rows) lines.push(JSON.stringify([name, id, record]) + '\n');
    }
    writeFileSync(`${file}.new`, lines.join(''));
    renameSync(`${file}.new`, file);
    this.lines = lines.length;
    this.waiting.clear();
  }
}
