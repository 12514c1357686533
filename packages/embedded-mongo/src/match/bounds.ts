import type { BSONRegExp } from 'bson';
import { compareValues, equalValues } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { toNumber, type Numeric } from '../values/numbers.js';
import { bracketOf, isDoc, isNumeric, typeOf } from '../values/types.js';
import { compileDoc, isOperatorDoc } from './compile.js';
import { literalPrefix } from './regex.js';

/**
 * What every matching document must have at one path: at least one of the values there (elements of arrays counted) fulfils each part.
 *
 * On a path with arrays `min` and `max` may be fulfilled by different elements, so a multikey index may use only one of them.
 */
export interface PathBounds {
  /** Equal to this; null also stands for a missing field. Never an array. */
  eq?: unknown;
  /** Equal to one of these (`in` of a list without arrays and regular expressions). */
  in?: readonly unknown[];
  /** Lower end of a range, within the type bracket of `value` (see `bracketOf`). */
  min?: { value: unknown; inclusive: boolean };
  /** Upper end of a range, within the type bracket of `value`. */
  max?: { value: unknown; inclusive: boolean };
  /** A field is there (`$exists: true`, or any of the above with values other than null). */
  exists?: true;
}

export type FilterBounds = ReadonlyMap<string, PathBounds>;

/** Necessary conditions per path, taken from the conjunctive part of a filter. String bounds hold for the filter's own collation only. */
export function filterBounds(filter: Doc): FilterBounds {
  const bounds = new Map<string, PathBounds>();
  for (const [path, name, operand] of conjuncts(filter)) {
    const part = boundOf(name, operand);
    if (!part) continue;
    const merged = bounds.get(path) ?? {};
    bounds.set(path, merged);
    if ('eq' in part && !('eq' in merged)) merged.eq = part.eq;
    if (part.in) merged.in ??= part.in;
    if (part.min && (!merged.min || bracketOf(part.min.value) === bracketOf(merged.min.value))) {
      merged.min ??= part.min;
    }
    if (part.max && (!merged.min || bracketOf(part.max.value) === bracketOf(merged.min.value))) {
      merged.max ??= part.max;
    }
    if (part.exists) merged.exists = true;
  }
  return bounds;
}

type Conjunct = [path: string, operator: string, operand: unknown];

/** The conditions that must all hold, as path, operator, operand; `$eq` for a plain value. */
function* conjuncts(filter: Doc): Generator<Conjunct> {
  for (const name of Object.keys(filter)) {
    const operand = filter[name];
    if (name === '$and') {
      if (Array.isArray(operand)) for (const clause of operand) if (isDoc(clause)) yield* conjuncts(clause);
    } else if (name.startsWith('$')) yield ['', name, operand];
    else if (typeOf(operand) === 'regex') yield [name, '$regex', operand];
    else if (isOperatorDoc(operand)) {
      if ('$options' in operand) yield [name, '$regexWithOptions', operand];
      else for (const operator of Object.keys(operand)) yield [name, operator, operand[operator]];
    } else yield [name, '$eq', operand];
  }
}

function boundOf(operator: string, operand: unknown): PathBounds | undefined {
  switch (operator) {
    case '$eq':
      if (Array.isArray(operand)) return { exists: true };
      return operand === null ? { eq: null } : { eq: operand, exists: true };
    case '$in': {
      if (!Array.isArray(operand) || operand.some((value) => Array.isArray(value) || typeOf(value) === 'regex'))
        return undefined;
      return operand.includes(null) ? { in: operand } : { in: operand, exists: true };
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeOf(operator, operand);
    case '$regex': {
      const prefix = typeOf(operand) === 'regex' ? literalPrefix(operand as BSONRegExp) : undefined;
      if (prefix === undefined) return { exists: true };
      const max = afterPrefix(prefix);
      return {
        min: { value: prefix, inclusive: true },
        ...(max && { max: { value: max, inclusive: false } }),
        exists: true,
      };
    }
    case '$exists':
      return operand === true || operand === 1 ? { exists: true } : undefined;
    case '$type':
    case '$size':
    case '$mod':
    case '$elemMatch':
      return { exists: true };
    default:
      return undefined;
  }
}

function rangeOf(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: unknown): PathBounds | undefined {
  const inclusive = operator === '$gte' || operator === '$lte';
  if (operand === null) return inclusive ? { eq: null } : undefined;
  const type = typeOf(operand);
  if (type === 'minKey' || type === 'maxKey') return undefined;
  if (type === 'array' || (isNumeric(operand) && Number.isNaN(toNumber(operand as Numeric)))) return { exists: true };
  const end = { value: operand, inclusive };
  return operator.startsWith('$g') ? { min: end, exists: true } : { max: end, exists: true };
}

/** The least string above all that begin with the prefix. */
function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix);
  const last = points.pop()!.codePointAt(0)!;
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  return next > 0x10ffff ? undefined : points.join('') + String.fromCodePoint(next);
}

const positiveOperators = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$exists', '$type', '$regex', '$mod']);

/**
 * Does every document that matches `filter` also match `partial` (so that a partial index holds them all)?
 * Conservative: false when in doubt.
 */
export function implies(filter: Doc, partial: Doc): boolean {
  const known = [...conjuncts(filter)];
  return [...conjuncts(partial)].every((wanted) => known.some((given) => impliesOne(given, wanted)));
}

function impliesOne(given: Conjunct, wanted: Conjunct): boolean {
  const [path, operator, operand] = wanted;
  if (given[0] !== path) return false;
  if (given[1] === operator && equalValues(given[2], operand)) return true;
  if (path === '' || !positiveOperators.has(operator)) return false;
  const bound = boundOf(given[1], given[2]);
  if (!bound) return false;
  if (operator === '$exists') return (operand === true || operand === 1) && bound.exists === true;
  if (!bound.exists) return false;
  if ('eq' in bound) return passes(bound.eq, operator, operand);
  if (bound.in) return bound.in.length > 0 && bound.in.every((value) => passes(value, operator, operand));
  return impliesRange(bound, operator, operand);
}

function passes(value: unknown, operator: string, operand: unknown): boolean {
  const test = compileDoc({ v: { [operator]: operand } }, { trace: { position: -1 }, special: () => undefined });
  return test({ v: value });
}

function impliesRange(bound: PathBounds, operator: string, operand: unknown): boolean {
  const end =
    operator === '$gt' || operator === '$gte'
      ? bound.min
      : operator === '$lt' || operator === '$lte'
        ? bound.max
        : undefined;
  if (!end || bracketOf(end.value) !== bracketOf(operand)) return false;
  const order = compareValues(end.value, operand);
  if (order === 0) return !end.inclusive || operator.endsWith('e');
  return operator.startsWith('$g') ? order > 0 : order < 0;
}
