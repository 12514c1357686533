import { asNumber } from '../arguments.js';
import { MongoError } from '../errors.js';
import { languageOf, type TextIndex } from '../match/index.js';
import { ownGet, ownSet, type Doc } from '../values/document.js';
import { isDoc } from '../values/types.js';

const knownOptions = new Set([
  'v',
  'key',
  'name',
  'ns',
  'background',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
]);

/**
 * Reads the specification of a text index: `{title: 'text', tags: 'text'}`, or `{'$**': 'text'}` for every string.
 * @throws MongoError 67 where it mixes text with other kinds, or has options that a text index here does not take.
 */
export function readText(
  input: Doc,
  key: Doc,
  name: string,
): { text: TextIndex; key: Doc; prefix: string[]; options: Doc } {
  const weights = new Map<string, number>();
  const [before, after]: [Doc, Doc] = [{}, {}];
  for (const [path, kind] of Object.entries(key)) {
    if (kind === 'text') weights.set(path, 1);
    else if (path !== '_ftsx') {
      const direction = asNumber(kind, path, 67);
      if (direction !== 1 && direction !== -1) throw new MongoError(67, `'${path}' of a text index must be 1 or -1`);
      ownSet(weights.size === 0 ? before : after, path, kind);
    }
  }
  for (const option of Object.keys(input)) {
    if (!knownOptions.has(option)) {
      throw new MongoError(
        67,
        `The option '${option}' of a text index is not supported by this embedded server: ${name}`,
      );
    }
  }
  const given = ownGet(input, 'weights');
  if (given !== undefined && !isDoc(given)) throw new MongoError(67, "The 'weights' of a text index must be an object");
  for (const [path, weight] of Object.entries(given ?? {})) {
    const number = asNumber(weight, `weights.${path}`, 67);
    if (!(number > 0 && number < 1_000_000_000)) {
      throw new MongoError(
        67,
        `text index weight must be in the exclusive interval (0,1000000000) but found: ${number}`,
      );
    }
    weights.set(path, number);
  }
  weights.delete('_fts');
  const language = ownGet(input, 'default_language') ?? 'english';
  if (typeof language !== 'string') throw new MongoError(67, "The 'default_language' of a text index must be a string");
  return {
    text: { weights, language: languageOf(language) },
    key: { ...before, _fts: 'text', _ftsx: 1, ...after },
    prefix: Object.keys(before),
    options: {
      weights: Object.fromEntries([...weights].sort(([a], [b]) => (a < b ? -1 : 1))),
      default_language: language,
      language_override: ownGet(input, 'language_override') ?? 'language',
      textIndexVersion: ownGet(input, 'textIndexVersion') ?? 3,
    },
  };
}
