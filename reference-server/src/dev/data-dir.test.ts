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
    expect(first).toEqual({
      jwtSecret: expect.stringMatching(/^[\w-]{43}$/),
      masterKey: expect.stringMatching(/^[\w-]{43}$/),
      publishableKey: expect.stringMatching(/^pk_test_/),
      secretKey: expect.stringMatching(/^sk_test_/),
      people: [{ role: 'owner' }, { role: 'manager' }, { role: 'cashier' }].map((one) => expect.objectContaining(one)),
    });
    expect((await stat(join(box, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('differ from folder to folder', async () => {
    const other = await openDataDir(join(box, 'other'));
    expect(await devSecrets(other)).not.toEqual(await devSecrets(box));
  });

  it.each(['', '{}', 'null', '{"jwtSecret": "only this"}'])('that are damaged (%j) are not replaced', async (text) => {
    await writeFile(join(box, 'secrets.json'), text);
    await expect(devSecrets(box)).rejects.toThrow(/is damaged\. Put its backup back/);
    expect(await readFile(join(box, 'secrets.json'), 'utf8')).toBe(text);
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
