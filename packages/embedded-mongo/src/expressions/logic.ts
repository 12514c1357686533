import { MongoError } from '../errors.js';
import { compareValues } from '../values/compare.js';
import { formatValue } from '../values/format.js';
import { compareNumbers, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric } from '../values/types.js';
import { compileArguments, positional } from './arguments.js';
import { Cell, compileExpression, withVariables, type Expr, type OperatorCompiler } from './compile.js';

/** What counts as true: everything but false, null, a missing value and zero. */
export function isTrue(value: unknown): boolean {
  if (value == null || value === false) return false;
  if (typeof value === 'number') return value !== 0;
  return !isNumeric(value) || compareNumbers(value as Numeric, 0) !== 0;
}

function comparison(decide: (order: number) => unknown): OperatorCompiler {
  return positional(
    2,
    2,
    ([left, right], { collation }) =>
      (root) =>
        decide(compareValues(left!(root), right!(root), collation)),
  );
}

const and = positional(0, Infinity, (args) => (root) => {
  for (const arg of args) if (!isTrue(arg(root))) return false;
  return true;
});

const or = positional(0, Infinity, (args) => (root) => {
  for (const arg of args) if (isTrue(arg(root))) return true;
  return false;
});

const condArguments = ['if', 'then', 'else'] as const;

const cond: OperatorCompiler = (operand, env, name) => {
  let parts: Expr[];
  if (isDoc(operand)) {
    const unknown = Object.keys(operand).find((key) => !(condArguments as readonly string[]).includes(key));
    if (unknown !== undefined) throw new MongoError(17083, `Unrecognized parameter to $cond: ${unknown}`);
    parts = condArguments.map((key, i) => {
      if (!Object.hasOwn(operand, key)) throw new MongoError(17080 + i, `Missing '${key}' parameter to $cond`);
      return compileExpression(operand[key], env);
    });
  } else {
    parts = compileArguments(operand, env);
    if (parts.length !== 3) {
      throw new MongoError(16020, `Expression ${name} takes exactly 3 arguments. ${parts.length} were passed in.`);
    }
  }
  const [condition, then, otherwise] = parts as [Expr, Expr, Expr];
  return (root) => (isTrue(condition(root)) ? then(root) : otherwise(root));
};

const ifNull: OperatorCompiler = (operand, env) => {
  const args = compileArguments(operand, env);
  if (args.length < 2) throw new MongoError(1257300, `$ifNull needs at least two arguments, had: ${args.length}`);
  return (root) => {
    let value: unknown;
    for (const arg of args) {
      value = arg(root);
      if (value != null) return value;
    }
    return value;
  };
};

const switchOperator: OperatorCompiler = (operand, env) => {
  if (!isDoc(operand))
    throw new MongoError(40060, `$switch requires an object as an argument, found: ${formatValue(operand)}`);
  const unknown = Object.keys(operand).find((key) => key !== 'branches' && key !== 'default');
  if (unknown !== undefined) throw new MongoError(40067, `$switch found an unknown argument: ${unknown}`);
  const { branches = [] } = operand;
  if (!Array.isArray(branches))
    throw new MongoError(40061, `$switch expected an array for 'branches', found: ${formatValue(branches)}`);
  const cases = branches.map((branch: unknown): [Expr, Expr] => {
    if (!isDoc(branch))
      throw new MongoError(40062, `$switch expected each branch to be an object, found: ${formatValue(branch)}`);
    const odd = Object.keys(branch).find((key) => key !== 'case' && key !== 'then');
    if (odd !== undefined) throw new MongoError(40063, `$switch found an unknown argument to a branch: ${odd}`);
    if (!Object.hasOwn(branch, 'case'))
      throw new MongoError(40064, "$switch requires each branch have a 'case' expression");
    if (!Object.hasOwn(branch, 'then'))
      throw new MongoError(40065, "$switch requires each branch have a 'then' expression.");
    return [compileExpression(branch['case'], env), compileExpression(branch['then'], env)];
  });
  if (cases.length === 0) throw new MongoError(40068, '$switch requires at least one branch.');
  const otherwise = Object.hasOwn(operand, 'default') ? compileExpression(operand['default'], env) : undefined;
  return (root) => {
    for (const [condition, then] of cases) if (isTrue(condition(root))) return then(root);
    if (otherwise) return otherwise(root);
    throw new MongoError(40066, '$switch could not find a matching branch for an input, and no default was specified.');
  };
};

const letOperator: OperatorCompiler = (operand, env) => {
  if (!isDoc(operand)) throw new MongoError(16874, '$let only supports an object as its argument');
  const unknown = Object.keys(operand).find((key) => key !== 'vars' && key !== 'in');
  if (unknown !== undefined) throw new MongoError(16875, `Unrecognized parameter to $let: ${unknown}`);
  const { vars } = operand;
  if (!isDoc(vars)) throw new MongoError(16876, "Missing 'vars' parameter to $let");
  if (!Object.hasOwn(operand, 'in')) throw new MongoError(16877, "Missing 'in' parameter to $let");
  const assignments = Object.keys(vars).map((name) => {
    checkVariableName(name);
    return { name, cell: new Cell(), expr: compileExpression(vars[name], env) };
  });
  const body = compileExpression(
    operand['in'],
    withVariables(
      env,
      assignments.map(({ name, cell }) => [name, cell.read]),
    ),
  );
  return (root) => {
    const values = assignments.map(({ expr }) => expr(root));
    assignments.forEach(({ cell }, i) => (cell.value = values[i]));
    return body(root);
  };
};

/** @throws MongoError 9 for a name that `let`, `as` and the like do not allow. */
export function checkVariableName(name: string): void {
  if (name === '') throw new MongoError(9, 'empty variable names are not allowed');
  if (!/^[a-z\u0080-\uffff]/.test(name) && name !== 'CURRENT') {
    throw new MongoError(9, `'${name}' starts with an invalid character for a user variable name`);
  }
  const odd = /[^\w\u0080-\uffff]/.exec(name);
  if (odd) throw new MongoError(9, `'${name}' contains an invalid character for a variable name: '${odd[0]}'`);
}

export const logic: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$eq', comparison((order) => order === 0)],
  ['$ne', comparison((order) => order !== 0)],
  ['$gt', comparison((order) => order > 0)],
  ['$gte', comparison((order) => order >= 0)],
  ['$lt', comparison((order) => order < 0)],
  ['$lte', comparison((order) => order <= 0)],
  ['$cmp', comparison((order) => Math.sign(order))],
  ['$and', and],
  ['$or', or],
  [
    '$not',
    positional(
      1,
      1,
      ([arg]) =>
        (root) =>
          !isTrue(arg!(root)),
    ),
  ],
  ['$cond', cond],
  ['$ifNull', ifNull],
  ['$switch', switchOperator],
  ['$let', letOperator],
];
