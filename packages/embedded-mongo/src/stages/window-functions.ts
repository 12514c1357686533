import { MongoError } from '../errors.js';
import { compileExpression, fieldAt, type Env } from '../expressions/index.js';
import { unitFrom } from '../expressions/date-arithmetic.js';
import { calculateLoosely } from '../values/arithmetic.js';
import { compareValues } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, makeDouble, toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric } from '../values/types.js';
import { compileWindow } from './window-bounds.js';

/** A value for each document of a partition, in its order. */
export type WindowFunction = (docs: readonly Doc[]) => unknown[];

interface Given {
  env: Env;
  order: Doc;
  window: unknown;
  name: string;
}

type Make = (operand: unknown, given: Given) => WindowFunction;

function withoutWindow({ window, order, name }: Given): void {
  if (window !== undefined) throw new MongoError(5371601, `${name} does not accept a 'window' field`);
  if (Object.keys(order).length === 0)
    throw new MongoError(5371602, `${name} must be specified with a top level sortBy expression`);
}

function noArguments(operand: unknown, name: string): void {
  if (!isDoc(operand) || Object.keys(operand).length > 0)
    throw new MongoError(5371603, `${name} must be specified with '{}' as the value`);
}

/** Ranks follow the single field of `sortBy`. */
function ranking(next: (state: { rank: number; position: number }, isTie: boolean) => number): Make {
  return (operand, given) => {
    noArguments(operand, given.name);
    withoutWindow(given);
    const [path, ...others] = Object.keys(given.order);
    if (given.name !== '$documentNumber' && others.length > 0) {
      throw new MongoError(
        5371602,
        `${given.name} must be specified with a top level sortBy expression with exactly one element`,
      );
    }
    const steps = path!.split('.');
    return (docs) => {
      let rank = 0;
      let last: unknown;
      return docs.map((doc, i) => {
        const value = fieldAt(doc, steps, 0) ?? null;
        rank = next({ rank, position: i + 1 }, i > 0 && compareValues(value, last, given.env.collation) === 0);
        last = value;
        return rank;
      });
    };
  };
}

function options(operand: unknown, name: string, allowed: readonly string[]): Doc {
  if (!isDoc(operand)) throw new MongoError(9, `Argument to ${name} must be an object`);
  const odd = Object.keys(operand).find((key) => !allowed.includes(key));
  if (odd !== undefined) throw new MongoError(9, `${name} got unexpected argument: ${odd}`);
  return operand;
}

const shift: Make = (operand, given) => {
  const { output, by, default: fallback = null } = options(operand, '$shift', ['output', 'by', 'default']);
  withoutWindow(given);
  const offset = isNumeric(by) ? integerOf(by as Numeric) : undefined;
  if (output === undefined || offset === undefined)
    throw new MongoError(9, "$shift requires 'output' and an integer 'by'");
  const give = compileExpression(output, given.env);
  const otherwise = compileExpression(fallback, given.env)({});
  return (docs) =>
    docs.map((_doc, i) => {
      const other = docs[i + Number(offset)];
      return other ? give(other) : otherwise;
    });
};

const expMovingAvg: Make = (operand, given) => {
  const { input, N, alpha } = options(operand, '$expMovingAvg', ['input', 'N', 'alpha']);
  withoutWindow(given);
  if (input === undefined || (N === undefined) === (alpha === undefined)) {
    throw new MongoError(
      9,
      `$expMovingAvg sub object must have exactly two fields: An 'input' field, and either an 'N' field or an 'alpha' field`,
    );
  }
  const weight = N === undefined ? numberIn(alpha, 'alpha') : 2 / (numberIn(N, 'N') + 1);
  if (N === undefined && !(weight > 0 && weight < 1))
    throw new MongoError(9, "'alpha' must be between 0 and 1 (exclusive)");
  const give = compileExpression(input, given.env);
  return (docs) => {
    let average: number | undefined;
    return docs.map((doc) => {
      const value = give(doc);
      if (isNumeric(value)) {
        const x = toNumber(value as Numeric);
        average = average === undefined ? x : x * weight + average * (1 - weight);
      }
      return average === undefined ? null : makeDouble(average);
    });
  };
};

function numberIn(value: unknown, name: string): number {
  if (!isNumeric(value)) throw new MongoError(9, `'${name}' must be a number, but found: ${formatValue(value)}`);
  return toNumber(value as Numeric);
}

const unitMs = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
} as const;

/** `$derivative` and `$integral`: along the single field of `sortBy`. */
function calculus(compute: (points: Array<[x: number, y: number]>) => number | null): Make {
  return (operand, { env, order, window, name }) => {
    const { input, unit } = options(operand, name, ['input', 'unit']);
    const [path, ...others] = Object.keys(order);
    if (path === undefined || others.length > 0)
      throw new MongoError(9, `${name} requires a sortBy with exactly one element`);
    if (window === undefined && name === '$derivative')
      throw new MongoError(9, '$derivative requires explicit window bounds');
    const length = unit === undefined ? undefined : unitMs[unitFrom(unit, name, 9) as keyof typeof unitMs];
    if (unit !== undefined && length === undefined) throw new MongoError(5490710, "unit must be 'week' or smaller");
    const give = compileExpression(input, env);
    const bounds = compileWindow(window, order);
    const steps = path.split('.');
    const xOf = (doc: Doc): number => {
      const value = fieldAt(doc, steps, 0);
      if (value instanceof Date) {
        if (length === undefined) throw new MongoError(5624901, `${name} where the sortBy is a Date requires a 'unit'`);
        return value.getTime() / length;
      }
      if (!isNumeric(value) || length !== undefined)
        throw new MongoError(
          5624902,
          `${name} requires the sortBy to be ${length === undefined ? 'a number' : 'a date'}`,
        );
      return toNumber(value as Numeric);
    };
    return (docs) => {
      const at = bounds.over(docs);
      return docs.map((_doc, i) => {
        const { from, to } = at(i);
        const points = docs.slice(from, to).flatMap((doc): Array<[number, number]> => {
          const y = give(doc);
          return isNumeric(y) ? [[xOf(doc), toNumber(y as Numeric)]] : [];
        });
        const result = compute(points);
        return result === null ? null : makeDouble(result);
      });
    };
  };
}

function slope(points: Array<[number, number]>): number | null {
  if (points.length < 2) return null;
  const [[x0, y0], [x1, y1]] = [points[0]!, points.at(-1)!];
  return x0 === x1 ? null : (y1 - y0) / (x1 - x0);
}

function area(points: Array<[number, number]>): number {
  let total = 0;
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1]!, points[i]!];
    total += ((y0 + y1) / 2) * (x1 - x0);
  }
  return total;
}

function covariance(isSample: boolean): Make {
  return (operand, { env, order, window, name }) => {
    if (!Array.isArray(operand) || operand.length !== 2)
      throw new MongoError(16020, `Expression ${name} takes exactly 2 arguments.`);
    const [left, right] = operand.map((each: unknown) => compileExpression(each, env));
    const bounds = compileWindow(window, order);
    return (docs) => {
      const at = bounds.over(docs);
      return docs.map((_doc, i) => {
        const { from, to } = at(i);
        const pairs = docs.slice(from, to).flatMap((doc): Array<[number, number]> => {
          const [x, y] = [left!(doc), right!(doc)];
          return isNumeric(x) && isNumeric(y) ? [[toNumber(x as Numeric), toNumber(y as Numeric)]] : [];
        });
        const divisor = isSample ? pairs.length - 1 : pairs.length;
        if (divisor <= 0) return null;
        const mean = (k: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
        const [mx, my] = [mean(0), mean(1)];
        return makeDouble(pairs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / divisor);
      });
    };
  };
}

/** The last value that was there. */
const locf: Make = (operand, { env, window }) => {
  if (window !== undefined) throw new MongoError(5371601, "$locf does not accept a 'window' field");
  const give = compileExpression(operand, env);
  return (docs) => {
    let last: unknown = null;
    return docs.map((doc) => (last = give(doc) ?? last));
  };
};

/** Between two values that are there, on the straight line. */
const linearFill: Make = (operand, given) => {
  withoutWindow(given);
  const [path, ...others] = Object.keys(given.order);
  if (others.length > 0)
    throw new MongoError(
      605001,
      '$linearFill must be specified with a top level sortBy expression with exactly one element',
    );
  const give = compileExpression(operand, given.env);
  const steps = path!.split('.');
  const xOf = (doc: Doc): number => {
    const value = fieldAt(doc, steps, 0);
    if (value instanceof Date) return value.getTime();
    if (isNumeric(value)) return toNumber(value as Numeric);
    throw new MongoError(605002, 'A value to be filled needs a number or a date in sortBy');
  };
  return (docs) => {
    const values = docs.map((doc) => give(doc) ?? null);
    const known = values.flatMap((value, i) => (isNumeric(value) ? [i] : []));
    return values.map((value, i) => {
      if (value !== null) return value;
      const before = known.findLast((k) => k < i);
      const after = known.find((k) => k > i);
      if (before === undefined || after === undefined) return null;
      const share = (xOf(docs[i]!) - xOf(docs[before]!)) / (xOf(docs[after]!) - xOf(docs[before]!));
      const [low, high] = [values[before] as Numeric, values[after] as Numeric];
      return calculateLoosely(
        'add',
        low,
        calculateLoosely('multiply', calculateLoosely('subtract', high, low), makeDouble(share)),
      );
    });
  };
};

export const windowFunctions: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['$rank', ranking(({ rank, position }, isTie) => (isTie ? rank : position))],
  ['$denseRank', ranking(({ rank }, isTie) => (isTie ? rank : rank + 1))],
  ['$documentNumber', ranking(({ position }) => position)],
  ['$shift', shift],
  ['$expMovingAvg', expMovingAvg],
  ['$derivative', calculus(slope)],
  ['$integral', calculus(area)],
  ['$covariancePop', covariance(false)],
  ['$covarianceSamp', covariance(true)],
  ['$locf', locf],
  ['$linearFill', linearFill],
]);
