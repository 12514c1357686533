import { ObjectId } from 'bson';
import { asNumber, stringOf } from '../arguments.js';
import { MongoError } from '../errors.js';
import { isDoc, ownGet, typeOf, type Doc } from '../values/index.js';
import type { ViewDefinition } from './views.js';

/**
 * A time series is a view over measurements that lie, each in a document of its own, in a collection beside it: measurements may share
 * an `_id`, or have none.
 */
export interface Series {
  readonly timeField: string;
  /** The collection that holds the measurements, as `{ _id, d: measurement }`. */
  readonly buckets: string;
}

export const bucketsOf = (name: string): string => `system.buckets.${name}`;

const granularities: Readonly<Record<string, number>> = { seconds: 3600, minutes: 86_400, hours: 2_592_000 };

/**
 * Checks the options of `create` for a time series, and fills in what was left out.
 * @throws MongoError 40414, 2 or 72 for options that cannot be.
 */
export function readSeries(options: Doc): Doc {
  const timeField = stringOf(options, 'timeField');
  const metaField = ownGet(options, 'metaField') === undefined ? undefined : stringOf(options, 'metaField');
  if (timeField === '' || timeField.includes('.'))
    throw new MongoError(72, "the 'timeField' must be the name of a field");
  if (metaField === timeField || metaField === '_id') {
    throw new MongoError(72, "The 'metaField' cannot be '_id' or the same as the 'timeField'");
  }
  const custom = ownGet(options, 'bucketMaxSpanSeconds');
  const rounding = ownGet(options, 'bucketRoundingSeconds');
  const meta = metaField === undefined ? {} : { metaField };
  if (custom !== undefined || rounding !== undefined) {
    if (ownGet(options, 'granularity') !== undefined || custom === undefined || rounding === undefined) {
      throw new MongoError(72, "'bucketMaxSpanSeconds' and 'bucketRoundingSeconds' go together, without 'granularity'");
    }
    if (asNumber(custom, 'bucketMaxSpanSeconds') !== asNumber(rounding, 'bucketRoundingSeconds')) {
      throw new MongoError(72, "'bucketMaxSpanSeconds' and 'bucketRoundingSeconds' must be the same");
    }
    return { timeField, ...meta, bucketMaxSpanSeconds: custom, bucketRoundingSeconds: rounding };
  }
  const granularity = ownGet(options, 'granularity') ?? 'seconds';
  const span = typeof granularity === 'string' ? granularities[granularity] : undefined;
  if (span === undefined)
    throw new MongoError(2, `Enumeration value for field 'create.timeseries.granularity' is not valid`);
  return { timeField, ...meta, granularity, bucketMaxSpanSeconds: span };
}

export function seriesOf(name: string, options: Doc): Series | undefined {
  const given = options['timeseries'];
  return isDoc(given) ? { timeField: String(given['timeField']), buckets: bucketsOf(name) } : undefined;
}

export function measurementsOf({ buckets }: Series): ViewDefinition {
  return { on: buckets, stages: [{ $replaceRoot: { newRoot: '$d' } }] };
}

/** A measurement as it is stored. @throws MongoError 2 without a time. */
export function measurement({ timeField }: Series, doc: Doc): Doc {
  if (typeOf(ownGet(doc, timeField)) !== 'date') {
    throw new MongoError(2, `'${timeField}' must be present and contain a valid BSON UTC datetime value`);
  }
  return { _id: new ObjectId(), d: doc };
}
