import { MongoError } from '../errors.js';
import { compileExpression, environment, isTrue, type Env } from '../expressions/index.js';
import type { Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { toNumber, type Numeric } from '../values/numbers.js';
import { isNumeric } from '../values/types.js';
import { compileDoc, type DocTest } from './compile.js';
import { compileSchema } from './json-schema.js';
import { compileText, type TextIndex, type TextSearch } from './text.js';

export { compileText, languageOf, termScores, type TextIndex } from './text.js';
export { distanceAt } from './compile.js';
export { filterBounds, implies, type FilterBounds, type PathBounds } from './bounds.js';

export interface FilterOptions {
  collation?: Collation | undefined;
  /** Variables that `$expr` may name; their values are expressions, evaluated once. */
  let?: Doc | undefined;
  /** What `$$NOW` gives. */
  now?: Date | undefined;
  /** The text index of the collection, which `$text` needs. */
  text?: TextIndex | undefined;
  /** May the filter ask for an order by distance (`$near`)? */
  near?: boolean | undefined;
  /** Instead of `collation`, `let` and `now`, for filters inside pipelines. */
  env?: Env | undefined;
}

/** A compiled filter. */
export interface Matcher {
  /** Does the document match? */
  test(doc: Doc): boolean;
  /**
   * Where in an array the filter found its match, for the `$` of an update or projection: the index in the outermost array of the path,
   * or in the array that `$elemMatch` looked at. Undefined when the document does not match or no array had a part in it.
   */
  positions(doc: Doc): number | undefined;
  /** How well a document fits the `$text` of the filter; undefined for a filter without one. */
  readonly score: ((doc: Doc) => number) | undefined;
  /** How far a document is from the point of a `$near`, which also gives the order; undefined for a filter without one. */
  readonly near: ((doc: Doc) => number | undefined) | undefined;
}

/**
 * Compiles a filter once, to be tried on many documents.
 *
 * @throws MongoError 2 (and others) for a filter that MongoDB would refuse.
 * @example compileFilter({ stock: { $gte: 1 } }).test({ stock: 3 })
 */
export function compileFilter(filter: Doc, options: FilterOptions = {}): Matcher {
  const trace = { position: -1 };
  let text: TextSearch | undefined;
  let near: Matcher['near'];
  const test: DocTest = compileDoc(filter, {
    collation: options.env?.collation ?? options.collation,
    trace,
    near: options.near
      ? (distance) => {
          if (near) throw new MongoError(2, 'Too many geoNear expressions');
          near = distance;
        }
      : undefined,
    special(name, operand) {
      if (name !== '$text') return compileSpecial(name, operand, options);
      if (text) throw new MongoError(2, 'Too many text expressions');
      text = compileText(operand, options.text);
      return text.test;
    },
  });
  return {
    test,
    score: text?.score,
    near,
    positions(doc) {
      trace.position = -1;
      return test(doc) && trace.position >= 0 ? trace.position : undefined;
    },
  };
}

/** Operators on the whole document. */
function compileSpecial(name: string, operand: unknown, options: FilterOptions): DocTest | undefined {
  switch (name) {
    case '$expr': {
      const expr = compileExpression(operand, options.env ?? environment(options));
      return (doc) => isTrue(expr(doc));
    }
    case '$sampleRate': {
      const rate = isNumeric(operand) ? toNumber(operand as Numeric) : -1;
      if (!(rate >= 0 && rate <= 1)) throw new MongoError(2, `numeric argument to $sampleRate must be in [0, 1]`);
      return () => Math.random() < rate;
    }
    case '$jsonSchema':
      return compileSchema(operand);
    case '$where':
      throw new MongoError(2, '$where is not supported');
    default:
      return undefined;
  }
}
