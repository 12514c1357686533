import { MongoError } from '../errors.js';
import { formatValue } from '../values/format.js';
import { isDoc } from '../values/types.js';
import { compileExpression, constant, isConstant, type Env, type Expr, type OperatorCompiler } from './compile.js';

/** The operand as a list of expressions; a single one needs no array around it. */
export function compileArguments(operand: unknown, env: Env): Expr[] {
  return (Array.isArray(operand) ? operand : [operand]).map((argument: unknown) => compileExpression(argument, env));
}

/** An operator that takes from `min` to `max` arguments, by position. */
export function positional(
  min: number,
  max: number,
  compile: (args: Expr[], env: Env, name: string) => Expr,
): OperatorCompiler {
  return (operand, env, name) => {
    const args = compileArguments(operand, env);
    if (args.length < min || args.length > max) {
      if (min === max) {
        throw new MongoError(
          16020,
          `Expression ${name} takes exactly ${min} arguments. ${args.length} were passed in.`,
        );
      }
      throw new MongoError(
        28667,
        `Expression ${name} takes at least ${min} arguments, and at most ${max}, but ${args.length} were passed in.`,
      );
    }
    return foldConstant(compile(args, env, name), args);
  };
}

function foldConstant(expr: Expr, args: readonly Expr[]): Expr {
  if (args.length === 0 || !args.every(isConstant)) return expr;
  try {
    return constant(expr({}));
  } catch {
    return expr; // the error belongs to the first document that needs the value
  }
}

/** One argument; null or missing gives null. */
export function unary(apply: (value: unknown, name: string) => unknown): OperatorCompiler {
  return positional(1, 1, ([argument], _env, name) => (root) => {
    const value = argument!(root);
    return value == null ? null : apply(value, name);
  });
}

/** Two arguments; null or missing in either gives null. */
export function binary(apply: (a: unknown, b: unknown, name: string) => unknown): OperatorCompiler {
  return positional(2, 2, ([left, right], _env, name) => (root) => {
    const a = left!(root);
    const b = right!(root);
    return a == null || b == null ? null : apply(a, b, name);
  });
}

export interface NamedArguments {
  /** The compiled argument, undefined when it was not given. */
  get(name: string): Expr | undefined;
  /** The compiled argument; refused when missing. */
  need(name: string): Expr;
  /** The argument as it was written. */
  raw(name: string): unknown;
}

/** An operator that takes an object with named arguments. `code` is MongoDB's for an operand that is not one or has unknown names. */
export function namedArguments(
  operand: unknown,
  env: Env,
  name: string,
  allowed: readonly string[],
  codes: { shape: number; unknown: number; missing: number },
): NamedArguments {
  if (!isDoc(operand))
    throw new MongoError(codes.shape, `${name} only supports an object as its argument, not ${formatValue(operand)}`);
  for (const key of Object.keys(operand)) {
    if (!allowed.includes(key)) throw new MongoError(codes.unknown, `Unrecognized argument to ${name}: ${key}`);
  }
  const get = (key: string): Expr | undefined =>
    Object.hasOwn(operand, key) ? compileExpression(operand[key], env) : undefined;
  return {
    get,
    raw: (key) => operand[key],
    need(key) {
      const expr = get(key);
      if (!expr) throw new MongoError(codes.missing, `Missing '${key}' parameter to ${name}`);
      return expr;
    },
  };
}
