import { BSONRegExp } from 'bson';
import { MongoError } from '../errors.js';
import { geoIntersects, geoWithin, nearOf, type Measure } from '../geo/operators.js';
import type { Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { integerOf, type Numeric } from '../values/numbers.js';
import { anyAt, splitPath, stepInto, testLeaf, type Test, type Trace } from '../values/paths.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import {
  compares,
  equals,
  hasBits,
  hasRemainder,
  hasType,
  matchesRegex,
  oneOf,
  type BitTest,
  type Comparison,
} from './predicates.js';
import { compileRegex } from './regex.js';

/** What compiling needs to know besides the filter. */
export interface MatchContext {
  readonly collation?: Collation | undefined;
  /** Where positive matches note the array index they were found at. */
  readonly trace: Trace;
  /** Compiles `$expr`, `$text`, `$jsonSchema`: whole-document operators that stand on other parts. */
  readonly special: (name: string, operand: unknown) => ((doc: Doc) => boolean) | undefined;
  /** Told how far documents are from the point of a `$near`. Missing where a filter must not ask for that. */
  readonly near?: ((distance: (doc: Doc) => number | undefined) => void) | undefined;
}

export type DocTest = (doc: Doc) => boolean;

/** Applies a test of single values to what the subject holds: to the values at a path, or to the subject itself inside `$elemMatch`. */
type Lift = (test: Test, leafWhole: boolean) => Test;

const always = (): boolean => true;
const never = (): boolean => false;

function all<T>(tests: ReadonlyArray<(subject: T) => boolean>): (subject: T) => boolean {
  if (tests.length === 0) return always;
  if (tests.length === 1) return tests[0]!;
  return (subject) => {
    for (const test of tests) if (!test(subject)) return false;
    return true;
  };
}

/** Inside a negation nothing is found at a position. */
function untraced(context: MatchContext): MatchContext {
  return { ...context, trace: { position: -1 }, near: undefined };
}

export function compileDoc(filter: unknown, context: MatchContext): DocTest {
  if (!isDoc(filter))
    throw new MongoError(14, `Expected a filter to be a document, but it is of type ${typeOf(filter)}`);
  return all(Object.keys(filter).map((name) => compileEntry(name, filter[name], context)));
}

function compileEntry(name: string, operand: unknown, context: MatchContext): DocTest {
  if (!name.startsWith('$')) return compileField(name, operand, context) as DocTest;
  switch (name) {
    case '$and':
      return all(clauses(name, operand, context));
    case '$or': {
      const tests = clauses(name, operand, { ...context, near: undefined });
      return (doc) => tests.some((test) => test(doc));
    }
    case '$nor': {
      const tests = clauses(name, operand, untraced(context));
      return (doc) => !tests.some((test) => test(doc));
    }
    case '$comment':
      return always;
    case '$alwaysTrue':
      return always;
    case '$alwaysFalse':
      return never;
    default: {
      const test = context.special(name, operand);
      if (test) return test;
      throw new MongoError(
        2,
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
    }
  }
}

function clauses(name: string, operand: unknown, context: MatchContext): DocTest[] {
  if (!Array.isArray(operand)) throw new MongoError(2, `${name} must be an array`);
  if (operand.length === 0) throw new MongoError(2, '$and/$or/$nor must be a nonempty array');
  return operand.map((clause: unknown) => {
    if (!isDoc(clause)) throw new MongoError(2, '$or/$and/$nor entries need to be full objects');
    return compileDoc(clause, context);
  });
}

/** Is it `{$gt: 1}` rather than a value? A DBRef (`{$ref, $id}`) is a value. */
export function isOperatorDoc(value: unknown): value is Doc {
  if (!isDoc(value)) return false;
  const first = Object.keys(value)[0];
  return first !== undefined && first.startsWith('$') && first !== '$ref' && first !== '$id' && first !== '$db';
}

function compileField(path: string, operand: unknown, context: MatchContext): Test {
  return compileCondition(operand, (inner) => pathLift(path, inner), context, path);
}

function pathLift(path: string, { trace }: MatchContext): Lift {
  const steps = splitPath(path);
  if (steps.length > 1) return (test, leafWhole) => (doc) => anyAt(doc as Doc, steps, test, leafWhole, trace);
  const name = path;
  // Elements of arrays may be arrays themselves, and those have a `length` and methods that are no fields.
  const isInherited = name in Array.prototype;
  return (test, leafWhole) => (doc) => {
    const value = isInherited ? stepInto(doc as Doc, name) : (doc as Doc)[name];
    return typeof value === 'object' ? testLeaf(value, test, leafWhole, trace, -1) : test(value);
  };
}

type LiftMaker = (context: MatchContext) => Lift;
const elementLift: LiftMaker = () => (test) => test;

/** What may stand after a field: a value, a regular expression or a document of operators. */
function compileCondition(operand: unknown, lift: LiftMaker, context: MatchContext, path: string): Test {
  if (typeOf(operand) === 'regex') return lift(context)(regexTest(operand as BSONRegExp), false);
  if (!isOperatorDoc(operand)) return lift(context)(equals(operand, context.collation), false);
  return compileOperators(operand, lift, context, path);
}

function compileOperators(operators: Doc, lift: LiftMaker, context: MatchContext, path: string): Test {
  if (Object.hasOwn(operators, '$options') && !Object.hasOwn(operators, '$regex')) {
    throw new MongoError(2, '$options needs a $regex');
  }
  return all(
    Object.keys(operators)
      .filter((name) => !modifiers.has(name))
      .map((name) => compileOperator(name, operators, lift, context, path)),
  );
}

/** Stand beside an operator and belong to it. */
const modifiers = new Set(['$options', '$comment', '$maxDistance', '$minDistance', '$uniqueDocs']);

function regexTest(regex: BSONRegExp): Test {
  return matchesRegex(compileRegex(regex.pattern, regex.options), regex);
}

function compileOperator(name: string, operators: Doc, lift: LiftMaker, context: MatchContext, path: string): Test {
  const operand = operators[name];
  const { collation } = context;
  const positive = (test: Test, leafWhole = false): Test => lift(context)(test, leafWhole);
  const negative = (test: Test): Test => not(lift(untraced(context))(test, false));
  switch (name) {
    case '$eq':
      return positive(equals(operand, collation));
    case '$ne':
      if (typeOf(operand) === 'regex') throw new MongoError(2, "Can't have regex as arg to $ne.");
      return negative(equals(operand, collation));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (typeOf(operand) === 'regex') {
        throw new MongoError(2, `Can't have RegEx as arg to predicate over field '${path}'.`);
      }
      return positive(compares(name satisfies Comparison, operand, collation));
    case '$in':
      return positive(oneOf(listOf(name, operand), collation));
    case '$nin':
      return negative(oneOf(listOf(name, operand), collation));
    case '$exists':
      return truthy(operand) ? positive((value) => value !== undefined) : negative((value) => value !== undefined);
    case '$type':
      return positive(hasType(operand));
    case '$mod':
      return positive(hasRemainder(operand));
    case '$regex':
      return positive(regexTest(regexOperand(operand, operators['$options'])));
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return positive(hasBits(name satisfies BitTest, operand));
    case '$size':
      return positive(hasSize(operand), true);
    case '$all':
      return compileAll(operand, lift, context);
    case '$elemMatch':
      return positive(elemMatch(operand, context, path), true);
    case '$geoWithin':
    case '$within':
      return positive(geoWithin(operand));
    case '$geoIntersects':
      return positive(geoIntersects(operand));
    case '$near':
    case '$nearSphere':
      return near(name, operators, context, path);
    case '$not':
      return not(compileNot(operand, lift, untraced(context), path));
    default:
      throw new MongoError(2, `unknown operator: ${name}`);
  }
}

/** Finds what lies in the given distance; the search puts it in order. */
function near(name: '$near' | '$nearSphere', operators: Doc, context: MatchContext, path: string): Test {
  if (!context.near || path === '') {
    throw new MongoError(5626500, '$geoNear, $near, and $nearSphere are not allowed in this context');
  }
  const measure = nearOf(name, operators);
  const distance = distanceAt(path, measure);
  context.near(distance);
  return (doc) => distance(doc as Doc) !== undefined;
}

/** The least of the distances of what is stored at a path. */
export function distanceAt(path: string, measure: Measure): (doc: Doc) => number | undefined {
  const steps = splitPath(path);
  return (doc) => {
    let least: number | undefined;
    const look = (value: unknown): boolean => {
      const distance = measure(value);
      if (distance !== undefined) least = Math.min(least ?? Infinity, distance);
      return false;
    };
    anyAt(doc, steps, look, false, { position: -1 });
    return least;
  };
}

function not(test: Test): Test {
  return (subject) => !test(subject);
}

function truthy(value: unknown): boolean {
  if (isNumeric(value)) return integerOf(value as Numeric) !== 0n;
  return value !== false && value != null;
}

function listOf(name: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand)) throw new MongoError(2, `${name} needs an array`);
  if (operand.some(isOperatorDoc)) throw new MongoError(2, `cannot nest $ under ${name}`);
  return operand;
}

function regexOperand(operand: unknown, options: unknown): BSONRegExp {
  if (options !== undefined && typeof options !== 'string') throw new MongoError(2, '$options has to be a string');
  if (typeof operand === 'string') return new BSONRegExp(operand, sorted(options ?? ''));
  if (typeOf(operand) !== 'regex') throw new MongoError(2, '$regex has to be a string');
  const regex = operand as BSONRegExp;
  if (options !== undefined && regex.options !== '')
    throw new MongoError(51075, 'options set in both $regex and $options');
  return options === undefined ? regex : new BSONRegExp(regex.pattern, sorted(options));
}

function sorted(options: string): string {
  return options.split('').sort().join('');
}

function hasSize(operand: unknown): Test {
  const size = isNumeric(operand) ? integerOf(operand as Numeric) : undefined;
  if (size === undefined) throw new MongoError(2, 'Failed to parse $size. Expected an integer');
  if (size < 0n) throw new MongoError(2, `Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
  return (value) => Array.isArray(value) && value.length === Number(size);
}

function compileAll(operand: unknown, lift: LiftMaker, context: MatchContext): Test {
  if (!Array.isArray(operand)) throw new MongoError(2, '$all needs an array');
  if (operand.length === 0) return never;
  const isElemMatch = (entry: unknown): entry is Doc => isDoc(entry) && Object.keys(entry)[0] === '$elemMatch';
  const elemMatches = operand.filter(isElemMatch).length;
  if (elemMatches > 0 && elemMatches < operand.length) throw new MongoError(2, 'no $ expressions in $all');
  return all(
    operand.map((entry: unknown) => {
      if (isElemMatch(entry)) return lift(context)(elemMatch(entry['$elemMatch'], context, ''), true);
      if (isOperatorDoc(entry)) throw new MongoError(2, 'no $ expressions in $all');
      const test = typeOf(entry) === 'regex' ? regexTest(entry as BSONRegExp) : equals(entry, context.collation);
      return lift(context)(test, false);
    }),
  );
}

const logical = new Set(['$and', '$or', '$nor', '$expr', '$where', '$comment', '$text', '$jsonSchema']);

/** One element must satisfy all: operators apply to the element, anything else is a filter on it. */
function elemMatch(operand: unknown, context: MatchContext, path: string): Test {
  if (!isDoc(operand)) throw new MongoError(2, '$elemMatch needs an Object');
  const own = untraced(context);
  const first = Object.keys(operand)[0];
  const onValues = first !== undefined && isOperatorDoc(operand) && !logical.has(first);
  let test: Test;
  if (onValues) test = compileOperators(operand, elementLift, own, path);
  else {
    const matches = compileDoc(operand, own);
    test = (element) => (isDoc(element) || Array.isArray(element)) && matches(element as Doc);
  }
  return (value) => {
    if (!Array.isArray(value)) return false;
    const position = value.findIndex(test);
    if (position >= 0) context.trace.position = position;
    return position >= 0;
  };
}

function compileNot(operand: unknown, lift: LiftMaker, context: MatchContext, path: string): Test {
  if (typeOf(operand) === 'regex') return lift(context)(regexTest(operand as BSONRegExp), false);
  if (!isDoc(operand)) throw new MongoError(2, '$not needs a regex or a document');
  if (Object.keys(operand).length === 0) throw new MongoError(2, '$not cannot be empty');
  return compileOperators(operand, lift, context, path);
}
