import { createContext, Script, type Context } from 'node:vm';
import { MongoError } from '../errors.js';

/** How long one text may keep one expression busy. MongoDB counts steps instead; either way the query fails, and nothing hangs. */
const limitMs = 250;

/** A short text cannot keep even a bad expression busy for long. */
const shortText = 24;
/** Below this, what takes a power of the length is over soon; what takes a power of two is not. */
const mediumText = 400;

/**
 * Could matching take time out of proportion to the text? `'always'` for repeated groups that repeat or choose inside, and for
 * back-references: twice the time for each further letter. `'long texts'` for several open repetitions side by side.
 */
export function riskOf(pattern: string): 'none' | 'long texts' | 'always' {
  const plain = pattern.replace(/\\[^1-9k]/g, '').replace(/\[(?:\\.|[^\]\\])*\]/g, 'c');
  if (/\\[1-9k]/.test(plain)) return 'always';
  const repeats = /\)(?:[*+]|\{\d+,)/.test(plain) || /\)\{\d{2,}/.test(plain);
  if (repeats && /\([^)]*[*+{|?(][^]*\)/.test(plain)) return 'always';
  const open = plain.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  return open >= 2 ? 'long texts' : 'none';
}

const script = new Script('run()');
let watched: (Context & { run: () => void }) | undefined;

/** Runs under a watch that ends it, wherever it is, when the time is up. */
function underWatch(run: () => void): void {
  watched ??= createContext({ run }) as Context & { run: () => void };
  watched.run = run;
  try {
    script.runInContext(watched, { timeout: limitMs });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new MongoError(51156, 'Error occurred while executing the regular expression: match limit exceeded');
  }
}

/**
 * A regular expression that cannot hang the process: matching that takes too long ends with an error.
 * The watch costs a fraction of a millisecond, so only expressions that could need it are watched.
 */
class WatchedRegExp extends RegExp {
  readonly #from: number;

  constructor(source: string, flags: string, from: number) {
    super(source, flags);
    this.#from = from;
  }

  override exec(text: string): RegExpExecArray | null {
    if (text.length <= this.#from) return super.exec(text);
    let found: RegExpExecArray | null = null;
    underWatch(() => (found = super.exec(text)));
    return found;
  }
}

/** @throws SyntaxError as `new RegExp` does. */
export function guardedRegExp(source: string, flags: string): RegExp {
  const risk = riskOf(source);
  if (risk === 'none') return new RegExp(source, flags);
  return new WatchedRegExp(source, flags, risk === 'always' ? shortText : mediumText);
}
