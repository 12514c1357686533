import type { BSONRegExp, BSONSymbol, Double, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { guardedRegExp } from '../match/guard.js';
import { compileRegex } from '../match/regex.js';
import { compareStrings } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { typeOf } from '../values/types.js';
import { namedArguments, positional } from './arguments.js';
import { bound, int32 } from './list-arguments.js';
import { isConstant, type Expr, type OperatorCompiler } from './compile.js';
import { formatIso } from './calendar.js';

/** As `$toLower`, `$substr` and `$strcasecmp` read other types: null is the empty string. */
function coerce(value: unknown): string {
  switch (typeOf(value)) {
    case 'null':
    case 'missing':
      return '';
    case 'string':
      return value as string;
    case 'symbol':
      return (value as BSONSymbol).value;
    case 'date':
      return formatIso(value as Date);
    case 'timestamp':
      return formatIso(new Date(((value as Timestamp).high >>> 0) * 1000));
    case 'double':
      return String(typeof value === 'number' ? value : (value as Double).value);
    case 'int':
    case 'long':
    case 'decimal':
      return String(value as number);
    default:
      throw new MongoError(16007, `can't convert from BSON type ${typeOf(value)} to String`);
  }
}

function text(value: unknown, code: number, message: string): string {
  if (typeof value !== 'string') throw new MongoError(code, `${message}, found: ${typeOf(value)}`);
  return value;
}

const concat = positional(0, Infinity, (args) => (root) => {
  let joined = '';
  for (const arg of args) {
    const value = arg(root);
    if (value == null) return null;
    if (typeof value !== 'string') throw new MongoError(16702, `$concat only supports strings, not ${typeOf(value)}`);
    joined += value;
  }
  return joined;
});

/** Upper and lower case of ASCII letters only. */
export const upper = (value: string): string => value.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
export const lower = (value: string): string => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function changeCase(change: (value: string) => string): OperatorCompiler {
  return positional(
    1,
    1,
    ([arg]) =>
      (root) =>
        change(coerce(arg!(root))),
  );
}

const substrBytes = positional(3, 3, ([input, start, length]) => (root) => {
  const bytes = Buffer.from(coerce(input!(root)));
  const from = int32(start!(root), 16034, '$substrBytes:  starting index must be a numeric type');
  const count = int32(length!(root), 16035, '$substrBytes:  length must be a numeric type');
  if (from < 0) throw new MongoError(50752, `$substrBytes:  starting index must be non-negative (got: ${from})`);
  const to = count < 0 ? bytes.length : Math.min(from + count, bytes.length);
  const isMiddle = (at: number): boolean => at < bytes.length && (bytes[at]! & 0xc0) === 0x80;
  if (isMiddle(from))
    throw new MongoError(28656, '$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.');
  if (isMiddle(to))
    throw new MongoError(28657, '$substrBytes:  Invalid range, ending index is in the middle of a UTF-8 character.');
  return bytes.toString('utf8', Math.min(from, bytes.length), Math.max(to, from));
});

const substrCodePoints = positional(3, 3, ([input, start, length]) => (root) => {
  const points = Array.from(coerce(input!(root)));
  const from = int32(start!(root), 34450, '$substrCP: starting index must be a numeric type', 34451);
  const count = int32(length!(root), 34452, '$substrCP: length must be a numeric type', 34453);
  if (from < 0) throw new MongoError(34455, '$substrCP: the starting index must be nonnegative integer.');
  if (count < 0) throw new MongoError(34454, '$substrCP: length must be a nonnegative integer.');
  return points.slice(from, from + count).join('');
});

const split = positional(2, 2, ([input, separator]) => (root) => {
  const value = input!(root);
  const by = separator!(root);
  if (value == null || by == null) return null;
  const subject = text(value, 40085, '$split requires an expression that evaluates to a string as a first argument');
  const mark = text(by, 40086, '$split requires an expression that evaluates to a string as a second argument');
  if (mark === '') throw new MongoError(40087, '$split requires a non-empty separator');
  return subject.split(mark);
});

const blanks = '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

function trimmer(left: boolean, right: boolean): OperatorCompiler {
  return (operand, env, name) => {
    const args = namedArguments(operand, env, name, ['input', 'chars'], {
      shape: 50696,
      unknown: 50694,
      missing: 50695,
    });
    const input = args.need('input');
    const chars = args.get('chars');
    return (root) => {
      const value = input(root);
      const set = chars ? chars(root) : blanks;
      if (value == null || set == null) return null;
      if (typeof value !== 'string')
        throw new MongoError(50699, `${name} requires its input to be a string, got ${typeOf(value)} instead.`);
      if (typeof set !== 'string')
        throw new MongoError(50700, `${name} requires 'chars' to be a string, got ${typeOf(set)} instead.`);
      const unwanted = new Set(Array.from(set));
      const points = Array.from(value);
      let [from, to] = [0, points.length];
      if (left) while (from < to && unwanted.has(points[from]!)) from += 1;
      if (right) while (to > from && unwanted.has(points[to - 1]!)) to -= 1;
      return points.slice(from, to).join('');
    };
  };
}

/** `$indexOfBytes` and `$indexOfCP` differ in what they count. */
function indexOf(codes: [number, number], toUnits: (value: string) => readonly unknown[]): OperatorCompiler {
  return positional(2, 4, ([input, wanted, start, end], _env, name) => (root) => {
    const value = input!(root);
    if (value == null) return null;
    const subject = toUnits(text(value, codes[0], `${name} requires a string as the first argument`));
    const searched = toUnits(text(wanted!(root), codes[1], `${name} requires a string as the second argument`));
    const from = start ? bound(start(root), name, 'starting') : 0;
    const to = Math.min(end ? bound(end(root), name, 'ending') : subject.length, subject.length);
    for (let i = from; i + searched.length <= to; i++) {
      if (searched.every((unit, k) => subject[i + k] === unit)) return i;
    }
    return -1;
  });
}

const compareIgnoringCase = positional(
  2,
  2,
  ([left, right]) =>
    (root) =>
      Math.sign(compareStrings(upper(coerce(left!(root))), upper(coerce(right!(root))))),
);

function replacer(replace: (input: string, find: string, replacement: string) => string): OperatorCompiler {
  return (operand, env, name) => {
    const args = namedArguments(operand, env, name, ['input', 'find', 'replacement'], {
      shape: 51751,
      unknown: 51750,
      missing: 51749,
    });
    const parts = ['input', 'find', 'replacement'].map((key) => args.need(key));
    return (root) => {
      const values = parts.map((part) => part(root));
      if (values.some((value) => value == null)) return null;
      const [input, find, replacement] = values.map((value, i) =>
        text(
          value,
          [51746, 51745, 51744][i]!,
          `${name} requires that '${['input', 'find', 'replacement'][i]}' be a string`,
        ),
      ) as [string, string, string];
      return replace(input, find, replacement);
    };
  };
}

function replaceOne(input: string, find: string, replacement: string): string {
  const at = input.indexOf(find);
  return at < 0 ? input : input.slice(0, at) + replacement + input.slice(at + find.length);
}

function replaceAll(input: string, find: string, replacement: string): string {
  return find === ''
    ? replacement + Array.from(input, (point) => point + replacement).join('')
    : input.split(find).join(replacement);
}

interface Search {
  input: string;
  regex: RegExp;
}

function regexOperator(answer: (search: Search | undefined) => unknown): OperatorCompiler {
  return (operand, env, name) => {
    const args = namedArguments(operand, env, name, ['input', 'regex', 'options'], {
      shape: 51103,
      unknown: 31024,
      missing: 31022,
    });
    const [input, pattern, options] = [args.need('input'), args.need('regex'), args.get('options')];
    const regexOf = regexSource(pattern, options, name);
    return (root) => {
      const value = input(root);
      const regex = regexOf(root);
      if (value == null || regex === undefined) return answer(undefined);
      if (typeof value !== 'string') throw new MongoError(51104, `${name} needs 'input' to be of type string`);
      return answer({ input: value, regex });
    };
  };
}

function regexSource(pattern: Expr, options: Expr | undefined, name: string): (root: Doc) => RegExp | undefined {
  const build = (root: Doc): RegExp | undefined => {
    const source = pattern(root);
    const given = options?.(root);
    if (source == null) return undefined;
    if (given != null && typeof given !== 'string')
      throw new MongoError(51106, `${name} needs 'options' to be of type string`);
    let flags = given ?? '';
    let body: string;
    if (typeOf(source) === 'regex') {
      const regex = source as BSONRegExp;
      if (given != null && regex.options !== '')
        throw new MongoError(51107, `${name} found regex option(s) specified in both 'regex' and 'option' fields`);
      body = regex.pattern;
      flags = given ?? regex.options;
    } else if (typeof source === 'string') body = source;
    else throw new MongoError(51105, `${name} needs 'regex' to be of type string or regex`);
    const compiled = compileRegex(body, flags);
    return guardedRegExp(compiled.source, `${compiled.flags}g`);
  };
  const isFixed = isConstant(pattern) && (options === undefined || isConstant(options));
  if (!isFixed) return build;
  const compiled = build({});
  return () => compiled;
}

function describe(found: RegExpExecArray): Doc {
  return {
    match: found[0],
    idx: Array.from(found.input.slice(0, found.index)).length,
    captures: found.slice(1).map((capture: string | undefined) => capture ?? null),
  };
}

function firstMatch(search: Search | undefined): RegExpExecArray | null {
  if (!search) return null;
  search.regex.lastIndex = 0;
  return search.regex.exec(search.input);
}

function strLen(code: number, measure: (value: string) => number): OperatorCompiler {
  return positional(
    1,
    1,
    ([arg], _env, name) =>
      (root) =>
        measure(text(arg!(root), code, `${name} requires a string argument`)),
  );
}

export const strings: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$concat', concat],
  ['$toLower', changeCase(lower)],
  ['$toUpper', changeCase(upper)],
  ['$substr', substrBytes],
  ['$substrBytes', substrBytes],
  ['$substrCP', substrCodePoints],
  ['$strLenBytes', strLen(34473, (value) => Buffer.byteLength(value))],
  ['$strLenCP', strLen(34471, (value) => Array.from(value).length)],
  ['$split', split],
  ['$trim', trimmer(true, true)],
  ['$ltrim', trimmer(true, false)],
  ['$rtrim', trimmer(false, true)],
  ['$indexOfBytes', indexOf([40091, 40092], (value) => [...Buffer.from(value)])],
  ['$indexOfCP', indexOf([40093, 40094], (value) => Array.from(value))],
  ['$strcasecmp', compareIgnoringCase],
  ['$replaceOne', replacer(replaceOne)],
  ['$replaceAll', replacer(replaceAll)],
  ['$regexMatch', regexOperator((search) => firstMatch(search) !== null)],
  [
    '$regexFind',
    regexOperator((search) => {
      const found = firstMatch(search);
      return found ? describe(found) : null;
    }),
  ],
  [
    '$regexFindAll',
    regexOperator((search) => (search ? Array.from(search.input.matchAll(search.regex), describe) : [])),
  ],
];
