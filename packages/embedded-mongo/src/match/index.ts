import { MongoError } from '../errors.js';
import type { Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { compileDoc, type DocTest } from './compile.js';

export { filterBounds, implies, type FilterBounds, type PathBounds } from './bounds.js';

export interface FilterOptions {
  collation?: Collation | undefined;
  /** Values of the variables that `$expr` may name. */
  let?: Doc | undefined;
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
}

/**
 * Compiles a filter once, to be tried on many documents.
 *
 * @throws MongoError 2 (and others) for a filter that MongoDB would refuse.
 * @example compileFilter({ stock: { $gte: 1 } }).test({ stock: 3 })
 */
export function compileFilter(filter: Doc, options: FilterOptions = {}): Matcher {
  const trace = { position: -1 };
  const test: DocTest = compileDoc(filter, {
    collation: options.collation,
    trace,
    special: (name) => {
      if (name === '$where') throw new MongoError(2, '$where is not supported');
      return undefined;
    },
  });
  return {
    test,
    positions(doc) {
      trace.position = -1;
      return test(doc) && trace.position >= 0 ? trace.position : undefined;
    },
  };
}
