import { MongoError } from '../errors.js';
import { collationOf } from '../indexes/collation.js';
import { Index } from '../indexes/index.js';
import type { IndexSpec } from '../indexes/spec.js';
import { compileFilter } from '../match/index.js';
import { isDoc, ownGet, type Doc } from '../values/index.js';
import { capOf } from './capped.js';
import type { Collection } from './collection.js';
import { measurementsOf, seriesOf } from './series.js';
import { viewOf } from './views.js';

/** Takes in a collection's options: compiles what every query or write needs of them. */
export function applyOptions(collection: Collection, options: Doc): void {
  const collation = ownGet(options, 'collation');
  const validator = ownGet(options, 'validator');
  const compiled = isDoc(collation) ? collationOf(collation) : undefined;
  const matcher =
    isDoc(validator) && Object.keys(validator).length > 0
      ? compileFilter(validator, { collation: compiled })
      : undefined;
  collection.options = options;
  collection.collation = compiled;
  collection.validator = matcher;
  collection.series = seriesOf(collection.name, options);
  collection.view = collection.series ? measurementsOf(collection.series) : viewOf(options);
  collection.cap = capOf(options);
}

/** An index ready to be filled. */
export function compileIndex(spec: IndexSpec): Index {
  const collation = spec.collation ? collationOf(spec.collation) : undefined;
  if (spec.partial) checkPartial(spec.partial);
  return new Index(spec, { collation, partial: spec.partial ? compileFilter(spec.partial, { collation }) : undefined });
}

const partialOperators = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$exists', '$type']);

/** @throws MongoError 67 for a partial filter with operators that an index cannot be decided by. */
function checkPartial(filter: Doc): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' || name === '$or') {
      if (Array.isArray(condition)) for (const part of condition) if (isDoc(part)) checkPartial(part);
    } else if (name.startsWith('$')) {
      throw new MongoError(67, `unsupported expression in partial index: ${name}`);
    } else if (isDoc(condition)) {
      const wrong = Object.keys(condition).find(
        (operator) =>
          operator.startsWith('$') &&
          (!partialOperators.has(operator) || (operator === '$exists' && !condition[operator])),
      );
      if (wrong) throw new MongoError(67, `Expression not supported in partial index: ${name} ${wrong}`);
    }
  }
}
