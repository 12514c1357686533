import { MongoError } from '../errors.js';
import { Cell, compileExpression, constant, withVariables, type Expr } from '../expressions/index.js';
import { pathSteps } from '../expressions/compile.js';
import { compileFilter } from '../match/index.js';
import { compileProjection } from '../project/index.js';
import { sortDocs } from '../project/sort.js';
import { applyTree, newTree, plantAction, type FieldTree } from '../project/tree.js';
import { ownSet, type Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { makeIntegral } from '../values/numbers.js';
import { isDoc, typeOf } from '../values/types.js';
import type { Stage, StageCompiler } from './context.js';
import { needCount, needDoc } from './spec.js';

function* filtered(input: Iterable<Doc>, test: (doc: Doc) => boolean): Iterable<Doc> {
  for (const doc of input) if (test(doc)) yield doc;
}

export function* mapped(input: Iterable<Doc>, change: (doc: Doc) => Doc): Iterable<Doc> {
  for (const doc of input) yield change(doc);
}

const match: StageCompiler = (spec, { env }) => {
  if (!isDoc(spec)) throw new MongoError(15959, 'the match filter must be an expression in an object');
  const { test } = compileFilter(spec, { env });
  return (input) => filtered(input, test);
};

const project: StageCompiler = (spec, { env }) => {
  const fields = needDoc(spec, '$project', 15969);
  if (Object.keys(fields).length === 0)
    throw new MongoError(51272, 'projection specification must have at least one field');
  const change = compileProjection(fields, { env, dialect: 'aggregate' });
  return (input) => mapped(input, change);
};

const unset: StageCompiler = (spec, { env }) => {
  const names: unknown[] = Array.isArray(spec) ? spec : [spec];
  if (names.length === 0)
    throw new MongoError(31119, '$unset specification must be a string or an array with at least one field');
  const fields = names.map((name): [string, number] => {
    if (typeof name !== 'string' || name === '') {
      throw new MongoError(
        Array.isArray(spec) ? 31120 : 31002,
        '$unset specification must be a string or an array containing only string values',
      );
    }
    return [name, 0];
  });
  const change = compileProjection(Object.fromEntries(fields), { env, dialect: 'aggregate' });
  return (input) => mapped(input, change);
};

const addFields: StageCompiler = (spec, { env }, name) => {
  const tree = newTree();
  const fields = needDoc(spec, name, 40272);
  if (Object.keys(fields).length === 0)
    throw new MongoError(40177, `Invalid ${name} :: caused by :: specification must have at least one field`);
  plantFields(tree, [], fields, (value) => compileExpression(value, env));
  return (input) => mapped(input, (doc) => applyTree(tree, 'add', doc, doc));
};

function plantFields(tree: FieldTree, above: readonly string[], fields: Doc, compile: (value: unknown) => Expr): void {
  for (const name of Object.keys(fields)) {
    if (name === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
    const value = fields[name];
    const steps = [...above, ...pathSteps(name)];
    const isNested = isDoc(value) && !Object.keys(value).some((key) => key.startsWith('$'));
    if (isNested && Object.keys(value).length > 0) plantFields(tree, steps, value, compile);
    else if (!plantAction(tree, steps, { kind: 'compute', expr: compile(value) })) {
      throw new MongoError(
        40176,
        `Invalid $addFields :: caused by :: specification contains two conflicting paths. Cannot specify both '${steps.join('.')}' and its parent or child`,
      );
    }
  }
}

const sort: StageCompiler = (spec, { env }) => {
  const order = needDoc(spec, '$sort', 15973);
  if (Object.keys(order).length === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
  sortDocs([], order, env.collation, env.meta);
  return function* (input) {
    yield* sortDocs(input, order, env.collation, env.meta);
  };
};

const limit: StageCompiler = (spec, _stage, name) => {
  const most = needCount(spec, name, 5107201);
  if (most === 0) throw new MongoError(15958, 'the limit must be positive');
  return function* (input) {
    let taken = 0;
    for (const doc of input) {
      yield doc;
      taken += 1;
      if (taken >= most) return;
    }
  };
};

const skip: StageCompiler = (spec, _stage, name) => {
  const count = needCount(spec, name, 5107200);
  return function* (input) {
    let left = count;
    for (const doc of input) {
      if (left > 0) left -= 1;
      else yield doc;
    }
  };
};

const countStage: StageCompiler = (spec) => {
  if (typeof spec !== 'string') throw new MongoError(40156, `the count field must be a non-empty string`);
  if (spec === '') throw new MongoError(40157, 'the count field must be a non-empty string');
  if (spec.startsWith('$')) throw new MongoError(40158, 'the count field cannot be a $-prefixed path');
  if (spec.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'");
  return function* (input) {
    let count = 0;
    for (const _doc of input) count += 1;
    if (count > 0) yield { [spec]: makeIntegral(count) };
  };
};

function replaceWith(spec: unknown, stage: Parameters<StageCompiler>[1]): Stage {
  const expr = compileExpression(spec, stage.env);
  return (input) =>
    mapped(input, (doc) => {
      const next = expr(doc);
      if (isDoc(next)) return next;
      throw new MongoError(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was: ${next === undefined ? 'MISSING' : formatValue(next)}. Type of resulting value: '${typeOf(next)}'. Input document: ${formatValue(doc)}`,
      );
    });
}

const replaceRoot: StageCompiler = (spec, stage) => {
  const { newRoot, ...rest } = needDoc(spec, '$replaceRoot', 40229);
  if (Object.keys(rest).length > 0)
    throw new MongoError(
      40230,
      `unrecognized option to $replaceRoot stage: ${Object.keys(rest)[0]}, only valid option is 'newRoot'.`,
    );
  if (newRoot === undefined) throw new MongoError(40231, 'no newRoot specified for the $replaceRoot stage');
  return replaceWith(newRoot, stage);
};

const sample: StageCompiler = (spec) => {
  const { size } = needDoc(spec, '$sample', 28745);
  if (size === undefined) throw new MongoError(28749, '$sample stage must specify a size');
  const count = needCount(size, '$sample', 28746);
  if (count === 0) throw new MongoError(28747, 'size argument to $sample must be a positive integer');
  return function* (input) {
    const docs = [...input];
    for (let i = 0; i < count && i < docs.length; i++) {
      const other = i + Math.floor(Math.random() * (docs.length - i));
      [docs[i], docs[other]] = [docs[other]!, docs[i]!];
      yield docs[i]!;
    }
  };
};

/** Walks the document and asks at each level: keep, cut, or look deeper. */
const redact: StageCompiler = (spec, { env }) => {
  const [keep, prune, descend] = ['keep', 'prune', 'descend'];
  const current = new Cell();
  const decide = compileExpression(
    spec,
    withVariables(env, [
      ['KEEP', constant(keep)],
      ['PRUNE', constant(prune)],
      ['DESCEND', constant(descend)],
      ['CURRENT', current.read],
    ]),
  );
  const walk = (doc: Doc, root: Doc): Doc | undefined => {
    current.value = doc;
    const verdict = decide(root);
    if (verdict === keep) return doc;
    if (verdict === prune) return undefined;
    if (verdict !== descend) throw new MongoError(17053, '$redact must evaluate to $$DESCEND, $$PRUNE, or $$KEEP');
    const out: Doc = {};
    for (const name of Object.keys(doc)) {
      const value = below(doc[name], root);
      if (value !== undefined) ownSet(out, name, value);
    }
    return out;
  };
  const below = (value: unknown, root: Doc): unknown => {
    if (isDoc(value)) return walk(value, root);
    if (!Array.isArray(value)) return value;
    return value.map((element) => below(element, root)).filter((element) => element !== undefined);
  };
  return function* (input) {
    for (const doc of input) {
      const kept = walk(doc, doc);
      if (kept) yield kept;
    }
  };
};

export const basicStages: ReadonlyArray<[string, StageCompiler]> = [
  ['$match', match],
  ['$project', project],
  ['$addFields', addFields],
  ['$set', addFields],
  ['$unset', unset],
  ['$sort', sort],
  ['$limit', limit],
  ['$skip', skip],
  ['$count', countStage],
  ['$replaceRoot', replaceRoot],
  ['$replaceWith', replaceWith],
  ['$sample', sample],
  ['$redact', redact],
];
