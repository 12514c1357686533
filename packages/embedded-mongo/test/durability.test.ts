import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { appendFile, copyFile, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Long, UUID } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedMongo } from '../src/index.js';
import { openDurable, type OpenDurable } from '../src/journal/file.js';
import { checkFolder, salvageFolder } from '../src/journal/salvage.js';
import { startServer } from '../src/start.js';
import { connect, freshFolder, rawConnection, stagesOf, startOn } from './kit.js';

async function journalOf(dir: string): Promise<string> {
  const names = (await readdir(dir)).filter((name) => name.startsWith('journal-')).sort();
  return join(dir, names.at(-1)!);
}

describe('a data folder', () => {
  it('gives back documents, types, indexes, options and sessions after a restart', async () => {
    const dir = await freshFolder();
    const first = await startOn(dir);
    const client = await connect(first.uri);
    const items = client.db('shop').collection<{ _id: number; n?: unknown; sku?: string }>('items');
    await client.db('shop').createCollection('strict', { validator: { n: { $gte: 0 } } });
    await items.createIndex({ sku: 1 }, { unique: true, partialFilterExpression: { sku: { $exists: true } } });
    await items.createIndex({ n: 1, sku: 'text' }, { weights: { sku: 5 } });
    await items.createIndex({ '$**': 1 }, { wildcardProjection: { sku: 1 } });
    const indexes = await items.indexes();
    await items.insertMany([{ _id: 1, sku: 'a' }, { _id: 2 }, { _id: 3, n: Long.fromString('9007199254740993') }]);
    await items.updateOne({ _id: 1 }, { $set: { n: 1.5 } });
    await items.deleteOne({ _id: 2 });
    await client.db('shop').collection('gone').insertOne({});
    await client.db('shop').collection('gone').drop();
    await client.db('shop').collection('old').insertOne({ kept: true });
    await client.db('shop').renameCollection('old', 'new');
    const before = await items.find({}, { promoteValues: false }).toArray();
    await client.close();
    await first.stop();

    const again = await connect((await startOn(dir)).uri);
    const shop = again.db('shop');
    expect(await shop.collection('items').find({}, { promoteValues: false }).toArray()).toEqual(before);
    await expect(shop.collection('items').insertOne({ sku: 'a' })).rejects.toMatchObject({ code: 11000 });
    await shop.collection('items').createIndex({ n: 1, sku: 'text' }, { weights: { sku: 5 } });
    expect(await shop.collection('items').indexes()).toEqual(indexes);
    await expect(shop.collection('strict').insertOne({ n: -1 })).rejects.toMatchObject({ code: 121 });
    expect((await shop.listCollections().toArray()).map(({ name }) => name).sort()).toEqual(['items', 'new', 'strict']);
    expect(await shop.collection('new').countDocuments({ kept: true })).toBe(1);
  });

  it('remembers a retryable write and a commit across a restart', async () => {
    const dir = await freshFolder();
    const lsid = { id: new UUID() };
    const push = {
      update: 'items',
      updates: [{ q: { _id: 1 }, u: { $push: { log: 'x' } }, upsert: true }],
      lsid,
      txnNumber: Long.fromNumber(1),
      $db: 'shop',
    };
    const insert = { insert: 'items', documents: [{ _id: 2 }], lsid, txnNumber: Long.fromNumber(2), autocommit: false };
    const commit = { commitTransaction: 1, lsid, txnNumber: Long.fromNumber(2), autocommit: false, $db: 'admin' };
    const first = await startOn(dir);
    const raw = await rawConnection(first.uri);
    const reply = await raw.command(push);
    await first.stop();
    const second = await startOn(dir);
    const rawAgain = await rawConnection(second.uri);
    expect(await rawAgain.command(push)).toMatchObject({ n: reply['n'], upserted: reply['upserted'], ok: 1 });
    await rawAgain.command({ ...insert, startTransaction: true, $db: 'shop' });
    expect(await rawAgain.command(commit)).toMatchObject({ ok: 1 });
    await second.stop();
    const third = await startOn(dir);
    expect(await (await rawConnection(third.uri)).command(commit)).toMatchObject({ ok: 1 });
    const items = (await connect(third.uri)).db('shop').collection<{ _id: number }>('items');
    expect(await items.find({}).toArray()).toEqual([{ _id: 1, log: ['x'] }, { _id: 2 }]);
  });

  it.runIf(existsSync('/proc/self/stat'))('can be taken over from a killed server that nobody has buried', async () => {
    const dir = await freshFolder();
    // The shell turns into sleep, which never asks how its child ended: the child stays a zombie.
    const script = `"$0" -e 'setInterval(() => {}, 1000); console.log(process.pid)' & exec sleep 60`;
    const parent = spawn('sh', ['-c', script, process.execPath], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const pid = Number(String((await once(parent.stdout, 'data'))[0]).trim());
      const statOf = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      writeFileSync(join(dir, 'lock'), JSON.stringify({ pid, birth: `${boot}:${statOf()[19]}`, token: 'gone' }));
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => statOf()[0]).toBe('Z');
      await startOn(dir);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('belongs to one server at a time, and can be taken over from a dead one', async () => {
    const dir = await freshFolder();
    const server = await startOn(dir);
    await expect(startEmbeddedMongo({ dataDir: dir })).rejects.toThrow(
      /in use by process \d+\. Stop that process, or choose another/,
    );
    await server.stop();
    await writeFile(join(dir, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, birth: 'x:1', token: 'stale' }));
    await (await startOn(dir)).stop();
    // The same number as ours, from before a container was started anew.
    await writeFile(join(dir, 'lock'), JSON.stringify({ pid: process.pid, birth: 'other-boot:1', token: 'stale' }));
    await (await startOn(dir)).stop();
  });

  it('must be a folder that can be written to', async () => {
    const dir = await freshFolder();
    const file = join(dir, 'file');
    await writeFile(file, '');
    await expect(startEmbeddedMongo({ dataDir: file })).rejects.toThrow(
      /cannot be written to .* Choose another folder/,
    );
  });
});

describe('a snapshot', () => {
  it('takes the place of the journals before it, while writing goes on', async () => {
    const dir = await freshFolder();
    const server = await startServer({ dataDir: dir }, { rotateAtBytes: 30_000 });
    const client = await connect(server.uri);
    const items = client.db('shop').collection<{ _id: number; n: number }>('items');
    await items.createIndex({ n: 1 });
    const write = async (worker: number) => {
      for (let i = 0; i < 60; i++) await items.insertOne({ _id: worker * 1000 + i, n: i });
      await items.updateMany({ _id: { $gte: worker * 1000, $lt: worker * 1000 + 60 } }, { $inc: { n: 1 } });
    };
    await Promise.all(Array.from({ length: 8 }, (_, worker) => write(worker)));
    const before = await items.find({}, { sort: { _id: 1 } }).toArray();
    await client.close();
    await server.stop();
    const names = await readdir(dir);
    expect(names).not.toContain('journal-00000001.wal');
    expect(names.filter((name) => name.endsWith('.snap'))).toHaveLength(1);
    expect(await checkFolder(dir)).toMatchObject({ isDamaged: false, documents: [{ ns: 'shop.items', count: 480 }] });

    const again = await connect((await startOn(dir)).uri);
    const found = again.db('shop').collection<{ _id: number }>('items');
    expect(await found.find({}, { sort: { _id: 1 } }).toArray()).toEqual(before);
    expect(stagesOf(await found.find({ n: 5 }).explain())).toEqual(['FETCH', 'IXSCAN']);
  });
});

describe('a damaged journal', () => {
  /** A folder with ten acknowledged inserts, each in a frame of its own. */
  async function tenInserts(): Promise<{ dir: string; journal: string }> {
    const dir = await freshFolder();
    const server = await startOn(dir);
    const client = await connect(server.uri);
    for (let i = 0; i < 10; i++) await client.db('shop').collection<{ _id: number }>('items').insertOne({ _id: i });
    await client.close();
    await server.stop();
    return { dir, journal: await journalOf(dir) };
  }

  async function idsIn(dir: string): Promise<number[]> {
    const server = await startOn(dir);
    const client = await connect(server.uri);
    const docs = await client.db('shop').collection<{ _id: number }>('items').find({}).toArray();
    await client.close();
    await server.stop();
    return docs.map(({ _id }) => _id);
  }

  it('loses nothing acknowledged when a last write was cut short', async () => {
    const { dir, journal } = await tenInserts();
    const whole = await readFile(journal);
    const { size } = await stat(journal);
    await appendFile(journal, whole.subarray(16, 60)); // the beginning of a frame that never got further
    expect(await idsIn(dir)).toHaveLength(10);
    await appendFile(journal, Buffer.alloc(4096)); // room the disk had given out, never filled
    expect(await idsIn(dir)).toHaveLength(10);
    expect((await stat(journal)).size).toBeLessThan(size + 4096);
  });

  it('is whole up to the cut, wherever the file was cut off', async () => {
    const { dir, journal } = await tenInserts();
    const copy = `${journal}.copy`;
    await copyFile(journal, copy);
    const { size } = await stat(copy);
    let last = 10;
    for (let length = size - 1; length > 200; length -= 83) {
      await copyFile(copy, journal);
      await truncate(journal, length);
      const ids = await idsIn(dir);
      expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => i));
      expect(ids.length).toBeLessThanOrEqual(last);
      last = ids.length;
    }
  });

  it('stops the start when something acknowledged is damaged, and says where', async () => {
    const { dir, journal } = await tenInserts();
    const bytes = await readFile(journal);
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff;
    await writeFile(journal, bytes);
    await expect(startEmbeddedMongo({ dataDir: dir })).rejects.toThrow(/journal-00000001\.wal is damaged at byte \d+/);
    expect(await readFile(journal)).toEqual(bytes);
  });

  it('can be salvaged up to the damage', async () => {
    const { dir, journal } = await tenInserts();
    const bytes = await readFile(journal);
    bytes[bytes.length - 20]! ^= 0xff; // the last insert: as if its write had been cut short
    await writeFile(journal, bytes);
    await startOn(dir).then((server) => server.stop());
    const sound = await checkFolder(dir);
    expect(sound).toMatchObject({ isDamaged: false, documents: [{ count: 9 }] });

    const other = await tenInserts();
    const half = await readFile(other.journal);
    half[Math.floor(half.length / 2)]! ^= 0xff;
    await writeFile(other.journal, half);
    const target = await freshFolder();
    const findings = await salvageFolder(other.dir, target);
    expect(findings.isDamaged).toBe(true);
    const saved = await idsIn(target);
    expect(saved.length).toBeGreaterThan(0);
    expect(saved).toEqual(Array.from({ length: findings.documents[0]!.count }, (_, i) => i));
    expect(await readFile(other.journal)).toEqual(half);
  });
});

describe('a disk', () => {
  /** The disk's own files, which fail with `code` while it is set, half of the bytes written. */
  function failing(): { fault: { code: string | undefined }; openFile: OpenDurable } {
    const fault: { code: string | undefined } = { code: undefined };
    const openFile: OpenDurable = async (path, how) => {
      const file = await openDurable(path, how);
      const write = async (bytes: Uint8Array, offset: number): Promise<void> => {
        const { code } = fault;
        if (code === undefined) return file.write(bytes, offset);
        await file.write(bytes.subarray(0, bytes.length >> 1), offset);
        throw Object.assign(new Error(`${code}: injected`), { code });
      };
      return { write, truncate: (size) => file.truncate(size), close: () => file.close() };
    };
    return { fault, openFile };
  }

  it('that fails ends the server; what was acknowledged is there afterwards', async () => {
    const [dir, { fault, openFile }] = [await freshFolder(), failing()];
    let tell: (error: Error) => void;
    const failed = new Promise<Error>((resolve) => (tell = resolve));
    const server = await startServer({ dataDir: dir, onFailure: (error) => tell(error) }, { openFile });
    const items = (await connect(server.uri, { serverSelectionTimeoutMS: 200 }))
      .db('shop')
      .collection<{ _id: number }>('items');
    for (let i = 0; i < 5; i++) await items.insertOne({ _id: i });
    fault.code = 'EIO';
    await expect(items.insertOne({ _id: 5 })).rejects.toThrow();
    expect((await failed).message).toContain('EIO: injected');
    await expect(items.insertOne({ _id: 6 })).rejects.toThrow();
    await server.stop();
    const again = (await connect((await startOn(dir)).uri)).db('shop').collection('items');
    expect(await again.distinct('_id')).toEqual([0, 1, 2, 3, 4]);
  });

  it('that is full refuses writes, goes on being read, and takes writes again when there is room', async () => {
    const [dir, { fault, openFile }] = [await freshFolder(), failing()];
    const server = await startServer({ dataDir: dir }, { openFile, retryFullDiskMs: 5 });
    const items = (await connect(server.uri)).db('shop').collection<{ _id: number }>('items');
    await items.insertOne({ _id: 0 });
    fault.code = 'ENOSPC';
    await expect(items.insertOne({ _id: 1 })).rejects.toMatchObject({ code: 14031 });
    await expect(items.insertOne({ _id: 2 })).rejects.toMatchObject({ code: 14031 });
    expect(await items.countDocuments({ _id: 0 })).toBe(1);
    fault.code = undefined;
    await expect
      .poll(() =>
        items.insertOne({ _id: 3 }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const before = await items.distinct('_id');
    expect(before).not.toContain(2);
    await server.stop();
    const again = (await connect((await startOn(dir)).uri)).db('shop').collection('items');
    expect(await again.distinct('_id')).toEqual(before);
  });
});

/** How often to kill it: a few times here, for hours with `KILL_ROUNDS=1000`. */
const kills = Number(process.env['KILL_ROUNDS'] ?? 5);

describe('killed again and again while it works', () => {
  /** The server as one file of JavaScript: it starts in a fraction of the time that reading TypeScript takes. */
  async function bundle(): Promise<string> {
    const outfile = join(await freshFolder(), 'child.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('child.ts', import.meta.url))],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
    return outfile;
  }

  async function launch(script: string, dir: string, port: number): Promise<{ process: ChildProcess; uri: string }> {
    const started = spawn(process.execPath, [script, dir, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void started.kill('SIGKILL'));
    const uri = await new Promise<string>((resolve, reject) => {
      started.stdout!.once('data', (text: Buffer) => resolve(text.toString().trim()));
      started.once('exit', () => reject(new Error('the server did not start')));
    });
    return { process: started, uri };
  }

  it(
    'loses no acknowledged write, halves no transaction, repeats no retry',
    { timeout: 60_000 + kills * 10_000 },
    async () => {
      const [script, dir] = [await bundle(), await freshFolder()];
      let server = await launch(script, dir, 0);
      const port = Number(new URL(server.uri).port);
      const client = await connect(server.uri, {
        serverSelectionTimeoutMS: 30_000,
        connectTimeoutMS: 2000,
        heartbeatFrequencyMS: 500,
      });
      const db = client.db('shop');
      const items = db.collection<{ _id: string }>('items');
      const logs = db.collection<{ _id: number; log: number[] }>('logs');
      const accounts = db.collection<{ _id: number; balance: number }>('accounts');
      const ledger = db.collection<{ _id: string; from: number; to: number; amount: number }>('ledger');
      await accounts.insertMany(Array.from({ length: 4 }, (_, i) => ({ _id: i, balance: 1000 })));
      await logs.insertMany(Array.from({ length: 3 }, (_, i) => ({ _id: i, log: [] })));
      await ledger.insertOne({ _id: 'first', from: 0, to: 1, amount: 0 });

      let running = true;
      const acknowledged = { items: [] as string[], logs: [[], [], []] as number[][], ledger: [] as string[] };
      const falseDuplicates: string[] = [];
      const inserter = async (name: string) => {
        for (let i = 0; running; i++) {
          const _id = `${name}-${i}`;
          await items.insertOne({ _id }).then(
            () => acknowledged.items.push(_id),
            (error: { code?: number }) => error.code === 11000 && falseDuplicates.push(_id),
          );
        }
      };
      const pusher = async (which: number) => {
        for (let i = 0; running; i++) {
          await logs.updateOne({ _id: which }, { $push: { log: i } }).then(
            () => acknowledged.logs[which]!.push(i),
            () => undefined,
          );
        }
      };
      const transferrer = async (name: string) => {
        for (let i = 0; running; i++) {
          const [from, to, amount] = [i % 4, (i * 3 + 1) % 4, 1 + (i % 7)];
          const _id = `${name}-${i}`;
          const transfer = client.withSession((session) =>
            session.withTransaction(async () => {
              await accounts.updateOne({ _id: from }, { $inc: { balance: -amount } }, { session });
              await accounts.updateOne({ _id: to }, { $inc: { balance: amount } }, { session });
              await ledger.insertOne({ _id, from, to, amount }, { session });
            }),
          );
          await transfer.then(
            () => acknowledged.ledger.push(_id),
            () => undefined,
          );
        }
      };
      const work = [inserter('x'), inserter('y'), pusher(0), pusher(1), pusher(2), transferrer('s'), transferrer('t')];
      for (let kill = 0; kill < kills; kill++) {
        const goal = acknowledged.items.length + 40;
        await expect.poll(() => acknowledged.items.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(goal);
        const gone = new Promise((resolve) => server.process.once('exit', resolve));
        server.process.kill('SIGKILL');
        await gone;
        server = await launch(script, dir, port);
      }
      running = false;
      await Promise.all(work);

      const stored = new Set((await items.find({}).toArray()).map(({ _id }) => _id));
      expect(acknowledged.items.filter((id) => !stored.has(id))).toEqual([]);
      expect(falseDuplicates).toEqual([]);
      for (const { _id, log } of await logs.find({}).toArray()) {
        expect(new Set(log).size).toBe(log.length);
        expect(acknowledged.logs[_id]!.filter((i) => !log.includes(i))).toEqual([]);
      }
      const entries = await ledger.find({}).toArray();
      const booked = new Set(entries.map(({ _id }) => _id));
      expect(acknowledged.ledger.filter((id) => !booked.has(id))).toEqual([]);
      const balances = [1000, 1000, 1000, 1000];
      for (const { from, to, amount } of entries) {
        balances[from]! -= amount;
        balances[to]! += amount;
      }
      expect((await accounts.find({}, { sort: { _id: 1 } }).toArray()).map(({ balance }) => balance)).toEqual(balances);
      expect(acknowledged.ledger.length).toBeGreaterThan(0);
    },
  );
});
