import type { ChangeStreamDocument } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useServer } from './kit.js';

const bench = useServer();
/** `tryNext` then answers at once when there is nothing. */
const soon = { maxAwaitTimeMS: 20 };

describe('a change stream', () => {
  it('tells of inserts, updates, replacements and removals, in order', async () => {
    const items = bench.db().collection<{ _id: number; n?: number; tags?: string[]; m?: number }>('items');
    const stream = items.watch([], { fullDocument: 'updateLookup', ...soon });
    onTestFinished(() => stream.close());
    await stream.tryNext();
    await items.insertOne({ _id: 1, n: 1, tags: ['a'] });
    await items.updateOne({ _id: 1 }, { $inc: { n: 1 }, $push: { tags: 'b' } });
    await items.updateOne({ _id: 1 }, { $unset: { n: '' } });
    await items.replaceOne({ _id: 1 }, { m: 1 });
    await items.deleteOne({ _id: 1 });
    const events: Partial<Record<string, unknown>>[] = [];
    while (events.length < 5) events.push((await stream.next()) as never);
    expect(events.map((event) => event['operationType'])).toEqual(['insert', 'update', 'update', 'replace', 'delete']);
    expect(events[0]).toMatchObject({
      documentKey: { _id: 1 },
      fullDocument: { _id: 1, n: 1, tags: ['a'] },
      ns: { coll: 'items' },
    });
    expect(events[1]!['updateDescription']).toEqual({
      updatedFields: { n: 2, 'tags.1': 'b' },
      removedFields: [],
      truncatedArrays: [],
    });
    expect(events[2]!['updateDescription']).toMatchObject({ removedFields: ['n'] });
  });

  it('goes on where a reader left off', async () => {
    const items = bench.db().collection<{ _id: number }>('items');
    const first = items.watch([], soon);
    await first.tryNext();
    await items.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
    const seen = (await first.next()) as ChangeStreamDocument & { documentKey: { _id: number } };
    await first.close();
    const second = items.watch([], { resumeAfter: seen._id, ...soon });
    onTestFinished(() => second.close());
    expect(await second.next()).toMatchObject({ documentKey: { _id: 2 } });
    expect(await second.next()).toMatchObject({ documentKey: { _id: 3 } });
  });

  it('shows a transaction when it is committed, and only what the pipeline lets through', async () => {
    const db = bench.db();
    const stream = db.watch([{ $match: { 'fullDocument.keep': true } }], soon);
    onTestFinished(() => stream.close());
    await stream.tryNext();
    await bench.client.withSession((session) =>
      session.withTransaction(async () => {
        await db.collection('a').insertOne({ keep: false }, { session });
        await db.collection('b').insertOne({ keep: true }, { session });
      }),
    );
    expect(await stream.next()).toMatchObject({ operationType: 'insert', ns: { coll: 'b' } });
  });

  it('shows documents as they were, where the collection keeps images', async () => {
    const db = bench.db();
    const kept = await db.createCollection<{ _id: number; n: number }>('kept', {
      changeStreamPreAndPostImages: { enabled: true },
    });
    const plain = await db.createCollection<{ _id: number; n: number }>('plain');
    const wanted = { fullDocument: 'whenAvailable', fullDocumentBeforeChange: 'whenAvailable', ...soon } as const;
    const streams = [
      kept.watch([], wanted),
      plain.watch([], wanted),
      plain.watch([], { ...soon, fullDocumentBeforeChange: 'required' }),
    ];
    onTestFinished(async () => void (await Promise.all(streams.map((stream) => stream.close()))));
    for (const stream of streams) await stream.tryNext();
    for (const items of [kept, plain]) {
      await items.insertOne({ _id: 1, n: 1 });
      await items.updateOne({ _id: 1 }, { $inc: { n: 1 } });
    }
    for (const stream of streams.slice(0, 2)) await stream.next(); // the insert
    expect(await streams[0]!.next()).toMatchObject({ fullDocumentBeforeChange: { n: 1 }, fullDocument: { n: 2 } });
    expect(await streams[1]!.next()).toMatchObject({ fullDocumentBeforeChange: null, fullDocument: null });
    const both = streams[2]!.next().then(() => streams[2]!.next());
    await expect(both).rejects.toMatchObject({ code: 47 });
  });

  it('ends when its collection is dropped', async () => {
    const items = bench.db().collection('items');
    await items.insertOne({});
    const stream = items.watch([], soon);
    onTestFinished(() => stream.close());
    await stream.tryNext();
    await items.drop();
    expect(await stream.next()).toMatchObject({ operationType: 'drop' });
    expect(await stream.next()).toMatchObject({ operationType: 'invalidate' });
  });

  it.each([6, 133, 11602, 13388])('is opened anew by the driver after error %i', async (errorCode) => {
    const db = bench.db();
    const stream = (await db.createCollection('items')).watch([], soon);
    onTestFinished(() => stream.close());
    await stream.tryNext();
    const point = { configureFailPoint: 'failGetMoreAfterCursorCheckout', mode: { times: 1 }, data: { errorCode } };
    await bench.client.db('admin').command(point);
    await db.collection('items').insertOne({ n: 1 });
    expect(await stream.next()).toMatchObject({ fullDocument: { n: 1 } });
  });

  it('tells numbers from names in paths, and of definitions, when asked for more', async () => {
    const db = bench.db();
    const items = db.collection<{ _id: number }>('items');
    await db.collection('others').insertOne({});
    await items.insertOne({ _id: 1, a: [{ '1': 1, b: 1 }] } as never);
    const stream = items.watch([], { showExpandedEvents: true, ...soon });
    onTestFinished(() => stream.close());
    await stream.tryNext();
    await items.updateOne({ _id: 1 }, { $set: { 'a.0.1': 2, 'a.0.b': 2 } } as never);
    await items.createIndex({ x: 1 });
    await items.rename('others', { dropTarget: true });
    expect(await stream.next()).toMatchObject({
      updateDescription: {
        updatedFields: { 'a.0.1': 2, 'a.0.b': 2 },
        disambiguatedPaths: { 'a.0.1': ['a', 0, '1'] },
      },
    });
    expect(await stream.next()).toMatchObject({ operationType: 'createIndexes', collectionUUID: expect.anything() });
    expect(await stream.next()).toMatchObject({
      operationDescription: { to: { coll: 'others' }, dropTarget: expect.anything() },
    });
    const end = await stream.next();
    expect(end).toMatchObject({ operationType: 'invalidate' });
    const again = items.watch([], { resumeAfter: end._id, ...soon });
    await expect(again.tryNext()).rejects.toMatchObject({ code: 260 });
    await items.insertOne({ _id: 2 });
    const after = items.watch([], { startAfter: end._id, ...soon });
    onTestFinished(() => after.close());
    expect(await after.next()).toMatchObject({ operationType: 'insert', documentKey: { _id: 2 } });
  });

  it('refuses a stage that does not exist', async () => {
    const stream = bench
      .db()
      .collection('items')
      .watch([{ $nonsense: 1 }]);
    onTestFinished(() => stream.close());
    await expect(stream.next()).rejects.toMatchObject({ code: 40324 });
  });

  it('refuses stages that make no sense on events', async () => {
    const stream = bench
      .db()
      .collection('items')
      .watch([{ $group: { _id: null } }]);
    onTestFinished(() => stream.close());
    await expect(stream.next()).rejects.toMatchObject({ code: 20 });
  });
});
