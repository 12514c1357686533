import type { BSONRegExp } from 'bson';
import { MongoError } from '../errors.js';
import { compileFilter } from '../match/index.js';
import { compileSort } from '../project/sort.js';
import { compareValues, equalValues, type Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import type { FieldChange } from './operators.js';

type List = readonly unknown[];

function integerClause(value: unknown, what: string): number | undefined {
  if (value === undefined) return undefined;
  const integer = isNumeric(value) ? integerOf(value as Numeric) : undefined;
  if (integer === undefined) {
    throw new MongoError(2, `The value for ${what} must be an integer value but was given type: ${typeOf(value)}`);
  }
  return Number(integer);
}

/** `$push: {a: value}` or `{a: {$each, $position, $sort, $slice}}`: insert, then sort, then cut. */
export function push(operand: unknown, path: string): FieldChange {
  const clauses = isDoc(operand) && '$each' in operand ? operand : { $each: [operand] };
  for (const name of Object.keys(clauses)) {
    if (!['$each', '$position', '$slice', '$sort'].includes(name)) {
      throw new MongoError(2, `Unrecognized clause in $push: ${name}`);
    }
  }
  const { $each: each, $sort: sort } = clauses as { $each: unknown; $sort?: unknown };
  if (!Array.isArray(each)) {
    throw new MongoError(2, `The argument to $each in $push must be an array but it was of type: ${typeOf(each)}`);
  }
  const position = integerClause((clauses as Doc)['$position'], '$position');
  const slice = integerClause((clauses as Doc)['$slice'], '$slice');
  const order = sort === undefined ? undefined : pushOrder(sort);
  return {
    creates: true,
    apply(value, { doc, collation }) {
      if (value !== undefined && !Array.isArray(value)) {
        throw new MongoError(
          2,
          `The field '${path}' must be an array but is of type ${typeOf(value)} in document {_id: ${formatValue(doc['_id'])}}`,
        );
      }
      const before: List = value ?? [];
      const at =
        position === undefined ? before.length : position < 0 ? Math.max(before.length + position, 0) : position;
      let list: unknown[] = [...before.slice(0, at), ...each, ...before.slice(at)];
      if (order) list = list.sort(order(collation));
      if (slice === undefined) return list;
      return slice < 0 ? list.slice(slice) : list.slice(0, slice);
    },
  };
}

type Order = (collation?: Collation) => (a: unknown, b: unknown) => number;

function pushOrder(sort: unknown): Order {
  if (isNumeric(sort)) {
    const direction = toNumber(sort as Numeric);
    if (direction !== 1 && direction !== -1) throw new MongoError(2, 'The $sort element value must be either 1 or -1');
    return (collation) => (a, b) => direction * compareValues(a, b, collation);
  }
  if (!isDoc(sort))
    throw new MongoError(
      2,
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  if (Object.keys(sort).length === 0)
    throw new MongoError(2, 'The $sort pattern is empty when it should be a set of fields.');
  for (const path of Object.keys(sort)) {
    const direction = isNumeric(sort[path]) ? toNumber(sort[path] as Numeric) : 0;
    if (direction !== 1 && direction !== -1) throw new MongoError(2, 'The $sort element value must be either 1 or -1');
  }
  return (collation) => {
    const compare = compileSort(sort, collation);
    return (a, b) => compare(isDoc(a) ? a : {}, isDoc(b) ? b : {});
  };
}

export function addToSet(operand: unknown, path: string): FieldChange {
  let added: List = [operand];
  if (isDoc(operand) && Object.keys(operand)[0] === '$each') {
    const each = operand['$each'];
    if (!Array.isArray(each)) {
      throw new MongoError(
        14,
        `The argument to $each in $addToSet must be an array but it was of type ${typeOf(each)}`,
      );
    }
    if (Object.keys(operand).length > 1)
      throw new MongoError(2, `Found unexpected fields after $each in $addToSet: ${formatValue(operand)}`);
    added = each;
  }
  return {
    creates: true,
    apply(value, { collation }) {
      if (value !== undefined && !Array.isArray(value)) {
        throw new MongoError(
          2,
          `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeOf(value)}`,
        );
      }
      const list: unknown[] = [...((value as List | undefined) ?? [])];
      const before = list.length;
      for (const candidate of added) {
        if (!list.some((held) => equalValues(held, candidate, collation))) list.push(candidate);
      }
      return value !== undefined && list.length === before ? value : list;
    },
  };
}

export function pop(operand: unknown, path: string): FieldChange {
  const end = isNumeric(operand) ? toNumber(operand as Numeric) : undefined;
  if (end === undefined) throw new MongoError(9, `Expected a number in: ${path}: ${formatValue(operand)}`);
  if (end !== 1 && end !== -1) throw new MongoError(9, `$pop expects 1 or -1, found: ${formatValue(operand)}`);
  return {
    creates: false,
    apply(value) {
      if (value === undefined) return value;
      if (!Array.isArray(value))
        throw new MongoError(14, `Path '${path}' contains an element of non-array type '${typeOf(value)}'`);
      if (value.length === 0) return value;
      return end === 1 ? value.slice(0, -1) : value.slice(1);
    },
  };
}

function withoutElements(isUnwanted: (element: unknown, collation?: Collation) => boolean): FieldChange {
  return {
    creates: false,
    apply(value, { collation }) {
      if (value === undefined) return value;
      if (!Array.isArray(value)) throw new MongoError(2, 'Cannot apply $pull to a non-array value');
      const kept = value.filter((element) => !isUnwanted(element, collation));
      return kept.length === value.length ? value : kept;
    },
  };
}

const onDocuments = new Set(['$and', '$or', '$nor', '$expr', '$comment', '$jsonSchema']);

/** `$pull`: a value, a condition on the element (`{$gt: 5}`), or a filter that the element as a document must match. */
export function pull(operand: unknown): FieldChange {
  const first = isDoc(operand) ? Object.keys(operand)[0] : undefined;
  const isCondition =
    typeOf(operand) === 'regex' || (first !== undefined && first.startsWith('$') && !onDocuments.has(first));
  if (isCondition) {
    const test = lazily((collation) => compileFilter({ e: operand as BSONRegExp | Doc }, { collation }));
    return withoutElements((element, collation) => test(collation).test({ e: element }));
  }
  if (isDoc(operand)) {
    const test = lazily((collation) => compileFilter(operand, { collation }));
    return withoutElements((element, collation) => isDoc(element) && test(collation).test(element));
  }
  return withoutElements((element, collation) => equalValues(element, operand, collation));
}

/** Compiles at once (so that errors show) and again only for another collation. */
function lazily<T>(make: (collation?: Collation) => T): (collation?: Collation) => T {
  let last: { collation: Collation | undefined; made: T } = { collation: undefined, made: make() };
  return (collation) => {
    if (last.collation !== collation) last = { collation, made: make(collation) };
    return last.made;
  };
}

export function pullAll(operand: unknown): FieldChange {
  if (!Array.isArray(operand))
    throw new MongoError(2, `$pullAll requires an array argument but was given a ${typeOf(operand)}`);
  return withoutElements((element, collation) => operand.some((value) => equalValues(element, value, collation)));
}
