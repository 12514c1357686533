import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { refusals, type Problem } from '@smartduka/contract';
import { isDatabaseTrouble } from './database.js';
import { log } from './log.js';
import { Refused } from './refusals.js';
import { runtime } from './runtime.js';

/** What of an error may leave the server (RFC 9457). Never a stack, a class name, a path or driver text. */
export function problemOf(refused: Refused, requestId: string): Problem {
  const { status, title, retryable } = refusals[refused.code];
  return {
    type: `${runtime.publicUrl}/api/docs/errors#${refused.code}`,
    title,
    status,
    code: refused.code,
    requestId,
    retryable,
    ...refused.facts,
  };
}

export function sendProblem(response: Response, refused: Refused, requestId: string): void {
  for (const [name, value] of Object.entries(refused.headers)) response.setHeader(name, value);
  response
    .status(refused.status)
    .set('Content-Type', 'application/problem+json')
    .set('Cache-Control', 'no-store')
    .send(JSON.stringify(problemOf(refused, requestId)));
}

export const notFound: RequestHandler = () => {
  throw new Refused('not_found');
};

/** The one place where an error becomes an answer. */
export const answerErrors: ErrorRequestHandler = (error: unknown, request: Request, response: Response, _next) => {
  const requestId = response.locals['requestId'] as string;
  const refused = toRefusal(error);
  if (!refused || refused.code === 'unavailable')
    log.error({ err: error, requestId, method: request.method, code: refused?.code }, 'request failed');
  if (response.headersSent) {
    // A stream that has begun cannot turn into an error; hanging up tells the client to come back.
    response.destroy();
    return;
  }
  sendProblem(response, refused ?? new Refused('internal'), requestId);
};

function toRefusal(error: unknown): Refused | null {
  if (error instanceof Refused) return error;
  if (isDatabaseTrouble(error))
    return new Refused('unavailable', {}, { cause: error, headers: { 'Retry-After': '2' } });
  // Express refuses a path such as /api/%ff by itself.
  if (error instanceof URIError) return new Refused('not_found');
  return null;
}
