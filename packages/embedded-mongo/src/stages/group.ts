import { MongoError } from '../errors.js';
import { compileAccumulator, type Accumulator, type GroupField } from '../expressions/accumulators.js';
import { compileExpression, type Env, type Expr } from '../expressions/index.js';
import { sortDocs } from '../project/sort.js';
import { compareValues, keyOf } from '../values/compare.js';
import { ownSet, type Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { bracketOf, isDoc } from '../values/types.js';
import type { Stage, StageCompiler } from './context.js';
import { needCount, needDoc, onlyKnown } from './spec.js';

type Fields = ReadonlyArray<readonly [string, GroupField]>;

interface Group {
  readonly id: unknown;
  readonly accumulators: Accumulator[];
}

function newGroup(id: unknown, fields: Fields): Group {
  return { id, accumulators: fields.map(([, field]) => field.start()) };
}

function feed(group: Group, fields: Fields, doc: Doc): void {
  for (let i = 0; i < fields.length; i++) group.accumulators[i]!.add(fields[i]![1].input(doc));
}

function finish(group: Group, fields: Fields): Doc {
  const out: Doc = { _id: group.id };
  fields.forEach(([name], i) => ownSet(out, name, group.accumulators[i]!.result() ?? null));
  return out;
}

function groupBy(id: Expr, fields: Fields, env: Env): Stage {
  return function* (input) {
    const groups = new Map<string, Group>();
    for (const doc of input) {
      const value = id(doc) ?? null;
      const key = keyOf(value, env.collation);
      let group = groups.get(key);
      if (!group) {
        group = newGroup(value, fields);
        groups.set(key, group);
      }
      feed(group, fields, doc);
    }
    for (const group of groups.values()) yield finish(group, fields);
  };
}

function compileFields(spec: Doc, env: Env): Fields {
  return Object.keys(spec).map((name) => {
    if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) throw new MongoError(40236, `The field name '${name}' cannot be an operator name`);
    return [name, compileAccumulator(name, spec[name], env)] as const;
  });
}

export const group: StageCompiler = (spec, { env }) => {
  if (!isDoc(spec)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!Object.hasOwn(spec, '_id')) throw new MongoError(15955, 'a group specification must include an _id');
  const { _id: id, ...fields } = spec;
  return groupBy(compileExpression(id, env), compileFields(fields, env), env);
};

export const sortByCount: StageCompiler = (spec, { env }) => {
  const isPath = typeof spec === 'string' && spec.startsWith('$');
  const isExpression = isDoc(spec) && Object.keys(spec)[0]?.startsWith('$') === true;
  if (!isPath && !isExpression) {
    throw new MongoError(
      isDoc(spec) ? 40147 : 40149,
      'the sortByCount field must be specified as a $-prefixed path or an expression in an object',
    );
  }
  const grouped = groupBy(compileExpression(spec, env), compileFields({ count: { $sum: 1 } }, env), env);
  return function* (input) {
    yield* sortDocs(grouped(input), { count: -1 });
  };
};

export const bucket: StageCompiler = (spec, { env }) => {
  const options = needDoc(spec, '$bucket', 40201);
  onlyKnown(options, '$bucket', ['groupBy', 'boundaries', 'default', 'output'], 40197);
  if (options['groupBy'] === undefined || options['boundaries'] === undefined) {
    throw new MongoError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  }
  const by = compileExpression(options['groupBy'], env);
  const boundaries = constantList(options['boundaries'], env);
  const hasDefault = Object.hasOwn(options, 'default');
  const fallback = hasDefault ? (compileExpression(options['default'], env)({}) ?? null) : undefined;
  checkDefault(hasDefault, fallback, boundaries);
  const fields = outputFields(options['output'], env, 40196);
  return function* (input) {
    const groups = new Map<number, Group>();
    for (const doc of input) {
      const index = bucketOf(by(doc), boundaries, env);
      if (index < 0 && !hasDefault) {
        throw new MongoError(
          40066,
          '$switch could not find a matching branch for an input, and no default was specified.',
        );
      }
      let found = groups.get(index);
      if (!found) {
        found = newGroup(index < 0 ? fallback : boundaries[index], fields);
        groups.set(index, found);
      }
      feed(found, fields, doc);
    }
    yield* sortDocs(
      [...groups.values()].map((found) => finish(found, fields)),
      { _id: 1 },
    );
  };
};

function constantList(spec: unknown, env: Env): unknown[] {
  if (!Array.isArray(spec))
    throw new MongoError(
      40200,
      `The $bucket 'boundaries' field must be an array, but found type: ${formatValue(spec)}.`,
    );
  const values = spec.map((entry: unknown) => compileExpression(entry, env)({}) ?? null);
  if (values.length < 2) {
    throw new MongoError(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${values.length} value(s).`,
    );
  }
  for (let i = 1; i < values.length; i++) {
    if (bracketOf(values[i - 1]) !== bracketOf(values[i])) {
      throw new MongoError(40193, `All values in the the 'boundaries' option to $bucket must have the same type.`);
    }
    if (compareValues(values[i - 1], values[i]) >= 0) {
      throw new MongoError(
        40194,
        `The 'boundaries' option to $bucket must be sorted, but elements ${i - 1} and ${i} are not in ascending order`,
      );
    }
  }
  return values;
}

function checkDefault(hasDefault: boolean, fallback: unknown, boundaries: readonly unknown[]): void {
  if (!hasDefault || bracketOf(fallback) !== bracketOf(boundaries[0])) return;
  if (compareValues(fallback, boundaries[0]) >= 0 && compareValues(fallback, boundaries.at(-1)) < 0) {
    throw new MongoError(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    );
  }
}

function outputFields(output: unknown, env: Env, code: number): Fields {
  if (output === undefined) return compileFields({ count: { $sum: 1 } }, env);
  if (!isDoc(output))
    throw new MongoError(code, `The 'output' field must be an object, but found: ${formatValue(output)}.`);
  return compileFields(output, env);
}

/** Which `[low, high)` a value falls into; -1 for none. */
function bucketOf(value: unknown, boundaries: readonly unknown[], { collation }: Env): number {
  for (let i = boundaries.length - 2; i >= 0; i--) {
    if (compareValues(value, boundaries[i], collation) >= 0) {
      return compareValues(value, boundaries[i + 1], collation) < 0 ? i : -1;
    }
  }
  return -1;
}

export const bucketAuto: StageCompiler = (spec, { env }) => {
  const options = needDoc(spec, '$bucketAuto', 40240);
  onlyKnown(options, '$bucketAuto', ['groupBy', 'buckets', 'output', 'granularity'], 40245);
  if (options['groupBy'] === undefined || options['buckets'] === undefined) {
    throw new MongoError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified.");
  }
  if (options['granularity'] !== undefined)
    throw new MongoError(40258, "The $bucketAuto 'granularity' option is not supported");
  const by = compileExpression(options['groupBy'], env);
  const buckets = needCount(options['buckets'], '$bucketAuto', 40241);
  if (buckets === 0)
    throw new MongoError(40243, "The $bucketAuto 'buckets' field must be greater than 0, but found: 0");
  const fields = outputFields(options['output'], env, 40244);
  return function* (input) {
    const docs = Array.from(input, (doc) => ({ doc, value: by(doc) ?? null }));
    docs.sort((a, b) => compareValues(a.value, b.value, env.collation));
    const wanted = Math.max(1, Math.round(docs.length / buckets));
    const cuts: number[] = [];
    for (let at = 0; at < docs.length && cuts.length < buckets;) {
      cuts.push(at);
      let end = cuts.length === buckets ? docs.length : Math.min(at + wanted, docs.length);
      while (end < docs.length && compareValues(docs[end]!.value, docs[end - 1]!.value, env.collation) === 0) end += 1;
      at = end;
    }
    for (const [i, start] of cuts.entries()) {
      const end = cuts[i + 1] ?? docs.length;
      const max = docs[Math.min(end, docs.length - 1)]!.value;
      const found = newGroup({ min: docs[start]!.value, max }, fields);
      for (let k = start; k < end; k++) feed(found, fields, docs[k]!.doc);
      yield finish(found, fields);
    }
  };
};
