import { MongoError } from '../errors.js';
import { equalValues, keyOf } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { compareNumbers, integerOf, toNumber, type Numeric } from '../values/numbers.js';
import type { Test } from '../values/paths.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import { hasType } from './predicates.js';
import { compileRegex } from './regex.js';

/** `$jsonSchema`: draft 4 with `bsonType`, as validators of collections use it. A keyword speaks only of values of its type. */
export function compileSchema(schema: unknown): Test {
  if (!isDoc(schema)) throw new MongoError(14, '$jsonSchema must be an object');
  const tests = Object.keys(schema).map((keyword) => compileKeyword(keyword, schema));
  return (value) => tests.every((test) => test(value));
}

const annotations = new Set(['title', 'description', 'additionalItems', 'exclusiveMinimum', 'exclusiveMaximum']);
const jsonTypes: Readonly<Record<string, unknown>> = {
  array: 'array',
  boolean: 'bool',
  null: 'null',
  number: 'number',
  object: 'object',
  string: 'string',
};

function failed(keyword: string, expected: string): MongoError {
  return new MongoError(9, `$jsonSchema keyword '${keyword}' must be ${expected}`);
}

function compileKeyword(keyword: string, schema: Doc): Test {
  const operand = schema[keyword];
  switch (keyword) {
    case 'bsonType':
      return hasType(operand);
    case 'type':
      return hasType(listOf(operand).map((name) => jsonType(name)));
    case 'enum': {
      const allowed = needList(keyword, operand);
      return (value) => allowed.some((one) => equalValues(one, value));
    }
    case 'required':
      return required(needStrings(keyword, operand));
    case 'properties':
      return properties(schema);
    case 'patternProperties':
    case 'additionalProperties':
      return Object.hasOwn(schema, 'properties') && keyword === 'additionalProperties'
        ? () => true
        : properties(schema);
    case 'items':
      return items(schema);
    case 'minimum':
    case 'maximum':
      return limit(keyword, schema);
    case 'multipleOf': {
      const step = needNumber(keyword, operand);
      return forNumbers((value) => toNumber(value) % toNumber(step) === 0);
    }
    case 'minLength':
    case 'maxLength':
      return sized(keyword, operand, (value) => (typeof value === 'string' ? Array.from(value).length : undefined));
    case 'minItems':
    case 'maxItems':
      return sized(keyword, operand, (value) => (Array.isArray(value) ? value.length : undefined));
    case 'minProperties':
    case 'maxProperties':
      return sized(keyword, operand, (value) => (isDoc(value) ? Object.keys(value).length : undefined));
    case 'pattern': {
      if (typeof operand !== 'string') throw failed(keyword, 'a string');
      const regex = compileRegex(operand, '');
      return (value) => typeof value !== 'string' || regex.test(value);
    }
    case 'uniqueItems':
      return (value) =>
        operand !== true || !Array.isArray(value) || new Set(value.map((one) => keyOf(one))).size === value.length;
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
      return combined(keyword, needList(keyword, operand).map(compileSchema));
    case 'not': {
      const test = compileSchema(operand);
      return (value) => !test(value);
    }
    case 'dependencies':
      return dependencies(operand);
    default:
      if (annotations.has(keyword)) return () => true;
      throw new MongoError(9, `Unknown $jsonSchema keyword: ${keyword}`);
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function jsonType(name: unknown): unknown {
  if (name === 'integer') throw new MongoError(9, "$jsonSchema type 'integer' is not currently supported.");
  if (typeof name === 'string' && Object.hasOwn(jsonTypes, name)) return jsonTypes[name];
  throw new MongoError(9, `Unknown type name alias: ${typeof name === 'string' ? name : typeOf(name)}`);
}

function needList(keyword: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand) || operand.length === 0) throw failed(keyword, 'an array with at least one element');
  return operand;
}

function needStrings(keyword: string, operand: unknown): string[] {
  const list = needList(keyword, operand);
  if (!list.every((entry) => typeof entry === 'string')) throw failed(keyword, 'an array of strings');
  return list;
}

function needNumber(keyword: string, operand: unknown): Numeric {
  if (!isNumeric(operand)) throw failed(keyword, 'a number');
  return operand as Numeric;
}

function required(names: readonly string[]): Test {
  return (value) => !isDoc(value) || names.every((name) => Object.hasOwn(value, name));
}

function additional(keyword: string, operand: unknown): Test {
  if (operand === undefined || typeof operand === 'boolean') return () => operand !== false;
  if (!isDoc(operand)) throw failed(keyword, 'an object or a boolean');
  return compileSchema(operand);
}

/** `properties`, `patternProperties` and `additionalProperties` belong together. */
function properties(schema: Doc): Test {
  const { properties: named = {}, patternProperties: patterned = {}, additionalProperties } = schema;
  if (!isDoc(named)) throw failed('properties', 'an object');
  if (!isDoc(patterned)) throw failed('patternProperties', 'an object');
  const byName = new Map(Object.keys(named).map((name) => [name, compileSchema(named[name])]));
  const byPattern = Object.keys(patterned).map(
    (pattern) => [compileRegex(pattern, ''), compileSchema(patterned[pattern])] as const,
  );
  const rest = additional('additionalProperties', additionalProperties);
  return (value) =>
    !isDoc(value) ||
    Object.keys(value).every((name) => {
      const own = byName.get(name);
      const matching = byPattern.filter(([regex]) => regex.test(name));
      if (own && !own(value[name])) return false;
      if (!matching.every(([, test]) => test(value[name]))) return false;
      return own !== undefined || matching.length > 0 || rest(value[name]);
    });
}

function items(schema: Doc): Test {
  const { items: operand, additionalItems } = schema;
  if (!Array.isArray(operand)) {
    const each = compileSchema(operand);
    return (value) => !Array.isArray(value) || value.every(each);
  }
  const tests = operand.map(compileSchema);
  const rest = additional('additionalItems', additionalItems);
  return (value) => !Array.isArray(value) || value.every((one, i) => (tests[i] ?? rest)(one));
}

function forNumbers(test: (value: Numeric) => boolean): Test {
  return (value) => !isNumeric(value) || test(value as Numeric);
}

function limit(keyword: 'minimum' | 'maximum', schema: Doc): Test {
  const end = needNumber(keyword, schema[keyword]);
  const exclusive = schema[keyword === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum'] === true;
  const sign = keyword === 'minimum' ? 1 : -1;
  return forNumbers((value) => {
    const order = sign * compareNumbers(value, end);
    return exclusive ? order > 0 : order >= 0;
  });
}

function sized(keyword: string, operand: unknown, measure: (value: unknown) => number | undefined): Test {
  const bound = isNumeric(operand) ? integerOf(operand as Numeric) : undefined;
  if (bound === undefined || bound < 0n) throw failed(keyword, 'a non-negative integer');
  const isMinimum = keyword.startsWith('min');
  return (value) => {
    const size = measure(value);
    return size === undefined || (isMinimum ? size >= bound : size <= bound);
  };
}

function combined(keyword: 'allOf' | 'anyOf' | 'oneOf', tests: readonly Test[]): Test {
  if (keyword === 'allOf') return (value) => tests.every((test) => test(value));
  if (keyword === 'anyOf') return (value) => tests.some((test) => test(value));
  return (value) => tests.filter((test) => test(value)).length === 1;
}

function dependencies(operand: unknown): Test {
  if (!isDoc(operand)) throw failed('dependencies', 'an object');
  const tests = Object.keys(operand).map((name) => {
    const needs = operand[name];
    const test = Array.isArray(needs) ? required(needStrings('dependencies', needs)) : compileSchema(needs);
    return (value: unknown): boolean => !isDoc(value) || !Object.hasOwn(value, name) || test(value);
  });
  return (value) => tests.every((test) => test(value));
}
