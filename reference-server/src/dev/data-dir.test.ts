import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { devSecrets, openDataDir, writePrivate } from './data-dir.js';
import { Trouble } from './trouble.js';

let box: string;
beforeEach(async () => {
  box = await mkdtemp(join(tmpdir(), 'duka-data-'));
});
afterEach(() => rm(box, { recursive: true }));

describe('the data folder', () => {
  it('is made when it is not there, and left clean', async () => {
    const folder = await openDataDir(join(box, 'a/b'));
    expect(await readdir(folder)).toEqual([]);
  });

  it('that cannot be written to is refused with a sentence that says what to do', async () => {
    await writeFile(join(box, 'file'), '');
    const refused = openDataDir(join(box, 'file/inside'));
    await expect(refused).rejects.toBeInstanceOf(Trouble);
    await expect(refused).rejects.toThrow(/cannot be written to \(ENOTDIR\).*DATA_DIR=/);
  });
});

describe('development secrets', () => {
  it('are made once and kept, for their owner alone', async () => {
    const first = await devSecrets(box);
    expect(await devSecrets(box)).toEqual(first);
    expect(Buffer.from(first.masterKey, 'base64')).toHaveLength(32);
    expect((await stat(join(box, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('differ from folder to folder', async () => {
    const other = await openDataDir(join(box, 'other'));
    expect(await devSecrets(other)).not.toEqual(await devSecrets(box));
  });

  it('that are damaged are not replaced behind the owner’s back', async () => {
    await writeFile(join(box, 'secrets.json'), '{}');
    await expect(devSecrets(box)).rejects.toThrow(/is damaged/);
    expect(await readFile(join(box, 'secrets.json'), 'utf8')).toBe('{}');
  });
});

describe('a private file', () => {
  it('replaces the one before it and leaves no draft', async () => {
    const path = join(box, 'dev.json');
    await writePrivate(path, { run: 1 });
    await writePrivate(path, { run: 2 });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ run: 2 });
    expect(await readdir(box)).toEqual(['dev.json']);
  });
});
