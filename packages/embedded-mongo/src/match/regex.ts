import type { BSONRegExp } from 'bson';
import { MongoError } from '../errors.js';
import { guardedRegExp } from './guard.js';

const posixClasses: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9a-fA-F',
  word: '\\w',
};

/**
 * A JavaScript expression for a PCRE pattern, as far as the two languages share what they can say.
 *
 * @throws MongoError 51091 when the pattern can't be read, 51108 for an option that does not exist.
 */
export function compileRegex(pattern: string, options: string): RegExp {
  const wrong = /[^imsxu]/.exec(options);
  if (wrong) throw new MongoError(51108, `invalid flag in regex options: ${wrong[0]}`);
  if (pattern.includes('\0')) throw new MongoError(51109, 'Regular expression cannot contain an embedded null byte');
  let flags = new Set(options.replace(/u/g, ''));
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  if (inline) flags = new Set([...flags, ...inline[1]!.split('')]);
  const source = translate(inline ? pattern.slice(inline[0].length) : pattern, flags.delete('x'));
  const plainFlags = [...flags].join('');
  try {
    return guardedRegExp(source, `${plainFlags}u`);
  } catch {
    // Unicode mode refuses escapes that PCRE allows, such as `\-` or `\_`.
    try {
      return guardedRegExp(source, plainFlags);
    } catch (error) {
      throw new MongoError(51091, `Regular expression is invalid: ${(error as Error).message}`);
    }
  }
}

export function compileBsonRegex(value: BSONRegExp): RegExp {
  return compileRegex(value.pattern, value.options);
}

/** Rewrites what PCRE spells differently: \A \z \Z \h \Q…\E, POSIX classes, and with `extended` white space and comments. */
function translate(pattern: string, extended: boolean): string {
  let out = '';
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '\\') {
      const next = pattern[++i] ?? '';
      if (next === 'Q') {
        const stop = pattern.indexOf('\\E', i + 1);
        const literal = pattern.slice(i + 1, stop < 0 ? undefined : stop);
        out += literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
        i = stop < 0 ? pattern.length : stop + 1;
      } else if (!inClass && next === 'A') out += '(?<![\\s\\S])';
      else if (!inClass && next === 'z') out += '(?![\\s\\S])';
      else if (!inClass && next === 'Z') out += '(?=\\n?(?![\\s\\S]))';
      else if (next === 'h') out += inClass ? ' \\t' : '[ \\t]';
      else out += char + next;
    } else if (inClass) {
      const posix = char === '[' ? /^\[:([a-z]+):\]/.exec(pattern.slice(i)) : null;
      if (posix && posixClasses[posix[1]!] !== undefined) {
        out += posixClasses[posix[1]!]!;
        i += posix[0].length - 1;
      } else {
        out += char === '[' ? '\\[' : char;
        inClass = char !== ']';
      }
    } else if (char === '[') {
      inClass = true;
      out += char;
      if (pattern[i + 1] === '^') out += pattern[++i]!;
      if (pattern[i + 1] === ']') {
        out += '\\]';
        i++;
      }
    } else if (extended && /\s/.test(char)) continue;
    else if (extended && char === '#') {
      const stop = pattern.indexOf('\n', i);
      i = stop < 0 ? pattern.length : stop;
    } else out += char;
  }
  return out;
}

/** The literal text every match must begin with, for a pattern like `^abc` or `^abc.*`; undefined when there is none. */
export function literalPrefix(regex: BSONRegExp): string | undefined {
  if (/[imx]/.test(regex.options)) return undefined;
  const found = /^\^([\p{L}\p{N}_ :@%&=,;!"'#~<>/-]+)(.?)/u.exec(regex.pattern);
  if (!found || regex.pattern.includes('|')) return undefined;
  const isOptional = found[2] !== '' && '*?{'.includes(found[2]!);
  const prefix = isOptional ? Array.from(found[1]!).slice(0, -1).join('') : found[1]!;
  return prefix === '' ? undefined : prefix;
}
