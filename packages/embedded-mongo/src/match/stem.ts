/** Porter's stemmer for English: brings `running`, `runs` and `run` to one form. Works on lower-case words. */
export function stem(word: string): string {
  if (word.length <= 2 || !/^[a-z]+$/.test(word)) return word;
  return [plurals, participles, finalY, doubleSuffixes, fullSuffixes, lastSuffixes, finalE].reduce(
    (w, step) => step(w),
    word,
  );
}

/** The word as vowels and consonants: y is a vowel after a consonant. `trouble` is CCVVCCV. */
function pattern(word: string): string {
  let kinds = '';
  for (const letter of word) {
    const isVowel = 'aeiou'.includes(letter) || (letter === 'y' && kinds.endsWith('C'));
    kinds += isVowel ? 'V' : 'C';
  }
  return kinds;
}

const hasVowel = (word: string): boolean => pattern(word).includes('V');

/** How often vowels are followed by consonants: `tree` 0, `trouble` 1, `oaten` 2. */
const measure = (word: string): number => pattern(word).match(/V+C+/g)?.length ?? 0;

/** Ends in consonant, vowel, consonant, the last one not w, x or y: `hop`, not `snow`. */
const endsShort = (word: string): boolean => pattern(word).endsWith('CVC') && !/[wxy]$/.test(word);

function plurals(w: string): string {
  if (w.endsWith('sses')) return w.slice(0, -2);
  if (w.endsWith('ies')) return w.slice(0, -2);
  if (w.endsWith('ss') || !w.endsWith('s')) return w;
  return w.slice(0, -1);
}

function participles(w: string): string {
  if (w.endsWith('eed')) return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w;
  const found = /^(.+?)(ed|ing)$/.exec(w);
  if (!found || !hasVowel(found[1]!)) return w;
  const base = found[1]!;
  if (/(?:at|bl|iz)$/.test(base)) return `${base}e`;
  if (/([^aeiouylsz])\1$/.test(base)) return base.slice(0, -1);
  return measure(base) === 1 && endsShort(base) ? `${base}e` : base;
}

function finalY(w: string): string {
  return w.endsWith('y') && hasVowel(w.slice(0, -1)) ? `${w.slice(0, -1)}i` : w;
}

function replaceSuffix(w: string, table: ReadonlyArray<readonly [string, string]>, least: number): string {
  for (const [suffix, by] of table) {
    if (!w.endsWith(suffix)) continue;
    const base = w.slice(0, -suffix.length);
    return measure(base) > least ? base + by : w;
  }
  return w;
}

const step2 = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
] as const;
const step3 = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
] as const;
const step4 = [
  'al',
  'ance',
  'ence',
  'er',
  'ic',
  'able',
  'ible',
  'ant',
  'ement',
  'ment',
  'ent',
  'ou',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
].map((suffix) => [suffix, ''] as const);

function doubleSuffixes(w: string): string {
  return replaceSuffix(w, step2, 0);
}

function fullSuffixes(w: string): string {
  return replaceSuffix(w, step3, 0);
}

function lastSuffixes(w: string): string {
  if (/[st]ion$/.test(w)) return measure(w.slice(0, -3)) > 1 ? w.slice(0, -3) : w;
  return replaceSuffix(w, step4, 1);
}

function finalE(w: string): string {
  let out = w;
  if (w.endsWith('e')) {
    const base = w.slice(0, -1);
    const m = measure(base);
    if (m > 1 || (m === 1 && !endsShort(base))) out = base;
  }
  return out.endsWith('ll') && measure(out) > 1 ? out.slice(0, -1) : out;
}
