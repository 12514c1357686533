import { MongoError } from '../errors.js';
import { encodedLength, ownGet, ownSet, without, type Doc } from '../values/document.js';
import { typeOf, isDoc } from '../values/types.js';
import { namedArguments, positional, unary } from './arguments.js';
import { compileExpression, constant, type Env, type Expr, type OperatorCompiler } from './compile.js';

const mergeObjects = positional(0, Infinity, (args) => (root) => {
  const merged: Doc = {};
  let values = args.map((arg) => arg(root));
  if (values.length === 1 && Array.isArray(values[0])) values = values[0] as unknown[];
  for (const value of values) {
    if (value == null) continue;
    if (!isDoc(value))
      throw new MongoError(40400, `$mergeObjects requires object inputs, but input ${typeOf(value)} is not an object`);
    for (const name of Object.keys(value)) ownSet(merged, name, value[name]);
  }
  return merged;
});

/** A field name given as a constant: `$` in it means nothing here. */
function fieldName(spec: unknown, env: Env, name: string): Expr {
  const expr = compileExpression(spec, env);
  return (root) => {
    const field = expr(root);
    if (typeof field !== 'string')
      throw new MongoError(5654602, `${name} requires 'field' to evaluate to type String, but got ${typeOf(field)}`);
    return field;
  };
}

const getField: OperatorCompiler = (operand, env, name) => {
  const isShort = !isDoc(operand) || Object.keys(operand)[0]?.startsWith('$') === true;
  const spec: Doc = isShort ? { field: operand, input: '$$CURRENT' } : operand;
  const args = namedArguments(spec, env, name, ['field', 'input'], {
    shape: 3041701,
    unknown: 3041702,
    missing: 3041703,
  });
  if (args.raw('field') === undefined) throw new MongoError(3041702, "$getField requires 'field' to be specified");
  const field = fieldName(args.raw('field'), env, name);
  const input = args.get('input') ?? compileExpression('$$CURRENT', env);
  return (root) => {
    const key = field(root) as string;
    const value = input(root);
    if (isDoc(value)) return ownGet(value, key);
    return value === null ? null : undefined;
  };
};

const setField: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['field', 'input', 'value'], {
    shape: 4161100,
    unknown: 4161101,
    missing: 4161102,
  });
  const field = args.raw('field');
  const literal = isDoc(field) && Object.hasOwn(field, '$literal') ? field['$literal'] : field;
  if (typeof literal !== 'string')
    throw new MongoError(4161107, `$setField requires 'field' to evaluate to type String, but got ${typeOf(literal)}`);
  const [input, value] = [args.need('input'), args.need('value')];
  return (root) => {
    const doc = input(root);
    if (doc == null) return null;
    if (!isDoc(doc)) throw new MongoError(4161105, `$setField requires 'input' to evaluate to type Object`);
    const next = value(root);
    if (next === undefined) return without(doc, literal);
    const copy = { ...doc };
    ownSet(copy, literal, next);
    return copy;
  };
};

const unsetField: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['field', 'input'], {
    shape: 4161100,
    unknown: 4161101,
    missing: 4161109,
  });
  return setField({ field: args.raw('field'), input: args.raw('input'), value: '$$REMOVE' }, env, name);
};

const bsonSize = unary((value) => {
  if (!isDoc(value)) throw new MongoError(31393, `$bsonSize requires a document input, found: ${typeOf(value)}`);
  return encodedLength(value);
});

const binarySize = unary((value) => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeOf(value) === 'binData') return (value as { position: number }).position;
  throw new MongoError(51276, `$binarySize requires a string or BinData argument, found: ${typeOf(value)}`);
});

const meta: OperatorCompiler = (operand, env) => {
  if (typeof operand !== 'string') throw new MongoError(17307, `Unsupported argument to $meta: ${typeOf(operand)}`);
  if (env.meta) return env.meta(operand);
  throw new MongoError(40218, `query requires ${operand} metadata, but it is not available`);
};

const literal: OperatorCompiler = (operand) => constant(operand);

export const objects: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$mergeObjects', mergeObjects],
  ['$getField', getField],
  ['$setField', setField],
  ['$unsetField', unsetField],
  ['$bsonSize', bsonSize],
  ['$binarySize', binarySize],
  ['$literal', literal],
  ['$const', literal],
  ['$meta', meta],
];
