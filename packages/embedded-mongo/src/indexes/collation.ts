import { compileCollation } from '../collation/index.js';
import type { Collation, Doc } from '../values/index.js';

/** A collation with all its defaults written out, as the server shows it. */
export function wholeCollation(given: Doc): Doc {
  return {
    locale: given['locale'],
    caseLevel: false,
    caseFirst: 'off',
    strength: 3,
    numericOrdering: false,
    alternate: 'non-ignorable',
    maxVariable: 'punct',
    normalization: false,
    backwards: false,
    ...given,
    version: '57.1',
  };
}

/** The compiled collation: the same object for the same meaning. None for the simple one. */
export function collationOf(given: Doc): Collation | undefined {
  return compileCollation(wholeCollation(given));
}
