import { MongoError } from '../errors.js';
import { compileSort } from '../project/sort.js';
import { compareValues, type Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric } from '../values/types.js';
import { namedArguments } from './arguments.js';
import { Cell, compileExpression, withVariables, type OperatorCompiler } from './compile.js';
import { int32, list, type List } from './list-arguments.js';
import { checkVariableName, isTrue } from './logic.js';

const filter: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['input', 'as', 'cond', 'limit'], {
    shape: 28646,
    unknown: 28647,
    missing: 28648,
  });
  const input = args.need('input');
  if (args.raw('cond') === undefined) throw new MongoError(28650, "Missing 'cond' parameter to $filter");
  const as = variableName(args.raw('as'), 'this');
  const cell = new Cell();
  const condition = compileExpression(args.raw('cond'), withVariables(env, [[as, cell.read]]));
  const limit = args.get('limit');
  return (root) => {
    const value = input(root);
    if (value == null) return null;
    const elements = list(value, 28651, (type) => `input to $filter must be an array not ${type}`);
    const most = limit?.(root);
    const count =
      most == null ? Infinity : int32(most, 327391, '$filter: limit must be represented as a 32-bit integral value');
    if (count < 1) throw new MongoError(327392, `$filter: limit must be greater than 0, found: ${count}`);
    const kept: unknown[] = [];
    for (const element of elements) {
      cell.value = element;
      if (isTrue(condition(root))) kept.push(element);
      if (kept.length >= count) break;
    }
    return kept;
  };
};

function variableName(given: unknown, otherwise: string): string {
  if (given === undefined) return otherwise;
  if (typeof given !== 'string') throw new MongoError(9, 'A variable name must be a string');
  checkVariableName(given);
  return given;
}

const map: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['input', 'as', 'in'], {
    shape: 16878,
    unknown: 16879,
    missing: 16880,
  });
  const input = args.need('input');
  if (args.raw('in') === undefined) throw new MongoError(16882, "Missing 'in' parameter to $map");
  const cell = new Cell();
  const body = compileExpression(
    args.raw('in'),
    withVariables(env, [[variableName(args.raw('as'), 'this'), cell.read]]),
  );
  return (root) => {
    const value = input(root);
    if (value == null) return null;
    return list(value, 16883, (type) => `input to $map must be an array not ${type}`).map((element) => {
      cell.value = element;
      return body(root) ?? null;
    });
  };
};

const reduce: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['input', 'initialValue', 'in'], {
    shape: 40075,
    unknown: 40076,
    missing: 40077,
  });
  const input = args.need('input');
  const initial = args.get('initialValue');
  if (!initial) throw new MongoError(40078, "$reduce requires 'initialValue' to be specified");
  if (args.raw('in') === undefined) throw new MongoError(40079, "$reduce requires 'in' to be specified");
  const [self, total] = [new Cell(), new Cell()];
  const body = compileExpression(
    args.raw('in'),
    withVariables(env, [
      ['this', self.read],
      ['value', total.read],
    ]),
  );
  return (root) => {
    const value = input(root);
    if (value == null) return null;
    const elements = list(value, 40080, (type) => `$reduce requires that 'input' be an array, found: ${type}`);
    let result = initial(root);
    for (const element of elements) {
      self.value = element;
      total.value = result;
      result = body(root);
    }
    return result;
  };
};

const sortArray: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['input', 'sortBy'], {
    shape: 2942500,
    unknown: 2942501,
    missing: 2942502,
  });
  const input = args.need('input');
  const sortBy = args.raw('sortBy');
  if (sortBy === undefined) throw new MongoError(2942503, "$sortArray requires 'sortBy' to be specified");
  const sort = arrayOrder(sortBy, env.collation);
  return (root) => {
    const value = input(root);
    if (value == null) return null;
    return sort(
      list(value, 2942504, (type) => `The input argument to $sortArray must be an array, but was of type: ${type}`),
    );
  };
};

function arrayOrder(sortBy: unknown, collation: Collation | undefined): (elements: List) => unknown[] {
  if (isNumeric(sortBy)) {
    const direction = toNumber(sortBy as Numeric);
    if (direction !== 1 && direction !== -1)
      throw new MongoError(2942505, 'The $sort element value must be either 1 or -1');
    return (elements) => [...elements].sort((a, b) => direction * compareValues(a, b, collation));
  }
  if (!isDoc(sortBy))
    throw new MongoError(
      2942506,
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  const compare = compileSort(sortBy, collation);
  const asDoc = (element: unknown): Doc => (isDoc(element) ? element : {});
  return (elements) => [...elements].sort((a, b) => compare(asDoc(a), asDoc(b)));
}

/** Operators that work through an array element by element, by an expression or an order of their own. */
export const arrayFunctions: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$filter', filter],
  ['$map', map],
  ['$reduce', reduce],
  ['$sortArray', sortArray],
];
