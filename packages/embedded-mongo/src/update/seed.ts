import { MongoError } from '../errors.js';
import { isOperatorDoc } from '../match/compile.js';
import { ownGet, ownSet, type Doc } from '../values/doc.js';
import { isDoc, typeOf } from '../values/types.js';

/**
 * The document an upsert starts from: what the filter says a matching document must equal (`{a: 1}`, `$eq`, a list of one in `$in`,
 * also inside `$and` and an `$or` of one clause). `_id` comes first.
 *
 * @throws MongoError 54 when the filter names one path twice or a path and its parent.
 */
export function upsertSeed(filter: Doc): Doc {
  const equalities = new Map<string, unknown>();
  for (const [path, value] of equalitiesOf(filter)) {
    for (const other of equalities.keys()) {
      if (other === path) throw new MongoError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
      if (other.startsWith(`${path}.`) || path.startsWith(`${other}.`)) {
        throw new MongoError(54, `cannot infer query fields to set, both paths '${other}' and '${path}' are matched`);
      }
    }
    equalities.set(path, value);
  }
  let seed: Doc = {};
  for (const [path, value] of equalities) seed = withValueAt(seed, path.split('.'), 0, value);
  return idFirst(seed);
}

function withValueAt(doc: Doc, steps: readonly string[], i: number, value: unknown): Doc {
  const copy = { ...doc };
  const step = steps[i]!;
  const child = ownGet(doc, step);
  ownSet(copy, step, i === steps.length - 1 ? value : withValueAt(isDoc(child) ? child : {}, steps, i + 1, value));
  return copy;
}

/** The same document with `_id`, if there is one, as its first field. */
export function idFirst(doc: Doc): Doc {
  if (!Object.hasOwn(doc, '_id') || Object.keys(doc)[0] === '_id') return doc;
  return { _id: doc['_id'], ...doc };
}

function* equalitiesOf(filter: Doc): Generator<[string, unknown]> {
  for (const name of Object.keys(filter)) {
    const operand = filter[name];
    if (name === '$and' || (name === '$or' && Array.isArray(operand) && operand.length === 1)) {
      if (Array.isArray(operand)) for (const clause of operand) if (isDoc(clause)) yield* equalitiesOf(clause);
    } else if (name.startsWith('$') || typeOf(operand) === 'regex') continue;
    else if (!isOperatorDoc(operand)) yield [name, operand];
    else if (Object.hasOwn(operand, '$eq')) yield [name, operand['$eq']];
    else {
      const list = operand['$in'] ?? operand['$all'];
      if (Array.isArray(list) && list.length === 1 && !isOperatorDoc(list[0]) && typeOf(list[0]) !== 'regex')
        yield [name, list[0]];
    }
  }
}
