import { MongoError } from '../errors.js';
import { addUnits, unitFrom } from '../expressions/date-arithmetic.js';
import { utc } from '../expressions/zones.js';
import { calculateLoosely } from '../values/arithmetic.js';
import { compareValues } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, toNumber, type Numeric } from '../values/numbers.js';
import { fieldAt } from '../expressions/index.js';
import { bracketOf, isDoc, isNumeric } from '../values/types.js';

/** Which documents of a partition a document looks at: from (inclusive) to (exclusive). */
export interface Window {
  over(docs: readonly Doc[]): (i: number) => { from: number; to: number };
  /** The window always begins with the partition, so that it only ever grows. */
  growsOnly: boolean;
}

const whole: Window = { over: (docs) => () => ({ from: 0, to: docs.length }), growsOnly: true };

export function compileWindow(spec: unknown, order: Doc): Window {
  if (spec === undefined) return whole;
  if (!isDoc(spec)) throw new MongoError(9, "'window' field must be an object");
  const { documents, range, unit, ...rest } = spec;
  if (Object.keys(rest).length > 0)
    throw new MongoError(9, `'window' field can only contain 'documents', 'range' and 'unit'`);
  if (documents !== undefined && range !== undefined)
    throw new MongoError(9, "Window bounds can specify either 'documents' or 'range', not both.");
  if (documents !== undefined) {
    if (unit !== undefined) throw new MongoError(9, "Window bounds can only specify 'unit' with range-based bounds.");
    return byDocuments(pairOf(documents), order);
  }
  return range === undefined ? whole : byRange(pairOf(range), order, unit);
}

function pairOf(value: unknown): [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2)
    throw new MongoError(9, `Window bounds must be a 2-element array: ${formatValue(value)}`);
  return [value[0], value[1]];
}

function byDocuments(bounds: [unknown, unknown], order: Doc): Window {
  const [lower, upper] = bounds.map((bound) => {
    if (bound === 'unbounded') return undefined;
    if (bound === 'current') return 0;
    const offset = isNumeric(bound) ? integerOf(bound as Numeric) : undefined;
    if (offset === undefined)
      throw new MongoError(9, `Numeric document-based bounds must be an integer: ${formatValue(bound)}`);
    return Number(offset);
  });
  if (Object.keys(order).length === 0 && !(lower === undefined && upper === undefined)) {
    throw new MongoError(5339901, 'Document-based bounds require a sortBy');
  }
  if (lower !== undefined && upper !== undefined && lower > upper) {
    throw new MongoError(5339900, `Lower bound must not exceed upper bound: [${lower}, ${upper}]`);
  }
  return {
    growsOnly: lower === undefined,
    over: (docs) => (i) => {
      const from = lower === undefined ? 0 : Math.max(0, i + lower);
      const to = upper === undefined ? docs.length : Math.min(docs.length, Math.max(0, i + upper + 1));
      return { from, to: Math.max(to, from) };
    },
  };
}

function byRange(bounds: [unknown, unknown], order: Doc, unitName: unknown): Window {
  const [path, ...others] = Object.keys(order);
  if (path === undefined || others.length > 0 || !isNumeric(order[path]) || toNumber(order[path] as Numeric) !== 1) {
    throw new MongoError(5339902, 'Range-based bounds require sortBy a single field, ascending');
  }
  const unit = unitName === undefined ? undefined : unitFrom(unitName, 'window', 9);
  for (const bound of bounds) {
    if (bound !== 'unbounded' && bound !== 'current' && !isNumeric(bound)) {
      throw new MongoError(9, `Range-based bounds expression must be a number: ${formatValue(bound)}`);
    }
  }
  const [lower, upper] = bounds as [Numeric | string, Numeric | string];
  const steps = path.split('.');
  const shifted = (value: unknown, bound: Numeric | string): unknown => {
    if (typeof bound === 'string') return value;
    if (value instanceof Date) {
      if (!unit)
        throw new MongoError(5429513, 'Invalid range: Expected the sortBy field to be a number, but it was date');
      return new Date(addUnits(value.getTime(), unit, toNumber(bound), utc));
    }
    if (!isNumeric(value))
      throw new MongoError(5429414, `Invalid range: Expected the sortBy field to be a ${unit ? 'date' : 'number'}`);
    if (unit)
      throw new MongoError(
        5429413,
        'Invalid range: For windows that involve date or time ranges, a unit must be provided with dates',
      );
    return calculateLoosely('add', value as Numeric, bound);
  };
  return {
    growsOnly: lower === 'unbounded',
    over(docs) {
      const keys = docs.map((doc) => fieldAt(doc, steps, 0));
      const isLess = (k: number, value: unknown): boolean => compareValues(keys[k], value) < 0;
      const isAtMost = (k: number, value: unknown): boolean => compareValues(keys[k], value) <= 0;
      return (i) => {
        const low = lower === 'unbounded' ? undefined : shifted(keys[i], lower);
        const high = upper === 'unbounded' ? undefined : shifted(keys[i], upper);
        const bracket = bracketOf(keys[i]);
        let from = low === undefined ? 0 : partitionPoint(keys.length, (k) => isLess(k, low));
        const to = high === undefined ? keys.length : partitionPoint(keys.length, (k) => isAtMost(k, high));
        while (low !== undefined && from < to && bracketOf(keys[from]) !== bracket) from += 1;
        return { from, to: Math.max(from, to) };
      };
    },
  };
}

/** How many of the first positions pass, when those that pass come before those that don't. */
function partitionPoint(length: number, passes: (k: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
