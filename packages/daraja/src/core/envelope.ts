import type { Answer } from './send.js';

/** The error body that all of Daraja's products share (daraja.md §3), whichever of its dialects it came in. */
export interface Envelope {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

/** Reads `{requestId, errorCode, errorMessage}`, and an Apigee `{fault}`; `undefined` when the answer is neither. */
export function envelopeOf(answer: Answer): Envelope | undefined {
  const body = answer.json;
  if (!body) return undefined;
  const requestId = text(body['requestId']);
  const code = text(body['errorCode']);
  if (code) return { code, message: text(body['errorMessage']) ?? '', ...(requestId ? { requestId } : {}) };
  const fault = record(body['fault']);
  const detail = text(record(fault?.['detail'])?.['errorcode']);
  return fault ? { code: detail ?? 'fault', message: text(fault['faultstring']) ?? '' } : undefined;
}

/** The same fault has a code of its own on every product; a gateway also answers a bare 401. */
const tokenErrorCodes = new Set(['404.001.03', '400.003.01', '401.002.01', '401.003.01']);

/** Daraja did not take the access token: nothing was done, so fetching another and asking once more is safe. */
export function isTokenError(answer: Answer): boolean {
  const envelope = envelopeOf(answer);
  return envelope ? tokenErrorCodes.has(envelope.code) || answer.status === 401 : answer.status === 401;
}

/** A string, or a number as one; anything else is no text. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A JSON object, or nothing. */
export function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
