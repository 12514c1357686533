import { isDoc, ownGet, type Doc } from '../values/index.js';

/** Codes after which the same write may simply be sent again. */
const retryable = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
/** Codes after which a transaction may be begun anew. */
const transient = new Set([...retryable, 112, 251, 24, 239, 246, 267]);
/** Of those, the ones that leave the outcome of a commit unknown: it must be asked for again, not begun anew. */
const onCommit = new Set([112, 251, 24, 239, 246, 267]);

/** Codes after which a change stream may simply be opened anew where it broke off. */
const resumable = new Set([...retryable, 63, 133, 150, 234, 13388]);

interface Facts {
  name: string;
  inTransaction: boolean;
  /** The command carries a transaction number. */
  numbered: boolean;
  /** Opens or reads a change stream. */
  ofChangeStream: boolean;
  /** Labels a fail point wants instead. */
  labels: unknown[] | undefined;
}

/** The labels drivers go by when they decide whether to try again. */
export function labelsFor(reply: Doc, { name, inTransaction, numbered, ofChangeStream, labels }: Facts): unknown[] {
  if (labels) return reply['ok'] === 0 || reply['writeConcernError'] !== undefined ? labels : [];
  const found: string[] = [];
  const ends = name === 'commitTransaction' || name === 'abortTransaction';
  const concern = ownGet(reply, 'writeConcernError');
  const concernCode = isDoc(concern) ? Number(concern['code']) : undefined;
  const code = reply['ok'] === 0 ? Number(reply['code']) : undefined;
  if (inTransaction && code !== undefined) {
    if (name === 'commitTransaction' ? onCommit.has(code) : transient.has(code))
      found.push('TransientTransactionError');
  }
  const mayRepeat = ends || (numbered && !inTransaction);
  if (mayRepeat && retryable.has(code ?? concernCode ?? -1)) found.push('RetryableWriteError');
  if (ofChangeStream && code !== undefined && resumable.has(code)) found.push('ResumableChangeStreamError');
  return found;
}
