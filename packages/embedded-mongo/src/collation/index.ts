import { MongoError } from '../errors.js';
import { compareStrings, type Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, type Numeric } from '../values/numbers.js';
import { isNumeric, typeOf } from '../values/types.js';

const flags = ['caseLevel', 'numericOrdering', 'normalization', 'backwards'] as const;
const choices: Readonly<Record<string, readonly string[]>> = {
  caseFirst: ['upper', 'lower', 'off'],
  alternate: ['non-ignorable', 'shifted'],
  maxVariable: ['punct', 'space'],
};
const known = new Set<string>(['locale', 'strength', 'version', ...flags, ...Object.keys(choices)]);

/** The names ICU has for the special orders of a language, and the ones that BCP 47 has. */
const variants: Readonly<Record<string, string>> = {
  phonebook: 'phonebk',
  traditional: 'trad',
  dictionary: 'dict',
  gb2312han: 'gb2312',
};

/** One collation per meaning, so that the keys it gives stay the same for as long as the process runs. */
const compiled = new Map<string, Collation>();

/**
 * Compiles `{locale: 'sw', strength: 2, …}`. `{locale: 'simple'}` is the order of bytes and gives `undefined`.
 *
 * @throws MongoError 2 for a locale that is not known or a value out of range, 40415 for an unknown field, 14 for a wrong type.
 */
export function compileCollation(spec: Doc): Collation | undefined {
  check(spec);
  const locale = spec['locale'] as string;
  if (locale === 'simple') return undefined;
  const key = [
    locale,
    ...[...known].filter((name) => name !== 'version').map((name) => formatValue(spec[name])),
  ].join();
  let collation = compiled.get(key);
  if (!collation) {
    collation = make(spec);
    compiled.set(key, collation);
  }
  return collation;
}

function check(spec: Doc): void {
  for (const name of Object.keys(spec)) {
    if (!known.has(name)) throw new MongoError(40415, `BSON field 'collation.${name}' is an unknown field.`);
  }
  const { locale, strength = 3 } = spec;
  if (locale === undefined)
    throw new MongoError(40414, "BSON field 'collation.locale' is missing but a required field");
  if (typeof locale !== 'string') {
    throw new MongoError(
      14,
      `BSON field 'collation.locale' is the wrong type '${typeOf(locale)}', expected type 'string'`,
    );
  }
  const level = isNumeric(strength) ? integerOf(strength as Numeric) : undefined;
  if (level === undefined || level < 1n || level > 5n) {
    throw new MongoError(
      51024,
      `BSON field 'collation.strength' value must be between 1 and 5, actual value '${formatValue(strength)}'`,
    );
  }
  for (const name of flags) {
    if (spec[name] !== undefined && typeof spec[name] !== 'boolean') {
      throw new MongoError(
        14,
        `BSON field 'collation.${name}' is the wrong type '${typeOf(spec[name])}', expected type 'bool'`,
      );
    }
  }
  for (const [name, allowed] of Object.entries(choices)) {
    const value = spec[name];
    if (value !== undefined && !(typeof value === 'string' && allowed.includes(value))) {
      throw new MongoError(
        2,
        `Enumeration value '${formatValue(value)}' for field 'collation.${name}' is not a valid value.`,
      );
    }
  }
}

function make(spec: Doc): Collation {
  const level = Number(integerOf((spec['strength'] ?? 3) as Numeric));
  const { caseLevel = false, numericOrdering = false, caseFirst = 'off', alternate } = spec;
  const collator = new Intl.Collator(tagOf(spec), {
    sensitivity: sensitivityOf(level, caseLevel === true),
    numeric: numericOrdering === true,
    caseFirst: caseFirst === 'off' ? 'false' : (caseFirst as 'upper' | 'lower'),
    ignorePunctuation: alternate === 'shifted',
  });
  const compare =
    level === 5 ? (a: string, b: string) => collator.compare(a, b) || compareStrings(a, b) : collator.compare;
  return { compare, key: classKeys(compare) };
}

function sensitivityOf(level: number, caseLevel: boolean): 'base' | 'accent' | 'case' | 'variant' {
  if (level === 1) return caseLevel ? 'case' : 'base';
  return level === 2 && !caseLevel ? 'accent' : 'variant';
}

/** `de@collation=phonebook` and `en_US` as language tags. */
function tagOf(spec: Doc): string {
  const text = spec['locale'] as string;
  const [language = '', keywords] = text.split('@');
  const variant = /collation=([a-z0-9]+)/.exec(keywords ?? '')?.[1];
  const tag = language.replaceAll('_', '-');
  let supported: string[] = [];
  try {
    supported = Intl.Collator.supportedLocalesOf(tag);
  } catch {
    supported = [];
  }
  if (supported.length === 0) throw new MongoError(2, `Field 'locale' is invalid in: ${formatValue(spec)}`);
  return variant === undefined ? tag : `${tag}-u-co-${variants[variant] ?? variant}`;
}

const rememberedTexts = 50_000;

/**
 * Gives every class of equal strings one short key. ICU's own sort keys can't be had from JavaScript, so the first string seen of each class
 * stands for it, in an ordered list.
 */
function classKeys(compare: (a: string, b: string) => number): (text: string) => string {
  const representatives: Array<{ text: string; key: string }> = [];
  const remembered = new Map<string, string>();
  return (text) => {
    const before = remembered.get(text);
    if (before !== undefined) return before;
    let low = 0;
    let high = representatives.length;
    let key: string | undefined;
    while (low < high && key === undefined) {
      const middle = (low + high) >>> 1;
      const order = compare(representatives[middle]!.text, text);
      if (order === 0) ({ key } = representatives[middle]!);
      else if (order < 0) low = middle + 1;
      else high = middle;
    }
    if (key === undefined) {
      key = `#${representatives.length}`;
      representatives.splice(low, 0, { text, key });
    }
    if (remembered.size >= rememberedTexts) remembered.clear();
    remembered.set(text, key);
    return key;
  };
}
