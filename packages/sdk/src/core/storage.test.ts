import { afterEach, describe, expect, it, vi } from 'vitest';
import { memoryStorage, Shelf, shortHash, week } from './storage.js';

afterEach(() => void vi.useRealTimers());

describe('shelf', () => {
  it('keeps nothing for longer than a week', () => {
    vi.useFakeTimers({ now: 0 });
    const storage = memoryStorage();
    const shelf = new Shelf(storage, 'x');
    shelf.set('cart', { secret: 's' });
    vi.setSystemTime(week - 1);
    expect(new Shelf(storage, 'x').get('cart')).toEqual({ secret: 's' });
    vi.setSystemTime(week);
    expect(shelf.get('cart')).toBeNull();
    expect(storage.getItem(shelf.nameOf('cart'))).toBeNull();
  });

  it('keeps in memory what the storage has no room for, and goes back to it when it has', () => {
    const storage = memoryStorage();
    let full = true;
    const tight = {
      ...storage,
      setItem: (name: string, value: string): void => {
        if (full) throw new Error('full');
        storage.setItem(name, value);
      },
    };
    const shelf = new Shelf(tight, 'x');
    shelf.set('cart', 1);
    expect(shelf.get('cart')).toBe(1);
    full = false;
    shelf.set('cart', 2);
    expect(new Shelf(storage, 'x').get('cart')).toBe(2);
    shelf.set('cart', null);
    expect(shelf.get('cart')).toBeNull();
  });
});

describe('shortHash', () => {
  it('tells texts apart', () => {
    const texts = Array.from({ length: 5_000 }, (_, i) => `{"method":"mpesa","phone":"+2547${i}"}`);
    expect(new Set(texts.map(shortHash)).size).toBe(texts.length);
  });
});
