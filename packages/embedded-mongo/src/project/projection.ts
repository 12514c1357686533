import { MongoError } from '../errors.js';
import { compileExpression, environment, type Env } from '../expressions/index.js';
import { compileFilter } from '../match/index.js';
import type { Collation } from '../values/compare.js';
import { ownSet, type Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric } from '../values/types.js';
import { applyTree, newTree, plantAction, withIdFirst, type Action, type Policy } from './tree.js';

export interface ProjectionContext {
  /** The index that `a.$` stands for: `matcher.positions(doc)`. */
  position?: number | undefined;
  /** Values for `{$meta: name}`. */
  meta?: ((name: string) => unknown) | undefined;
}

export type Projection = (doc: Doc, context?: ProjectionContext) => Doc;

export interface ProjectionOptions {
  let?: Doc | undefined;
  collation?: Collation | undefined;
  now?: Date | undefined;
  /** Instead of the three above, for stages that have one already. */
  env?: Env | undefined;
  /** `find` also knows `$slice`, `$elemMatch`, `$meta` and `a.$` as projections of their own. */
  dialect?: 'find' | 'aggregate' | undefined;
}

/**
 * Compiles a projection: inclusion, exclusion, computed fields, and for `find` also `$slice`, `$elemMatch`, `$meta` and `a.$`.
 *
 * @throws MongoError 31253 and 31254 for a mixture of inclusion and exclusion, 31249 and 31250 for paths that collide.
 */
export function compileProjection(spec: Doc, options: ProjectionOptions = {}): Projection {
  if (Object.keys(spec).length === 0) return (doc) => doc;
  const parser = new Parser(options);
  parser.object(spec, []);
  return parser.finish();
}

/** Does the projection need `position` in its context? */
export function usesPosition(spec: Doc): boolean {
  return Object.keys(spec).some((name) => name.endsWith('.$'));
}

class Parser {
  private readonly tree = newTree();
  private readonly env: Env;
  private readonly isFind: boolean;
  private readonly collation: Collation | undefined;
  private policy: Policy | undefined;
  private idPolicy: Policy | undefined;
  private hasPosition = false;
  /** Set by what only makes sense among included fields. */
  private impliesInclusion = false;

  constructor(options: ProjectionOptions) {
    this.env = options.env ?? environment(options);
    this.collation = this.env.collation;
    this.isFind = (options.dialect ?? 'find') === 'find';
  }

  object(spec: Doc, above: readonly string[]): void {
    if (Object.keys(spec).length === 0) {
      throw new MongoError(
        51270,
        `An empty sub-projection is not a valid value. Found empty object at path ${above.join('.')}`,
      );
    }
    for (const name of Object.keys(spec)) {
      if (name === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
      const steps = [...above, ...name.split('.')];
      this.entry(steps, spec[name]);
    }
  }

  private entry(steps: readonly string[], value: unknown): void {
    const path = steps.join('.');
    if (steps.at(-1) === '$' && this.isFind) return this.positional(steps.slice(0, -1), path, value);
    if (steps.includes(''))
      throw new MongoError(path.endsWith('.') ? 40353 : 15998, 'FieldPath field names may not be empty strings.');
    const dollar = steps.find((step) => step.startsWith('$'));
    if (dollar !== undefined) {
      throw new MongoError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    }
    if (typeof value === 'boolean' || isNumeric(value)) {
      return this.flag(steps, path, value === true || (value !== false && toNumber(value as Numeric) !== 0));
    }
    if (isDoc(value)) {
      const first = Object.keys(value)[0];
      if (first === undefined || !first.startsWith('$')) return this.object(value, steps);
      if (this.isFind && this.findOperator(steps, path, first, value)) return undefined;
    }
    return this.computed(steps, path, value);
  }

  private flag(steps: readonly string[], path: string, included: boolean): void {
    const policy = included ? 'include' : 'exclude';
    if (path === '_id') this.idPolicy = policy;
    else if (this.policy === undefined) this.policy = policy;
    else if (this.policy !== policy) {
      if (included) throw new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
      throw new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    }
    this.plant(steps, path, { kind: policy });
  }

  private computed(steps: readonly string[], path: string, spec: unknown): void {
    if (this.policy === 'exclude')
      throw new MongoError(31252, `Cannot use an expression ${path}: ${formatValue(spec)} in an exclusion projection`);
    if (path === '_id') this.idPolicy = 'include';
    this.policy = 'include';
    this.plant(steps, path, { kind: 'compute', expr: compileExpression(spec, this.env) });
  }

  private plant(steps: readonly string[], path: string, action: Action): void {
    if (!plantAction(this.tree, steps, action)) {
      throw new MongoError(31250, `Path collision at ${path}`);
    }
  }

  private positional(steps: readonly string[], path: string, value: unknown): void {
    if (this.hasPosition) throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
    if (this.policy === 'exclude' || value === false || (isNumeric(value) && toNumber(value as Numeric) === 0)) {
      throw new MongoError(31395, 'positional projection cannot be used with exclusion');
    }
    if (isDoc(value)) throw new MongoError(31271, `positional projection cannot be used with a literal ${path}`);
    this.hasPosition = true;
    this.policy = 'include';
    this.plant(steps, path, { kind: 'transform', apply: elementAtPosition });
  }

  /** `$slice`, `$elemMatch` and `$meta` where they mean what they mean in `find` alone. */
  private findOperator(steps: readonly string[], path: string, name: string, spec: Doc): boolean {
    const operand = spec[name];
    if (name === '$elemMatch') {
      if (!isDoc(operand))
        throw new MongoError(31274, `elemMatch: Invalid argument, object required, but got ${formatValue(operand)}`);
      if (steps.length > 1) throw new MongoError(31275, `Cannot use $elemMatch projection on a nested field.`);
      this.impliesInclusion = true;
      this.plant(steps, path, { kind: 'transform', apply: firstMatch(operand, this.collation) });
      return true;
    }
    if (name === '$slice') {
      const bounds = sliceBounds(operand);
      if (!bounds) return false;
      this.plant(steps, path, { kind: 'transform', apply: (value) => (Array.isArray(value) ? bounds(value) : value) });
      return true;
    }
    if (name === '$meta') {
      if (typeof operand !== 'string')
        throw new MongoError(17307, `Unsupported argument to $meta: ${formatValue(operand)}`);
      this.metas.push([path, operand]);
      return true;
    }
    return false;
  }

  private readonly metas: Array<[path: string, name: string]> = [];

  finish(): Projection {
    const { tree, metas } = this;
    const policy = this.policy ?? (this.impliesInclusion || this.idPolicy === 'include' ? 'include' : 'exclude');
    if (this.impliesInclusion && policy === 'exclude') {
      throw new MongoError(31255, 'Cannot use $elemMatch in an exclusion projection');
    }
    if (policy === 'include' && !tree.children.has('_id')) tree.children.set('_id', { kind: 'include' });
    if (policy === 'exclude' && this.idPolicy === 'include') tree.children.delete('_id');
    return (doc, context = {}) => {
      const out = withIdFirst(applyTree(tree, policy, doc, doc, context));
      for (const [path, name] of metas) {
        const value = context.meta?.(name);
        if (value !== undefined) ownSet(out, path, value);
      }
      return out;
    };
  }
}

function elementAtPosition(value: unknown, context: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const { position } = context as ProjectionContext;
  if (position === undefined || position >= value.length) {
    throw new MongoError(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  }
  return [value[position]];
}

function firstMatch(condition: Doc, collation: Collation | undefined): (value: unknown) => unknown {
  const matcher = compileFilter({ list: { $elemMatch: condition } }, { collation });
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const position = matcher.positions({ list: value });
    return position === undefined ? undefined : [value[position]];
  };
}

type Slice = (list: readonly unknown[]) => unknown[];

/** `n`, or `[skip, limit]`; undefined when the operand can only be an expression. */
function sliceBounds(operand: unknown): Slice | undefined {
  if (isNumeric(operand)) {
    const count = clamp(operand as Numeric);
    return count < 0 ? (list) => list.slice(count) : (list) => list.slice(0, count);
  }
  if (!Array.isArray(operand))
    throw new MongoError(
      28667,
      `Invalid $slice syntax. The given syntax { $slice: ${formatValue(operand)} } did not match the find() syntax`,
    );
  const [skip, limit] = operand as unknown[];
  if (operand.length !== 2 || !isNumeric(skip) || !isNumeric(limit)) return undefined;
  const from = clamp(skip as Numeric);
  const count = clamp(limit as Numeric);
  if (count <= 0) throw new MongoError(28724, `First argument to $slice must be an array, but is of type: int`);
  return (list) => {
    const start = from < 0 ? Math.max(list.length + from, 0) : from;
    return list.slice(start, start + count);
  };
}

function clamp(value: Numeric): number {
  const integer = integerOf(value);
  return Number(integer ?? Math.trunc(toNumber(value)));
}
