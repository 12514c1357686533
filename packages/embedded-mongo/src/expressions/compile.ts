import { MongoError } from '../errors.js';
import type { Collation } from '../values/compare.js';
import { ownGet, ownSet, type Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { isDoc } from '../values/types.js';

/** A compiled expression: takes the document (`$$ROOT`) and gives a value, `undefined` for a missing one. */
export type Expr = (root: Doc) => unknown;

/** What expressions may name besides fields. */
export interface Env {
  readonly variables: ReadonlyMap<string, Expr>;
  readonly collation?: Collation | undefined;
  readonly operators: Operators;
  /** What `{$meta: name}` gives for a document that came straight from a search. */
  readonly meta?: ((name: string) => Expr) | undefined;
}

/** Compiles the operand of one operator. */
export type OperatorCompiler = (operand: unknown, env: Env, name: string) => Expr;
export type Operators = ReadonlyMap<string, OperatorCompiler>;

const asConstant = new WeakSet<Expr>();

/** An expression that gives the same value for every document. */
export function constant(value: unknown): Expr {
  const expr: Expr = () => value;
  asConstant.add(expr);
  return expr;
}

export function isConstant(expr: Expr): boolean {
  return asConstant.has(expr);
}

/** @throws MongoError 168 for an unknown operator, 17276 for an unknown variable, 15983 for an operator with company. */
export function compileExpression(spec: unknown, env: Env): Expr {
  if (typeof spec === 'string') return spec.startsWith('$') ? compilePath(spec, env) : constant(spec);
  if (Array.isArray(spec)) return compileArray(spec, env);
  if (!isDoc(spec)) return constant(spec);
  const names = Object.keys(spec);
  const first = names[0];
  if (first === undefined || !names.some((name) => name.startsWith('$'))) return compileObject(spec, env);
  if (names.length > 1) {
    throw new MongoError(
      15983,
      `an object representing an expression must have exactly one field: ${formatValue(spec)}`,
    );
  }
  const operator = env.operators.get(first);
  if (!operator) throw new MongoError(168, `Unrecognized expression '${first}'`);
  return operator(spec[first], env, first);
}

function compileArray(list: readonly unknown[], env: Env): Expr {
  const elements = list.map((element) => compileExpression(element, env));
  if (elements.every(isConstant)) return constant(elements.map((element) => element({}) ?? null));
  return (root) => elements.map((element) => element(root) ?? null);
}

function compileObject(spec: Doc, env: Env): Expr {
  const fields = Object.keys(spec).map((name): [string, Expr] => {
    if (name.includes('.'))
      throw new MongoError(16412, `FieldPath field names may not contain '.'. Found '${name}' in an expression`);
    return [name, compileExpression(spec[name], env)];
  });
  const build: Expr = (root) => {
    const doc: Doc = {};
    for (const [name, expr] of fields) {
      const value = expr(root);
      if (value !== undefined) ownSet(doc, name, value);
    }
    return doc;
  };
  return fields.every(([, expr]) => isConstant(expr)) ? constant(build({})) : build;
}

/** `$a.b`, `$$name.a.b`. */
function compilePath(text: string, env: Env): Expr {
  if (text === '$') throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
  if (!text.startsWith('$$')) {
    const steps = pathSteps(text.slice(1));
    const current = env.variables.get('CURRENT');
    if (current) return (root) => fieldAt(current(root), steps, 0);
    return steps.length === 1 && !(steps[0]! in Object.prototype)
      ? (
          (name) => (root: Doc) =>
            root[name]
        )(steps[0]!)
      : (root) => fieldAt(root, steps, 0);
  }
  const [name = '', ...steps] = text.slice(2).split('.');
  const source = variable(name, env);
  if (steps.length === 0) return source;
  pathSteps(steps.join('.'));
  return (root) => fieldAt(source(root), steps, 0);
}

function variable(name: string, env: Env): Expr {
  if (name === '') throw new MongoError(9, 'empty variable names are not allowed');
  const known = env.variables.get(name);
  if (known) return known;
  if (name === 'ROOT' || name === 'CURRENT') return (root) => root;
  if (name === 'REMOVE') return () => undefined;
  if (name === 'NOW' || name === 'CLUSTER_TIME') {
    throw new MongoError(51144, `Builtin variable '$$${name}' is not available`);
  }
  throw new MongoError(17276, `Use of undefined variable: ${name}`);
}

export function pathSteps(path: string): string[] {
  const steps = path.split('.');
  for (const step of steps) {
    if (step === '') {
      if (path.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
      throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
    }
    if (step.startsWith('$')) {
      throw new MongoError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    }
  }
  return steps;
}

/** The value at a path of an expression: arrays on the way are mapped, elements without the field left out; positions mean nothing. */
export function fieldAt(value: unknown, steps: readonly string[], from: number): unknown {
  let at = value;
  for (let i = from; i < steps.length; i++) {
    if (Array.isArray(at)) return mapField(at, steps, i);
    if (!isDoc(at)) return undefined;
    at = ownGet(at, steps[i]!);
  }
  return at;
}

function mapField(list: readonly unknown[], steps: readonly string[], i: number): unknown[] {
  const values: unknown[] = [];
  for (const element of list) {
    const value = isDoc(element) || Array.isArray(element) ? fieldAt(element, steps, i) : undefined;
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** The environment with more variables. */
export function withVariables(env: Env, variables: Iterable<readonly [string, Expr]>): Env {
  return { ...env, variables: new Map([...env.variables, ...variables]) };
}

/** A variable whose value is set while evaluating: evaluation is synchronous and never enters itself again. */
export class Cell {
  value: unknown = undefined;
  readonly read: Expr = () => this.value;
}
