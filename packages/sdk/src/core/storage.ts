/**
 * Where the client keeps what must outlive the page: the cart's secret, the keys of undecided payments. `localStorage` fits.
 *
 * @public
 */
export interface DukaStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/**
 * Keeps things for as long as the page or process lives.
 *
 * @public
 */
export function memoryStorage(): DukaStorage {
  const items = new Map<string, string>();
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

/** A storage of the browser, or null where there is none or it is refused, as in some private windows. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): DukaStorage | null {
  try {
    const storage = typeof document === 'undefined' ? null : globalThis[kind];
    storage?.setItem('duka:probe', '1');
    storage?.removeItem('duka:probe');
    return storage;
  } catch {
    // Refused is an answer: the caller uses memory.
    return null;
  }
}

/** Nothing is kept for longer (reliability.md B4). */
export const week: number = 7 * 24 * 60 * 60 * 1000;

/** Named JSON values in a storage, gone after seven days. What the storage refuses is kept in memory. */
export class Shelf {
  /** Whether other tabs read the same. */
  readonly shared: boolean;
  private readonly storage: DukaStorage;
  private readonly space: string;
  private readonly spare: DukaStorage = memoryStorage();

  constructor(storage: DukaStorage | null, space: string) {
    this.shared = storage !== null;
    this.storage = storage ?? this.spare;
    this.space = space;
  }

  /** The full name of an item. */
  nameOf(name: string): string {
    return `duka:${this.space}:${name}`;
  }

  get<T>(name: string): T | null {
    const full = this.nameOf(name);
    try {
      const text = this.spare.getItem(full) ?? this.storage.getItem(full) ?? 'null';
      const kept = JSON.parse(text) as { value: T; until: number } | null;
      if (kept && kept.until > Date.now()) return kept.value;
      if (kept) this.storage.removeItem(full);
    } catch {
      // Somebody else's text, or a storage refused since: as if it were not there.
    }
    return null;
  }

  /** Null takes it away. */
  set(name: string, value: unknown): void {
    const full = this.nameOf(name);
    const text = JSON.stringify({ value, until: Date.now() + week });
    this.spare.removeItem(full);
    try {
      if (value === null) this.storage.removeItem(full);
      else this.storage.setItem(full, text);
    } catch {
      // Full, or refused since: it still lives as long as this page.
      this.spare.setItem(full, text);
    }
  }
}

/** A short name for a text (FNV-1a, 32 bits). Tells apart; proves nothing. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
