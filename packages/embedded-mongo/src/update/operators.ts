import { Double, Long, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { calculate, resultType } from '../values/arithmetic.js';
import { compareValues, type Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, makeLong, toNumber, type Numeric } from '../values/numbers.js';
import { writeDecimal, decimalZero } from '../values/decimal.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import { addToSet, pop, pull, pullAll, push } from './arrays.js';

/** What a change may look at besides the value it changes. */
export interface ChangeContext {
  /** The document before the update. */
  readonly doc: Doc;
  readonly now: Date;
  readonly isInsert: boolean;
  readonly collation?: Collation | undefined;
}

/** Marks a field that is to go. */
export const removed = Symbol('removed');

export interface FieldChange {
  /** Does it bring a missing field (and the documents around it) into being? */
  readonly creates: boolean;
  /**
   * The new value; `removed`; or `value` itself when there is nothing to do. `undefined` stands for a missing field.
   * `name` is the last step of the path, for messages.
   */
  apply(value: unknown, context: ChangeContext, name: string): unknown;
}

/** Reads `{$op: {path: operand}}` into changes, nearly always one at the path itself. */
type Operator = (operand: unknown, path: string, name: string) => Array<[path: string, change: FieldChange]>;

function simple(make: (operand: unknown, path: string, name: string) => FieldChange): Operator {
  return (operand, path, name) => [[path, make(operand, path, name)]];
}

const set = simple((operand) => ({ creates: true, apply: () => operand }));

const setOnInsert = simple((operand) => ({
  creates: true,
  apply: (value, { isInsert }) => (isInsert ? operand : value),
}));

const unset = simple(() => ({ creates: false, apply: (value) => (value === undefined ? value : removed) }));

const arithmetic = simple((operand, path, name) => {
  const isInc = name === '$inc';
  if (!isNumeric(operand)) {
    throw new MongoError(
      14,
      `Cannot ${isInc ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${formatValue(operand)}}`,
    );
  }
  const by = operand as Numeric;
  return {
    creates: true,
    apply(value, { doc }, field) {
      if (value === undefined) return isInc ? by : zeroLike(by);
      if (!isNumeric(value)) {
        throw new MongoError(
          14,
          `Cannot apply ${name} to a value of non-numeric type. {_id: ${formatValue(doc['_id'])}} has the field '${field}' of non-numeric type ${typeOf(value)}`,
        );
      }
      const result = calculate(isInc ? 'add' : 'multiply', value as Numeric, by);
      if (result !== undefined) return result;
      throw new MongoError(
        2,
        `Failed to apply ${name} operations to current value (${formatValue(value)}) for document {_id: ${formatValue(doc['_id'])}}`,
      );
    },
  };
});

function zeroLike(value: Numeric): Numeric {
  switch (resultType(value, 0)) {
    case 'int':
      return 0;
    case 'long':
      return makeLong(0);
    case 'double':
      return new Double(0);
    default:
      return writeDecimal(decimalZero);
  }
}

const extreme = simple((operand, _path, name) => {
  const direction = name === '$max' ? 1 : -1;
  return {
    creates: true,
    apply(value, { collation }) {
      if (value === undefined) return operand;
      return direction * compareValues(operand, value, collation) > 0 ? operand : value;
    },
  };
});

const currentDate = simple((operand, path) => {
  const wanted = isDoc(operand) ? operand['$type'] : operand;
  const isBoolean = typeof operand === 'boolean';
  if (
    !isBoolean &&
    (!isDoc(operand) || Object.keys(operand).length !== 1 || (wanted !== 'date' && wanted !== 'timestamp'))
  ) {
    if (isDoc(operand) && !('$type' in operand) && Object.keys(operand).length > 0) {
      throw new MongoError(2, `Unrecognized $currentDate option: ${Object.keys(operand)[0]}`);
    }
    throw new MongoError(
      2,
      isDoc(operand)
        ? `The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}`
        : `${typeOf(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}). (${path})`,
    );
  }
  return {
    creates: true,
    apply: (_value, { now }) =>
      wanted === 'timestamp' ? new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 }) : now,
  };
});

/** Two changes: the old name loses its value and the new one gets it. Both look at the document as it was. */
const rename: Operator = (operand, path) => {
  if (typeof operand !== 'string') {
    throw new MongoError(2, `The 'to' field for $rename must be a string: ${path}: ${formatValue(operand)}`);
  }
  if (path.split('.').some((step) => step.startsWith('$'))) {
    throw new MongoError(2, `The source field for $rename may not be dynamic: ${path}`);
  }
  if (operand.split('.').some((step) => step.startsWith('$'))) {
    throw new MongoError(2, `The destination field for $rename may not be dynamic: ${operand}`);
  }
  if (path === operand)
    throw new MongoError(2, `The source and target field for $rename must differ: ${path}: "${operand}"`);
  const source = path.split('.');
  const target = operand.split('.');
  return [
    [path, { creates: false, apply: (value) => (value === undefined ? value : removed) }],
    [
      operand,
      {
        creates: true,
        apply(value, { doc }) {
          const moved = plainValueAt(doc, source, 'source');
          if (moved === undefined) return value;
          plainValueAt(doc, target, 'destination');
          return moved;
        },
      },
    ],
  ];
};

/** Follows a path that must not lead through arrays. */
function plainValueAt(doc: Doc, steps: readonly string[], role: string): unknown {
  let at: unknown = doc;
  for (const [i, step] of steps.entries()) {
    if (Array.isArray(at)) {
      throw new MongoError(
        2,
        `The ${role} field cannot be an array element, '${steps.join('.')}' in doc with _id: ${formatValue(doc['_id'])} has an array field called '${steps[i - 1]}'`,
      );
    }
    if (!isDoc(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}

const bit = simple((operand, path) => {
  if (!isDoc(operand)) {
    throw new MongoError(
      2,
      `The $bit modifier is not compatible with a ${typeOf(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  const names = Object.keys(operand);
  if (names.length === 0) {
    throw new MongoError(
      2,
      `You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  for (const name of names) {
    if (name !== 'and' && name !== 'or' && name !== 'xor') {
      throw new MongoError(
        2,
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${formatValue(operand[name])}}`,
      );
    }
    if (!isIntegral(operand[name])) {
      throw new MongoError(
        2,
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeOf(operand[name])}' is not supported here: {${name}: ${formatValue(operand[name])}}`,
      );
    }
  }
  return {
    creates: true,
    apply(value, { doc }) {
      if (value !== undefined && !isIntegral(value)) {
        throw new MongoError(
          2,
          `Cannot apply $bit to a value of non-integral type.${formatValue(doc['_id'])} has the field ${path} of non-integer type ${typeOf(value)}`,
        );
      }
      let result: Numeric = (value as Numeric | undefined) ?? 0;
      for (const name of names) result = combineBits(name, result, operand[name] as Numeric);
      return result;
    },
  };
});

function isIntegral(value: unknown): value is number | Long {
  const type = typeOf(value);
  return type === 'int' || type === 'long';
}

function combineBits(name: string, a: Numeric, b: Numeric): Numeric {
  const [left, right] = [integerOf(a)!, integerOf(b)!];
  const result = name === 'and' ? left & right : name === 'or' ? left | right : left ^ right;
  return resultType(a, b) === 'int' ? toNumber(result) : Long.fromBigInt(result);
}

export const operators: Readonly<Record<string, Operator>> = {
  $set: set,
  $setOnInsert: setOnInsert,
  $unset: unset,
  $inc: arithmetic,
  $mul: arithmetic,
  $min: extreme,
  $max: extreme,
  $currentDate: currentDate,
  $rename: rename,
  $bit: bit,
  $push: simple(push),
  $addToSet: simple(addToSet),
  $pop: simple(pop),
  $pull: simple(pull),
  $pullAll: simple(pullAll),
};
