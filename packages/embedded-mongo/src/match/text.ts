import { MongoError } from '../errors.js';
import type { Doc } from '../values/doc.js';
import { valuesAt } from '../values/paths.js';
import { isDoc, typeOf } from '../values/types.js';
import { stem } from './stem.js';

/** What a text index covers. */
export interface TextIndex {
  /** Weight per path; `$**` stands for every string of the document. */
  readonly weights: ReadonlyMap<string, number>;
  /** `english` stems words and passes over the commonest; any other language takes words as they are. */
  readonly language: string;
}

/** A compiled `$text`. */
export interface TextSearch {
  test(doc: Doc): boolean;
  score(doc: Doc): number;
  /** A matching document holds at least one of these terms. */
  readonly terms: readonly string[];
}

const stopWords = new Set(
  (
    'a about above after again against all am an and any are as at be because been before being below between both but by can did do does doing ' +
    'down during each few for from further had has have having he her here hers herself him himself his how i if in into is it its itself just me ' +
    'more most my myself no nor not now of off on once only or other our ours ourselves out over own s same she should so some such t than that ' +
    'the their theirs them themselves then there these they this those through to too under until up very was we were what when where which while ' +
    'who whom why will with you your yours yourself yourselves'
  ).split(' '),
);

interface Folding {
  caseSensitive: boolean;
  diacriticSensitive: boolean;
}

const folded: Folding = { caseSensitive: false, diacriticSensitive: false };

function fold(text: string, { caseSensitive, diacriticSensitive }: Folding): string {
  const plain = diacriticSensitive ? text : text.normalize('NFD').replace(/\p{M}/gu, '');
  return caseSensitive ? plain : plain.toLowerCase();
}

function tokensOf(text: string, language: string, folding: Folding): string[] {
  const words = fold(text, folding).match(/[\p{L}\p{N}_]+/gu) ?? [];
  if (language !== 'english') return words;
  return words.filter((word) => !stopWords.has(word.toLowerCase())).map(stem);
}

/** The strings an index covers, each with its weight. */
function* textsOf(doc: Doc, { weights }: TextIndex): Generator<[text: string, weight: number]> {
  for (const [path, weight] of weights) {
    if (path === '$**') {
      for (const text of stringsIn(doc)) yield [text, weight];
    } else {
      for (const value of valuesAt(doc, path)) if (typeof value === 'string') yield [value, weight];
    }
  }
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const element of value) yield* stringsIn(element);
  else if (isDoc(value)) for (const name of Object.keys(value)) yield* stringsIn(value[name]);
}

/**
 * Score of every term of a document: within one string each further time counts half as much as the one before, and more where the term is a
 * larger part of the string.
 */
export function termScores(doc: Doc, index: TextIndex, folding: Folding = folded): Map<string, number> {
  const scores = new Map<string, number>();
  for (const [text, weight] of textsOf(doc, index)) {
    const tokens = tokensOf(text, index.language, folding);
    const counts = new Map<string, number>();
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    for (const [term, count] of counts) {
      const frequency = 2 - 2 ** (1 - count);
      const share = (0.5 * count) / tokens.length + 0.5;
      const whole = text.toLowerCase() === term.toLowerCase() ? 1.1 : 1;
      scores.set(term, (scores.get(term) ?? 0) + weight * frequency * share * whole);
    }
  }
  return scores;
}

interface ParsedSearch {
  terms: string[];
  negated: string[];
  phrases: string[];
  negatedPhrases: string[];
}

function parseSearch(search: string, language: string, folding: Folding): ParsedSearch {
  const parsed: ParsedSearch = { terms: [], negated: [], phrases: [], negatedPhrases: [] };
  for (const [, minus, phrase, word] of search.matchAll(/(?<=^|[\s"])(-?)(?:"([^"]*)"|([^\s"]+))/g)) {
    const tokens = tokensOf(phrase ?? word ?? '', language, folding);
    const list = minus === '-' ? parsed.negated : parsed.terms;
    if (minus !== '-' || phrase === undefined) for (const token of tokens) list.push(token);
    if (phrase !== undefined && phrase.trim() !== '') {
      (minus === '-' ? parsed.negatedPhrases : parsed.phrases).push(fold(phrase, folding));
    }
  }
  return parsed;
}

const flags = ['$caseSensitive', '$diacriticSensitive'] as const;

/** @throws MongoError 27 without a text index, 14 and 9 for operands that are not as they should be. */
export function compileText(operand: unknown, index: TextIndex | undefined): TextSearch {
  if (!isDoc(operand)) throw new MongoError(9, '$text expects an object');
  for (const name of Object.keys(operand)) {
    if (name !== '$search' && name !== '$language' && !(flags as readonly string[]).includes(name)) {
      throw new MongoError(2, `extra fields in $text: ${name}`);
    }
  }
  const { $search: search, $language: language = index?.language } = operand;
  if (typeof search !== 'string')
    throw new MongoError(14, `"$search" had the wrong type. Expected string, found ${typeOf(search)}`);
  if (language !== undefined && typeof language !== 'string') throw new MongoError(14, '"$language" must be a string');
  for (const flag of flags) {
    if (operand[flag] !== undefined && typeof operand[flag] !== 'boolean')
      throw new MongoError(14, `"${flag}" must be a boolean`);
  }
  if (!index) throw new MongoError(27, 'text index required for $text query');
  const folding = {
    caseSensitive: operand['$caseSensitive'] === true,
    diacriticSensitive: operand['$diacriticSensitive'] === true,
  };
  const spoken = languageOf(language ?? 'english');
  const wanted = parseSearch(search, spoken, folding);
  const covered = { ...index, language: spoken };
  const scoresOf = (doc: Doc): Map<string, number> => termScores(doc, covered, folding);
  return {
    terms: parseSearch(search, languageOf(index.language), folded).terms,
    score(doc) {
      const scores = scoresOf(doc);
      return wanted.terms.reduce((sum, term) => sum + (scores.get(term) ?? 0), 0);
    },
    test(doc) {
      const scores = scoresOf(doc);
      if (!wanted.terms.some((term) => scores.has(term))) return false;
      if (wanted.negated.some((term) => scores.has(term))) return false;
      if (wanted.phrases.length === 0 && wanted.negatedPhrases.length === 0) return true;
      const texts = Array.from(textsOf(doc, covered), ([text]) => fold(text, folding));
      const holds = (phrase: string): boolean => texts.some((text) => text.includes(phrase));
      return wanted.phrases.every(holds) && !wanted.negatedPhrases.some(holds);
    },
  };
}

/** Names of languages as `default_language` and `$language` may give them. */
export function languageOf(name: string): string {
  const lower = name.toLowerCase();
  return lower === 'en' ? 'english' : lower;
}
