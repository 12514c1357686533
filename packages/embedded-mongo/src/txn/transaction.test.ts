import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MongoError } from '../errors.js';
import { readIndexSpec } from '../indexes/spec.js';
import { compileFilter } from '../match/index.js';
import { compileIndex } from '../storage/definitions.js';
import { search } from '../storage/find.js';
import { Store } from '../storage/store.js';
import { keyOf, type Doc } from '../values/index.js';
import { PlainWrite } from './plain.js';
import { Transaction } from './transaction.js';
import { latest, type View } from './view.js';
import { HeldByTransaction, type Writer } from './writer.js';

interface Row {
  _id: number;
  v: number;
  u?: number;
}
type Rows = Map<number, Row>;

/** What a transaction should see: the rows when it began, with its own changes. */
interface Expected {
  transaction: Transaction;
  rows: Rows;
  /** The committed row each of its writes started from. */
  from: Map<number, Row | undefined>;
}

type Step = { who: number } & (
  | { do: 'begin' | 'commit' | 'abort' }
  | { do: 'put'; row: Row }
  | { do: 'remove'; id: number }
);

const id = fc.integer({ min: 0, max: 5 });
const who = fc.integer({ min: 0, max: 3 }); // 0 writes plainly, the others in transactions
const row = fc
  .tuple(id, fc.integer({ min: 0, max: 2 }), fc.option(fc.integer({ min: 0, max: 2 })))
  .map(([_id, v, u]): Row => (u === null ? { _id, v } : { _id, v, u }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ who, do: fc.constantFrom('begin' as const, 'commit' as const, 'abort' as const) }),
  },
  { weight: 3, arbitrary: fc.record({ who, do: fc.constant('put' as const), row }) },
  { weight: 1, arbitrary: fc.record({ who, do: fc.constant('remove' as const), id }) },
);

function build() {
  const store = new Store();
  const collection = store.make('db', 'rows', {});
  collection.addIndex(compileIndex(readIndexSpec({ key: { v: 1 }, name: 'v_1' })));
  collection.addIndex(compileIndex(readIndexSpec({ key: { u: 1 }, name: 'u_1', unique: true, sparse: true })));
  const find = (view: View, filter: Doc, sort: Doc): unknown[] =>
    search(collection, view, { filter, matcher: compileFilter(filter), sort }).found.map(({ doc }) => doc);
  return { store, collection, find };
}

const sorted = (rows: Rows): Row[] => [...rows.values()].sort((a, b) => a._id - b._id);

describe('transactions side by side', () => {
  it('each see their moment and their own writes, lose no update, and never share a unique key', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { store, collection, find } = build();
        const committed: Rows = new Map();
        const open = new Map<number, Expected>();

        const write = (writer: Writer, rows: Rows, change: Step): void => {
          if (change.do === 'put') {
            const exists = writer.view.get(collection, keyOf(change.row._id));
            expect(exists !== undefined).toBe(rows.has(change.row._id));
            if (exists) writer.replace(collection, keyOf(change.row._id), { ...change.row }, 'replace');
            else writer.insert(collection, { ...change.row });
            rows.set(change.row._id, change.row);
          } else if (change.do === 'remove' && rows.has(change.id)) {
            writer.remove(collection, keyOf(change.id));
            rows.delete(change.id);
          }
        };

        const plainly = (change: Step): void => {
          const plain = new PlainWrite(store);
          const rows = new Map(committed);
          try {
            write(plain, rows, change);
          } catch (error) {
            plain.rollBack();
            if (error instanceof HeldByTransaction) expect(open.size).toBeGreaterThan(0);
            else expect(error).toMatchObject({ code: 11000 });
            return;
          }
          plain.commit();
          committed.clear();
          for (const [key, value] of rows) committed.set(key, value);
        };

        const within = (key: number, change: Step): void => {
          const own = open.get(key);
          if (!own) return;
          const target = change.do === 'put' ? change.row._id : change.do === 'remove' ? change.id : -1;
          try {
            if (!own.from.has(target)) own.from.set(target, own.rows.get(target));
            write(own.transaction, own.rows, change);
          } catch (error) {
            if (!(error instanceof MongoError)) throw error;
            expect([112, 11000]).toContain(error.code);
            own.transaction.abort();
            open.delete(key);
          }
        };

        const end = (key: number, commits: boolean): void => {
          const own = open.get(key);
          if (!own) return;
          open.delete(key);
          if (!commits) return own.transaction.abort();
          own.transaction.commit();
          for (const [target, before] of own.from) {
            const after = own.rows.get(target);
            if (after === before) continue;
            expect(committed.get(target)).toEqual(before); // nobody else's change is written over
            if (after) committed.set(target, after);
            else committed.delete(target);
          }
        };

        for (const change of steps) {
          const key = change.who;
          if (change.do === 'begin') {
            if (key > 0 && !open.has(key)) {
              open.set(key, { transaction: new Transaction(store), rows: new Map(committed), from: new Map() });
            }
          } else if (change.do === 'commit' || change.do === 'abort') end(key, change.do === 'commit');
          else if (key === 0) plainly(change);
          else within(key, change);

          expect(find(latest, {}, { _id: 1 })).toEqual(sorted(committed));
          const unique = sorted(committed).flatMap(({ u }) => (u === undefined ? [] : [u]));
          expect(new Set(unique).size).toBe(unique.length);
          for (const { transaction, rows } of open.values()) {
            expect(find(transaction.view, {}, { _id: 1 })).toEqual(sorted(rows));
            for (const v of [0, 1, 2]) {
              expect(find(transaction.view, { v }, { _id: 1 })).toEqual(sorted(rows).filter((one) => one.v === v));
            }
            expect(find(transaction.view, { v: { $gte: 1 } }, { v: 1, _id: -1 })).toEqual(
              sorted(rows)
                .filter(({ v }) => v >= 1)
                .reverse()
                .sort((a, b) => a.v - b.v),
            );
          }
        }
        for (const key of [...open.keys()]) end(key, true);
        expect(find(latest, { v: { $gte: 0 } }, { _id: 1 })).toEqual(sorted(committed));
        expect(collection.locks.size).toBe(0);
        for (const index of collection.indexes.values()) expect(index.reserved.size).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
