import { isDoc, ownGet, ownSet, typeOf, type Doc } from '../values/index.js';
import { identical } from '../values/identical.js';

/** What an update did, as change streams describe it. */
export function difference(before: Doc, after: Doc): Doc {
  const found: Found = { updatedFields: {}, removedFields: [], truncatedArrays: [] };
  compareDocs(before, after, '', found);
  return { ...found };
}

interface Found {
  updatedFields: Doc;
  removedFields: string[];
  truncatedArrays: Doc[];
}

function compareDocs(before: Doc, after: Doc, above: string, found: Found): void {
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) found.removedFields.push(above + name);
  for (const name of Object.keys(after)) compareValue(ownGet(before, name), after[name], above + name, found);
}

function compareValue(before: unknown, after: unknown, path: string, found: Found): void {
  if (before === after) return;
  if (isDoc(before) && isDoc(after)) compareDocs(before, after, `${path}.`, found);
  else if (Array.isArray(before) && Array.isArray(after)) compareArrays(before, after, path, found);
  else if (typeOf(before) === 'missing' || !identical(before, after)) ownSet(found.updatedFields, path, after);
}

function compareArrays(before: readonly unknown[], after: readonly unknown[], path: string, found: Found): void {
  if (after.length < before.length) found.truncatedArrays.push({ field: path, newSize: after.length });
  after.forEach((value, i) => compareValue(before[i], value, `${path}.${i}`, found));
}
