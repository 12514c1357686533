/** Lower case, no accents, words of letters and digits; a plural s is dropped, so that "eggs" finds "egg". */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word));
}

/** What is stored of a product for search. `terms` is indexed; `words` is what candidates are ranked by. */
export interface SearchEntry {
  /** Words of the name and brand, which count more than the rest. */
  names: string[];
  others: string[];
  terms: string[];
}

const longestPrefix = 10;

/** Beginnings of a word, so that a buyer who has typed "sug" sees sugar by way of an index. */
const beginnings = (word: string): string[] =>
  Array.from({ length: Math.min(word.length, longestPrefix) }, (_, i) => word.slice(0, i + 1));

/** Three-letter pieces, which two spellings of a word still share: `$su`, `sug`, `uga` … Marked so that none is taken for a beginning. */
export function piecesOf(word: string): string[] {
  const padded = `$${word}`;
  if (padded.length < 3) return [];
  return Array.from({ length: padded.length - 2 }, (_, i) => `~${padded.slice(i, i + 3)}`);
}

export function searchEntry(names: readonly string[], others: readonly string[]): SearchEntry {
  const inNames = [...new Set(names.flatMap(wordsOf))];
  const inOthers = [...new Set(others.flatMap(wordsOf))];
  const all = [...new Set([...inNames, ...inOthers])];
  return {
    names: inNames,
    others: inOthers,
    terms: [...new Set(all.flatMap((word) => [...beginnings(word), ...piecesOf(word)]))],
  };
}

/** For each word of a query, the stored terms of which one must be there: `exact` by its beginning, `loose` by a shared piece. */
export function termsToFind(query: string, how: 'exact' | 'loose'): string[][] {
  return wordsOf(query).map((word) => (how === 'exact' ? [word.slice(0, longestPrefix)] : piecesOf(word)));
}

/**
 * How well a product answers a query, 0 when it does not. Every word must be met: whole, by its beginning, or (for `loose`) by a word that differs
 * in a letter or two. It depends on the product and the query alone, so that pages stay stable while goods come and go.
 */
export function scoreOf(query: string, entry: Pick<SearchEntry, 'names' | 'others'>, how: 'exact' | 'loose'): number {
  let score = 0;
  for (const word of wordsOf(query)) {
    const inNames = Math.max(...entry.names.map((name) => closeness(word, name, how)), 0);
    const inOthers = Math.max(...entry.others.map((other) => closeness(word, other, how)), 0);
    const best = inNames * 3 + inOthers;
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

function closeness(asked: string, word: string, how: 'exact' | 'loose'): number {
  if (asked === word) return 10;
  if (word.startsWith(asked)) return 6;
  if (how === 'exact' || asked.length < 4) return 0;
  const allowed = asked.length < 7 ? 1 : 2;
  return distance(asked, word.slice(0, asked.length + allowed), allowed) <= allowed ? 3 : 0;
}

/** Letters to change, add, drop or swap to make one word of the other, or of its beginning; more than `limit` is as good as infinite. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    if (Math.min(...next) > limit) return Infinity;
    before = row;
    row = next;
  }
  return Math.min(...row);
}
