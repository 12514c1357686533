import { MongoError } from '../errors.js';
import { pathSteps } from '../expressions/compile.js';
import { addUnits, unitFrom, type Unit } from '../expressions/date-arithmetic.js';
import { utc } from '../expressions/zones.js';
import { fieldAt } from '../expressions/index.js';
import { calculateLoosely } from '../values/arithmetic.js';
import { compareValues, keyOf } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { makeIntegral, toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import type { StageCompiler } from './context.js';
import { needDoc, needString, onlyKnown } from './spec.js';
import { setAt } from './unwind.js';

/** `$fill` in terms of the stages it stands for: window fields for its methods, new fields for its values. */
export const fill: StageCompiler = (spec, { env, compile }, name) => {
  const options = needDoc(spec, name, 9);
  onlyKnown(options, name, ['partitionBy', 'partitionByFields', 'sortBy', 'output'], 40415);
  const { partitionBy, partitionByFields, sortBy, output } = options;
  if (partitionBy !== undefined && partitionByFields !== undefined) {
    throw new MongoError(6050204, "Maximum one of 'partitionBy' and 'partitionByFields can be specified in '$fill'");
  }
  if (!isDoc(output) || Object.keys(output).length === 0)
    throw new MongoError(6050203, "$fill needs at least one field in 'output'");
  const methods: Doc = {};
  const values: Doc = {};
  for (const field of Object.keys(output)) {
    const how = output[field];
    if (!isDoc(how) || Object.keys(how).length !== 1)
      throw new MongoError(6050202, `$fill needs 'value' or 'method' for the field '${field}'`);
    if (Object.hasOwn(how, 'value')) values[field] = { $ifNull: [`$${field}`, how['value']] };
    else if (how['method'] === 'linear') methods[field] = { $linearFill: `$${field}` };
    else if (how['method'] === 'locf') methods[field] = { $locf: `$${field}` };
    else throw new MongoError(6050202, `Method must be either locf or linear, found: ${formatValue(how['method'])}`);
  }
  const stages: Doc[] = [];
  if (Object.keys(methods).length > 0) {
    if (sortBy === undefined) throw new MongoError(9, "$fill: 'sortBy' is required when a 'method' is given");
    const by =
      partitionByFields === undefined
        ? partitionBy
        : Object.fromEntries(namesOf(partitionByFields).map((field, i) => [`f${i}`, `$${field}`]));
    stages.push({ $setWindowFields: { ...(by !== undefined && { partitionBy: by }), sortBy, output: methods } });
  }
  if (Object.keys(values).length > 0) stages.push({ $addFields: values });
  return compile(stages, env);
};

function namesOf(list: unknown): string[] {
  if (!Array.isArray(list)) throw new MongoError(14, "'partitionByFields' must be an array of field names");
  return list.map((name: unknown) => needString(name, "'partitionByFields'", 14));
}

interface Step {
  readonly size: Numeric;
  readonly unit: Unit | undefined;
}

/** `$densify`: adds documents where a sequence of numbers or dates has gaps. */
export const densify: StageCompiler = (spec, _stage, name) => {
  const options = needDoc(spec, name, 5733402);
  onlyKnown(options, name, ['field', 'partitionByFields', 'range'], 40415);
  const { field, partitionByFields = [], range } = options;
  const steps = pathSteps(needString(field, '$densify field', 14));
  const partitions = namesOf(partitionByFields).map((path) => pathSteps(path));
  if (!isDoc(range)) throw new MongoError(40414, "BSON field '$densify.range' is missing but a required field");
  onlyKnown(range, '$densify range', ['step', 'unit', 'bounds'], 40415);
  const { step, unit, bounds } = range;
  if (!isNumeric(step) || !(toNumber(step as Numeric) > 0))
    throw new MongoError(5733401, 'the step parameter in a range statement must be a strictly positive numeric value');
  const by: Step = { size: step as Numeric, unit: unit === undefined ? undefined : unitFrom(unit, name, 14) };
  const limits = limitsOf(bounds, by);
  const keyOfDoc = (doc: Doc): string => keyOf(partitions.map((path) => fieldAt(doc, path, 0) ?? null));
  return function* (input) {
    const groups = new Map<string, Doc[]>();
    const loose: Doc[] = [];
    let ends: [unknown, unknown] | undefined;
    for (const doc of input) {
      const value = fieldAt(doc, steps, 0);
      if (value == null) {
        loose.push(doc);
        continue;
      }
      checkValue(value, by);
      ends = [
        ends && compareValues(ends[0], value) <= 0 ? ends[0] : value,
        ends && compareValues(ends[1], value) >= 0 ? ends[1] : value,
      ];
      const key = keyOfDoc(doc);
      const group = groups.get(key);
      if (group) group.push(doc);
      else groups.set(key, [doc]);
    }
    yield* loose;
    if (groups.size === 0 && partitions.length === 0 && typeof limits !== 'string') groups.set('', []);
    for (const docs of groups.values()) {
      const valueOf = (doc: Doc): unknown => fieldAt(doc, steps, 0);
      const sorted = docs.sort((a, b) => compareValues(valueOf(a), valueOf(b)));
      const own: [unknown, unknown] = [sorted[0] && valueOf(sorted[0]), sorted.at(-1) && valueOf(sorted.at(-1)!)];
      const [low, high] = limits === 'full' ? ends! : limits === 'partition' ? own : limits;
      yield* merged(sorted, valueOf, sequence(low, high, by, typeof limits !== 'string'), (value) => {
        const base = partitions.reduce(
          (doc, path) => setAt(doc, path, 0, sorted[0] && fieldAt(sorted[0], path, 0)),
          {} as Doc,
        );
        return setAt(base, steps, 0, value);
      });
    }
  };
};

function limitsOf(bounds: unknown, by: Step): 'full' | 'partition' | [unknown, unknown] {
  if (bounds === 'full' || bounds === 'partition') return bounds;
  if (!Array.isArray(bounds) || bounds.length !== 2) {
    throw new MongoError(5946802, "Bounds can only be 'full', 'partition' or an array with two elements");
  }
  const [low, high] = bounds as [unknown, unknown];
  for (const bound of [low, high]) checkValue(bound, by);
  if (typeOf(low) === 'date' ? typeOf(high) !== 'date' : !isNumeric(high))
    throw new MongoError(5733402, 'A bounding array must contain two values of one type');
  if (compareValues(low, high) > 0)
    throw new MongoError(5733404, 'the bounds in a range statement must be the lower, then the upper value');
  return [low, high];
}

function checkValue(value: unknown, { unit }: Step): void {
  if (value instanceof Date) {
    if (!unit) throw new MongoError(6586400, "Encountered date densify values, but 'unit' was not specified");
  } else if (!isNumeric(value)) throw new MongoError(5733201, 'Densify field type must be numeric or a date');
  else if (unit) throw new MongoError(6053600, "Encountered numeric densify values, but 'unit' was specified");
}

const mostGenerated = 500_000;

/** `low`, `low` + step, … up to `high`, which explicit bounds leave out. */
function* sequence(low: unknown, high: unknown, { size, unit }: Step, excludesEnd: boolean): Generator<unknown> {
  for (let i = 0; ; i++) {
    const distance = calculateLoosely('multiply', size, makeIntegral(i));
    const value =
      low instanceof Date
        ? new Date(addUnits(low.getTime(), unit!, toNumber(distance), utc))
        : calculateLoosely('add', low as Numeric, distance);
    const order = compareValues(value, high);
    if (order > 0 || (order === 0 && excludesEnd)) return;
    if (i >= mostGenerated)
      throw new MongoError(
        5897900,
        `Generated ${i} documents in $densify, which is over the limit of ${mostGenerated}`,
      );
    yield i === 0 ? low : value;
  }
}

/** Both in order; a generated value that is there already is not made again. */
function* merged(
  docs: readonly Doc[],
  valueOf: (doc: Doc) => unknown,
  wanted: Iterable<unknown>,
  make: (value: unknown) => Doc,
): Iterable<Doc> {
  let at = 0;
  for (const value of wanted) {
    while (at < docs.length && compareValues(valueOf(docs[at]!), value) < 0) yield docs[at++]!;
    if (at < docs.length && compareValues(valueOf(docs[at]!), value) === 0) continue;
    yield make(value);
  }
  while (at < docs.length) yield docs[at++]!;
}
