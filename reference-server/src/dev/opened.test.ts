import { describe, expect, it } from 'vitest';
import { Opened } from './opened.js';

describe('what was opened', () => {
  it('is closed last first, all of it, though one of them fails', async () => {
    const closed: string[] = [];
    const opened = new Opened();
    const add = (name: string, fails = false): void =>
      opened.add(async () => {
        closed.push(name);
        if (fails) throw new Error(`${name} failed`);
      });
    add('database');
    add('simulator', true);
    add('server');
    await expect(opened.closeAll()).rejects.toThrow('simulator failed');
    expect(closed).toEqual(['server', 'simulator', 'database']);
    await opened.closeAll();
    expect(closed).toHaveLength(3);
  });
});
