import { MongoError } from '../errors.js';
import { Cell, compileExpression, withVariables, type Expr } from '../expressions/index.js';
import { checkVariableName } from '../expressions/logic.js';
import { pathSteps } from '../expressions/compile.js';
import { compileFilter } from '../match/index.js';
import { keyOf, type Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { makeLong } from '../values/numbers.js';
import { valuesAt } from '../values/paths.js';
import { isDoc, typeOf } from '../values/types.js';
import type { PipelineContext, Stage, StageCompiler } from './context.js';
import { needCount, needDoc, needString, onlyKnown } from './spec.js';
import { setAt } from './unwind.js';

/** Finds the documents of a collection by the values at one path. Reads the collection once, at the first question. */
class Join {
  private readonly context: PipelineContext;
  private readonly from: string;
  private readonly path: string;
  private readonly collation: Collation | undefined;
  private docs: Doc[] = [];
  private byKey: Map<string, number[]> | undefined;

  constructor(context: PipelineContext, from: string, path: string, collation: Collation | undefined) {
    this.context = context;
    this.from = from;
    this.path = path;
    this.collation = collation;
  }

  /** Documents where the path equals one of the values, in the order of the collection. Null also finds missing fields. */
  find(values: readonly unknown[]): Doc[] {
    if (this.context.find && this.context.hasIndex?.(this.from, this.path)) {
      const filter = { [this.path]: values.length === 1 ? { $eq: values[0] } : { $in: values } };
      if (!values.some((value) => typeOf(value) === 'regex'))
        return [...this.context.find(this.from, filter, this.collation)];
    }
    const byKey = this.index();
    if (values.some(Array.isArray)) {
      const matchers = values.map((value) =>
        compileFilter({ [this.path]: { $eq: value } }, { collation: this.collation }),
      );
      return this.docs.filter((doc) => matchers.some((matcher) => matcher.test(doc)));
    }
    const found = new Set<number>();
    for (const value of values) {
      for (const i of byKey.get(keyOf(value ?? null, this.collation)) ?? []) found.add(i);
    }
    return [...found].sort((a, b) => a - b).map((i) => this.docs[i]!);
  }

  private index(): Map<string, number[]> {
    if (this.byKey) return this.byKey;
    this.docs = [...this.context.collection(this.from)];
    this.byKey = new Map();
    const filter = compileFilter({ [this.path]: null });
    for (const [i, doc] of this.docs.entries()) {
      const keys = new Set(valuesAt(doc, this.path).map((value) => keyOf(value ?? null, this.collation)));
      const nullKey = keyOf(null);
      if (keys.has(nullKey) && !filter.test(doc)) keys.delete(nullKey);
      for (const key of keys) {
        const list = this.byKey.get(key);
        if (list) list.push(i);
        else this.byKey.set(key, [i]);
      }
    }
    return this.byKey;
  }
}

/** The values a local field joins by: the elements of arrays, null when there is nothing. */
function localValues(doc: Doc, path: string): unknown[] {
  const values = valuesAt(doc, path).filter((value) => !(Array.isArray(value) && value.length === 0));
  return values.length === 0 ? [null] : values.map((value) => value ?? null);
}

export const lookup: StageCompiler = (spec, { env, context, compile }) => {
  const options = needDoc(spec, '$lookup', 40319);
  onlyKnown(options, '$lookup', ['from', 'as', 'localField', 'foreignField', 'let', 'pipeline'], 9);
  const { from, as, localField, foreignField, let: variables = {}, pipeline } = options;
  const target = pathSteps(needString(as, "$lookup argument 'as'", 9));
  const isDocuments = Array.isArray(pipeline) && isDoc(pipeline[0]) && Object.hasOwn(pipeline[0], '$documents');
  if (from === undefined && !isDocuments) throw new MongoError(9, "must specify 'from' field for a $lookup");
  const name = from === undefined ? '' : needString(from, "$lookup argument 'from'", 9);
  if ((localField === undefined) !== (foreignField === undefined)) {
    throw new MongoError(9, '$lookup requires both or neither of localField and foreignField to be specified');
  }
  if (localField === undefined && pipeline === undefined) {
    throw new MongoError(
      9,
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  if (!isDoc(variables)) throw new MongoError(9, `$lookup argument 'let: ${formatValue(variables)}' must be an object`);
  if (pipeline === undefined && Object.keys(variables).length > 0)
    throw new MongoError(9, "$lookup with 'let' needs a pipeline");

  const assignments = Object.keys(variables).map((variable) => {
    checkVariableName(variable);
    return { variable, cell: new Cell(), expr: compileExpression(variables[variable], env) };
  });
  const inner = withVariables(
    env,
    assignments.map(({ variable, cell }) => [variable, cell.read]),
  );
  const run = pipeline === undefined ? undefined : compile(needPipeline(pipeline, '$lookup'), inner);
  const local = localField === undefined ? undefined : needString(localField, "$lookup argument 'localField'", 9);
  const foreign = foreignField === undefined ? '' : needString(foreignField, "$lookup argument 'foreignField'", 9);
  if (local !== undefined) [local, foreign].forEach(pathSteps);

  return function* (input) {
    const join = local === undefined ? undefined : new Join(context, name, foreign, env.collation);
    const isSame = !join && assignments.length === 0;
    let cached: Doc[] | undefined;
    for (const doc of input) {
      let found = isSame ? cached : undefined;
      if (!found) {
        const values = assignments.map(({ expr }) => expr(doc));
        assignments.forEach(({ cell }, i) => (cell.value = values[i]));
        const docs = join ? join.find(localValues(doc, local!)) : isDocuments ? [] : context.collection(name);
        found = run ? [...run(docs)] : (docs as Doc[]);
        cached = found;
      }
      yield setAt(doc, target, 0, found);
    }
  };
};

export function needPipeline(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new MongoError(14, `'pipeline' option of ${name} must be specified as an array`);
  return value;
}

export const unionWith: StageCompiler = (spec, { env, context, compile }) => {
  const options: Doc = typeof spec === 'string' ? { coll: spec } : needDoc(spec, '$unionWith', 9);
  onlyKnown(options, '$unionWith', ['coll', 'pipeline'], 40415);
  const { coll, pipeline = [] } = options;
  const stages = needPipeline(pipeline, '$unionWith');
  if (coll === undefined && stages.length === 0)
    throw new MongoError(9, "$unionWith stage without 'coll' needs a pipeline that begins with $documents");
  const run = compile(stages, env);
  return function* (input) {
    yield* input;
    yield* run(coll === undefined ? [] : context.collection(needString(coll, "$unionWith 'coll'", 9)));
  };
};

export const facet: StageCompiler = (spec, { env, compile }) => {
  const options = needDoc(spec, '$facet', 40169);
  const names = Object.keys(options);
  if (names.length === 0) throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  const facets = names.map((name): [string, Stage] => {
    const stages = options[name];
    if (!Array.isArray(stages))
      throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is type ${typeOf(stages)}`);
    for (const stage of stages) {
      const inside = isDoc(stage) ? Object.keys(stage)[0] : undefined;
      if (
        inside &&
        ['$facet', '$out', '$merge', '$collStats', '$indexStats', '$geoNear', '$documents', '$changeStream'].includes(
          inside,
        )
      ) {
        throw new MongoError(40600, `${inside} is not allowed to be used within a $facet stage`);
      }
    }
    return [name, compile(stages, env)];
  });
  return function* (input) {
    const docs = [...input];
    yield Object.fromEntries(facets.map(([name, run]) => [name, [...run(docs)]]));
  };
};

/** Follows links from document to document within one collection. */
export const graphLookup: StageCompiler = (spec, { env, context }) => {
  const options = needDoc(spec, '$graphLookup', 40327);
  onlyKnown(
    options,
    '$graphLookup',
    [
      'from',
      'startWith',
      'connectFromField',
      'connectToField',
      'as',
      'maxDepth',
      'depthField',
      'restrictSearchWithMatch',
    ],
    40104,
  );
  for (const needed of ['from', 'startWith', 'connectFromField', 'connectToField', 'as']) {
    if (options[needed] === undefined)
      throw new MongoError(
        40105,
        `$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and 'connectToField' to be specified.`,
      );
  }
  const text = (key: string): string => needString(options[key], `$graphLookup argument '${key}'`, 40103);
  const [from, connectFrom, connectTo] = [text('from'), text('connectFromField'), text('connectToField')];
  const target = pathSteps(text('as'));
  const startWith: Expr = compileExpression(options['startWith'], env);
  const maxDepth = options['maxDepth'] === undefined ? Infinity : needCount(options['maxDepth'], '$graphLookup', 40101);
  const depthField = options['depthField'] === undefined ? undefined : pathSteps(text('depthField'));
  const restrict = options['restrictSearchWithMatch'];
  if (restrict !== undefined && !isDoc(restrict))
    throw new MongoError(40185, '$graphLookup restrictSearchWithMatch must be an object');
  const matcher = restrict && compileFilter(restrict, { env });

  return function* (input) {
    const join = new Join(context, from, connectTo, env.collation);
    for (const doc of input) {
      const start = startWith(doc);
      let frontier: unknown[] = Array.isArray(start) ? start : [start ?? null];
      const seen = new Set<string>();
      const asked = new Set<string>();
      const found: Doc[] = [];
      for (let depth = 0; depth <= maxDepth && frontier.length > 0; depth++) {
        const next: unknown[] = [];
        for (const hit of join.find(frontier)) {
          const key = keyOf(hit['_id']);
          if (seen.has(key) || (matcher && !matcher.test(hit))) continue;
          seen.add(key);
          found.push(depthField ? setAt(hit, depthField, 0, makeLong(depth)) : hit);
          for (const value of valuesAt(hit, connectFrom)) {
            const valueKey = keyOf(value ?? null);
            if (value === undefined || asked.has(valueKey)) continue;
            asked.add(valueKey);
            next.push(value);
          }
        }
        frontier = next;
      }
      yield setAt(doc, target, 0, found);
    }
  };
};
