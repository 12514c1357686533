import { MongoError } from '../errors.js';
import { compileFilter, type FilterOptions, type Matcher } from '../match/index.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { isDoc } from '../values/types.js';

/** Compiles `arrayFilters: [{'x.price': {$gt: 5}}]`, each under the one name it begins with. */
export function compileArrayFilters(filters: readonly unknown[], options: FilterOptions): ReadonlyMap<string, Matcher> {
  const compiled = new Map<string, Matcher>();
  for (const filter of filters) {
    if (!isDoc(filter)) throw new MongoError(14, 'The array filters must be documents');
    const names = [...new Set(identifiersOf(filter))];
    const [id] = names;
    if (id === undefined) {
      throw new MongoError(9, 'Cannot use an expression without a top-level field name in arrayFilters');
    }
    if (names.length > 1) {
      throw new MongoError(
        9,
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${id}' and '${names[1]}'`,
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(id)) {
      throw new MongoError(
        2,
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${id}'`,
      );
    }
    if (compiled.has(id))
      throw new MongoError(9, `Found multiple array filters with the same top-level field name ${id}`);
    compiled.set(id, compileFilter(filter, options));
  }
  return compiled;
}

function* identifiersOf(filter: Doc): Generator<string> {
  for (const name of Object.keys(filter)) {
    if (!name.startsWith('$')) yield name.split('.')[0]!;
    else if (Array.isArray(filter[name])) {
      for (const clause of filter[name]) if (isDoc(clause)) yield* identifiersOf(clause);
    }
  }
}

/** Every filter must be used, and every `$[id]` must have its filter. */
export function checkIdentifiers(used: ReadonlySet<string>, filters: ReadonlyMap<string, Matcher>, update: Doc): void {
  for (const id of filters.keys()) {
    if (!used.has(id)) {
      throw new MongoError(
        9,
        `The array filter for identifier '${id}' was not used in the update ${formatValue(update)}`,
      );
    }
  }
  for (const id of used) {
    if (!filters.has(id))
      throw new MongoError(2, `No array filter found for identifier '${id}' in the update ${formatValue(update)}`);
  }
}
