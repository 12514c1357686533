import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOf, rawConnection, useServer } from './kit.js';

const bench = useServer();

/** Sends bytes, says goodbye, and waits until the server has closed its side too. */
async function send(bytes: Uint8Array): Promise<void> {
  const { socket } = await rawConnection(bench.server.uri);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.resume();
  socket.end(bytes);
  await closed;
}

/** Headers that let the bytes behind them get past the framing. */
const framed = fc
  .tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(2013, 2004, 2012, 1))
  .map(([body, opCode]) => {
    const head = Buffer.alloc(16);
    head.writeInt32LE(16 + body.length, 0);
    head.writeInt32LE(opCode, 12);
    return Buffer.concat([head, body]);
  });

/** A sound message with a few bytes changed behind its length. */
const mutated = fc
  .tuple(
    fc.constantFrom(
      { ping: 1, $db: 'admin' },
      { find: 'x', filter: { a: { $in: [1, 'x', null] } }, sort: { a: 1 }, $db: 'fuzz' },
      { insert: 'x', documents: [{ a: [1, { b: new Date(0) }] }], $db: 'fuzz' },
      { update: 'x', updates: [{ q: {}, u: { $set: { 'a.$[]': 1 } }, multi: true }], $db: 'fuzz' },
    ),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
  )
  .map(([command, changes]) => {
    const bytes = messageOf(command);
    for (const [at, byte] of changes) bytes[4 + (at % (bytes.length - 4))] = byte;
    return bytes;
  });

describe('the wire', () => {
  it('answers with an error or hangs up, whatever bytes arrive, and goes on serving others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), framed, mutated), async (bytes) => {
        await send(bytes);
      }),
      { numRuns: 300 },
    );
    expect(await bench.client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('survives commands with values of the wrong type everywhere', async () => {
    const raw = await rawConnection(bench.server.uri);
    const names = [
      'insert',
      'update',
      'delete',
      'find',
      'findAndModify',
      'aggregate',
      'count',
      'distinct',
      'getMore',
      'createIndexes',
    ];
    const fields = [
      'filter',
      'documents',
      'updates',
      'deletes',
      'pipeline',
      'cursor',
      'query',
      'key',
      'indexes',
      'update',
      'sort',
      'lsid',
    ];
    const values = [null, 1, 'x', {}, [], [1], { $x: 1 }, [{}], true];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.constantFrom<unknown>('c', 1, {}),
        fc.dictionary(fc.constantFrom(...fields), fc.constantFrom<unknown>(...values)),
        async (name, target, rest) => {
          const reply = await raw.command({ [name]: target, ...rest, $db: 'fuzz' });
          expect(reply['ok'] === 1 || typeof reply['code'] === 'number').toBe(true);
          expect(reply['errmsg'] ?? '').not.toContain('internal error');
        },
      ),
      { numRuns: 400 },
    );
  });

  it('hangs up on a length that cannot be', async () => {
    for (const length of [0, 15, -1, 48_000_017]) {
      const head = Buffer.alloc(16);
      head.writeInt32LE(length, 0);
      await send(head);
    }
  });

  it('takes a large message that comes in many small pieces', async () => {
    const { socket, command } = await rawConnection(bench.server.uri);
    const bytes = messageOf({ insert: 'large', documents: [{ text: 'x'.repeat(2_000_000) }], $db: 'fuzz' });
    for (let at = 0; at < bytes.length; at += 1000) socket.write(bytes.subarray(at, at + 1000));
    await new Promise((resolve) => socket.once('data', resolve));
    expect(await command({ count: 'large', $db: 'fuzz' })).toMatchObject({ n: 1 });
  });

  it('says nothing to a write that wants no answer', async () => {
    const { socket, command } = await rawConnection(bench.server.uri);
    const bytes = messageOf({ insert: 'silent', documents: [{}], writeConcern: { w: 0 }, $db: 'fuzz' });
    bytes.writeUInt32LE(2, 16); // moreToCome
    socket.write(bytes);
    expect(await command({ count: 'silent', $db: 'fuzz' })).toMatchObject({ ok: 1, n: 1 });
  });
});
