import { Timestamp } from 'bson';
import { flagOf } from '../arguments.js';
import type { CommandContext } from '../commands/context.js';
import { firstBatchSize, takeBatch, type LiveSource } from '../cursors/cursors.js';
import type { Engine } from '../engine.js';
import { MongoError } from '../errors.js';
import { fromTimestamp } from '../sessions/clock.js';
import { runPipeline } from '../stages/index.js';
import { isDoc, ownGet, type Doc } from '../values/index.js';
import { ends, eventOf, type Interest } from './events.js';
import { lastIndex, placeOf, tokenOf, type Place } from './token.js';

const allowedStages = new Set([
  '$match',
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
  '$redact',
]);

/** Opens a change stream: an aggregation that begins with `$changeStream`. */
export function openChangeStream(context: CommandContext, stages: readonly Doc[], batchSize: number | undefined): Doc {
  const { engine, db, body } = context;
  context.ofChangeStream = true;
  if (context.transaction)
    throw new MongoError(263, 'Operation not permitted in transaction :: caused by :: $changeStream');
  const spec = stages[0]!['$changeStream'];
  if (!isDoc(spec)) throw new MongoError(50808, '$changeStream stage expects a document as argument');
  const rest = stages.slice(1);
  const target = ownGet(body, 'aggregate');
  const interest = interestOf(spec, db, typeof target === 'string' ? target : undefined);
  // Compiled once to refuse a wrong pipeline now, not at the first event.
  Array.from(runPipeline(rest, [], { ...contextOf(interest), collection: () => [] }));
  for (const stage of rest) {
    const name = Object.keys(stage)[0] ?? '';
    if (!allowedStages.has(name)) throw new MongoError(20, `${name} is not permitted in a $changeStream pipeline`);
  }
  const source = new ChangeSource(engine, interest, rest, startOf(engine, spec));

  const ns = `${db}.${typeof target === 'string' ? target : '$cmd.aggregate'}`;
  const cursor = engine.cursors.open({ ns, source, owner: context.owner, noTimeout: false, live: source });
  const { batch } = takeBatch(cursor, batchSize ?? firstBatchSize);
  return { cursor: { firstBatch: batch, id: cursor.id, ns, ...source.state() } };
}

const fullDocumentModes = new Set(['default', 'updateLookup', 'whenAvailable', 'required']);
const beforeModes = new Set(['off', 'whenAvailable', 'required']);

function interestOf(spec: Doc, db: string, collection: string | undefined): Interest {
  const wholeServer = flagOf(spec, 'allChangesForCluster');
  if (wholeServer && db !== 'admin') {
    throw new MongoError(
      72,
      "A $changeStream with 'allChangesForCluster:true' may only be opened on the 'admin' database",
    );
  }
  const fullDocument = ownGet(spec, 'fullDocument') ?? 'default';
  const before = ownGet(spec, 'fullDocumentBeforeChange') ?? 'off';
  if (typeof fullDocument !== 'string' || !fullDocumentModes.has(fullDocument)) {
    throw new MongoError(2, `Enumeration value for field '$changeStream.fullDocument' is not a valid value`);
  }
  if (typeof before !== 'string' || !beforeModes.has(before)) {
    throw new MongoError(
      2,
      `Enumeration value for field '$changeStream.fullDocumentBeforeChange' is not a valid value`,
    );
  }
  return {
    db: wholeServer ? undefined : db,
    collection,
    fullDocument,
    before,
    expanded: flagOf(spec, 'showExpandedEvents'),
  };
}

/** Where a stream begins: after a token, at an instant, or now. */
function startOf(engine: Engine, spec: Doc): Place {
  const token = ownGet(spec, 'resumeAfter') ?? ownGet(spec, 'startAfter');
  const at = ownGet(spec, 'startAtOperationTime');
  if (token !== undefined && at !== undefined) {
    throw new MongoError(40674, 'Only one type of resume option is allowed, but multiple were found.');
  }
  if (token === undefined && at === undefined) return { ts: engine.store.clock.tick(), index: lastIndex };
  if (at !== undefined && !(at instanceof Timestamp))
    throw new MongoError(14, "'startAtOperationTime' must be a timestamp");
  const place = at instanceof Timestamp ? { ts: fromTimestamp(at) - 1, index: lastIndex } : placeOf(token);
  if (place.ended && ownGet(spec, 'resumeAfter') !== undefined) {
    throw new MongoError(
      260,
      "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate notification.",
    );
  }
  if (!engine.changes.reachesBackTo(place.ts)) {
    throw new MongoError(
      286,
      'Resume of change stream was not possible, as the resume point may no longer be in the oplog.',
    );
  }
  return place;
}

function contextOf({ db, collection }: Interest) {
  return { db: db ?? 'admin', coll: collection ?? '', now: new Date() };
}

/** The events after a place, as far as there are any yet. */
class ChangeSource implements LiveSource {
  readonly waits = true;
  readonly ofChangeStream = true;
  readonly #engine: Engine;
  readonly #interest: Interest;
  readonly #stages: readonly Doc[];
  readonly #ready: Doc[] = [];
  /** All up to here has been looked at. */
  #place: Place;
  /** The token of the last event handed out. */
  #token: Doc;
  #invalidated = false;
  #closed = false;

  constructor(engine: Engine, interest: Interest, stages: readonly Doc[], place: Place) {
    this.#engine = engine;
    this.#interest = interest;
    this.#stages = stages;
    this.#place = place;
    this.#token = tokenOf(place);
  }

  next(): Doc | undefined {
    if (this.#ready.length === 0) this.#look();
    const event = this.#ready.shift();
    if (event) this.#token = event['_id'] as Doc;
    return event;
  }

  isDone(): boolean {
    return this.#invalidated && this.#ready.length === 0;
  }

  async wait(ms: number): Promise<void> {
    if (!this.#closed && !this.#invalidated) await this.#engine.changes.next(ms);
  }

  state(): Doc {
    if (this.#ready.length === 0 && !this.#invalidated) this.#token = tokenOf(this.#place);
    return { postBatchResumeToken: this.#token };
  }

  close(): void {
    this.#closed = true;
  }

  #look(): void {
    const { changes, store } = this.#engine;
    if (this.#invalidated) return;
    if (!changes.reachesBackTo(this.#place.ts)) {
      throw new MongoError(286, 'The change stream fell too far behind: what it has not read is no longer kept.');
    }
    for (const commit of changes.since(this.#place.ts)) {
      for (let index = 0; index < commit.changes.length; index++) {
        if (commit.ts === this.#place.ts && index <= this.#place.index) continue;
        this.#place = { ts: commit.ts, index };
        const event = eventOf(store, commit, index, this.#interest);
        if (event) this.#offer(event);
        if (ends(commit.changes[index]!, this.#interest)) {
          this.#offer({
            _id: tokenOf({ ts: commit.ts, index: lastIndex, ended: true }),
            operationType: 'invalidate',
            clusterTime: event?.['clusterTime'],
          });
          this.#invalidated = true;
          return;
        }
      }
      if (this.#ready.length > 0) return;
    }
  }

  #offer(event: Doc): void {
    for (const shaped of runPipeline(this.#stages, [event], { ...contextOf(this.#interest), collection: () => [] })) {
      if (!Object.hasOwn(shaped, '_id')) {
        throw new MongoError(
          280,
          'Encountered an event whose _id field, which contains the resume token, was modified by the pipeline.',
        );
      }
      this.#ready.push(shaped);
    }
  }
}
