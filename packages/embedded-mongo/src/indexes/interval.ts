import type { PathBounds } from '../match/index.js';
import { bracketOf, compareValues } from '../values/index.js';
import type { Interval } from './index.js';

/** The values an index must be asked for: `eq` and `in` alike. */
export function pointsOf(bounds: PathBounds): readonly unknown[] | undefined {
  return 'eq' in bounds ? [bounds.eq] : bounds.in;
}

/**
 * The interval of keys for a range. Where arrays were spread (`multikey`), two different elements may meet the two ends,
 * so only one of them may narrow the search.
 */
export function intervalOf(bounds: PathBounds, multikey: boolean): Interval | undefined {
  const { min } = bounds;
  const max = min && multikey ? undefined : bounds.max;
  const end = min ?? max;
  if (!end) return undefined;
  const bracket = bracketOf(end.value);
  return {
    position(value, collation) {
      const away = bracketOf(value) - bracket;
      if (away !== 0) return Math.sign(away);
      if (min) {
        const order = compareValues(value, min.value, collation);
        if (order < 0 || (order === 0 && !min.inclusive)) return -1;
      }
      if (max && bracketOf(max.value) === bracket) {
        const order = compareValues(value, max.value, collation);
        if (order > 0 || (order === 0 && !max.inclusive)) return 1;
      }
      return 0;
    },
  };
}

const textBrackets = new Set([bracketOf(''), bracketOf({}), bracketOf([])]);

/** Does a collation decide which keys these bounds find? */
export function dependsOnCollation(bounds: PathBounds): boolean {
  return [...(pointsOf(bounds) ?? []), bounds.min?.value, bounds.max?.value].some((value) =>
    textBrackets.has(bracketOf(value)),
  );
}
