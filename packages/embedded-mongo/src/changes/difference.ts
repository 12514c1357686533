import { isDoc, ownGet, ownSet, typeOf, type Doc } from '../values/index.js';
import { identical } from '../values/identical.js';

/** What an update did, as change streams describe it; `expanded` adds which paths could be read in two ways. */
export function difference(before: Doc, after: Doc, expanded = false): Doc {
  const found: Found = { updatedFields: {}, removedFields: [], truncatedArrays: [] };
  if (expanded) found.disambiguatedPaths = {};
  compareDocs(before, after, [], found);
  return { ...found };
}

type Steps = readonly (string | number)[];

interface Found {
  updatedFields: Doc;
  removedFields: string[];
  truncatedArrays: Doc[];
  disambiguatedPaths?: Doc;
}

function compareDocs(before: Doc, after: Doc, above: Steps, found: Found): void {
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(after, name)) found.removedFields.push(pathOf([...above, name], found));
  }
  for (const name of Object.keys(after)) compareValue(ownGet(before, name), after[name], [...above, name], found);
}

function compareValue(before: unknown, after: unknown, steps: Steps, found: Found): void {
  if (before === after) return;
  if (isDoc(before) && isDoc(after)) compareDocs(before, after, steps, found);
  else if (Array.isArray(before) && Array.isArray(after)) compareArrays(before, after, steps, found);
  else if (typeOf(before) === 'missing' || !identical(before, after)) {
    ownSet(found.updatedFields, pathOf(steps, found), after);
  }
}

function compareArrays(before: readonly unknown[], after: readonly unknown[], steps: Steps, found: Found): void {
  if (after.length < before.length) {
    found.truncatedArrays.push({ field: pathOf(steps, found), newSize: after.length });
  }
  after.forEach((value, i) => compareValue(before[i], value, [...steps, i], found));
}

/** The dotted path; noted apart where a field is named like a place in an array, or has a dot in its name. */
function pathOf(steps: Steps, { disambiguatedPaths }: Found): string {
  const path = steps.join('.');
  const isAmbiguous = (step: string | number): boolean => typeof step === 'string' && /^\d+$|\./.test(step);
  if (disambiguatedPaths && steps.some(isAmbiguous)) ownSet(disambiguatedPaths, path, [...steps]);
  return path;
}
