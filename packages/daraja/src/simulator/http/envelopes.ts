import type { FaultKind } from '../engine/records.js';
import type { World } from '../engine/world.js';
import { json, type Reply } from './wire.js';

/** An answer, and what the operator's log says of it: names and codes, no prose, since the page speaks two languages. */
export interface Outcome {
  readonly reply: Reply | 'hangup';
  readonly note: string;
  /** Scenario that plays from here; 0 is a person at the phone. */
  readonly scenario?: number;
}

/** Daraja's error body. daraja.md §3 */
export function refusal(world: World, status: number, errorCode: string, errorMessage: string): Outcome {
  const reply = json({ requestId: world.ids.requestId(), errorCode, errorMessage }, status);
  return { reply, note: `${errorCode} ${errorMessage}` };
}

export function invalid(world: World, field: string): Outcome {
  return refusal(world, 400, '400.002.02', `Bad Request - Invalid ${field}`);
}

/** The answer of a fault that was ordered. `slow` is no answer but a wait, and is dealt with before. */
export function faulty(world: World, kind: Exclude<FaultKind, 'slow'>): Outcome {
  switch (kind) {
    case 'token':
      return refusal(world, 404, '404.001.03', 'Invalid Access Token');
    case 'token-401':
      return refusal(world, 401, '401.002.01', 'Error Occurred - Invalid Access Token');
    case 'token-400':
      return refusal(world, 400, '400.003.01', 'Invalid Access Token');
    case 'credentials':
      return refusal(world, 400, '400.008.01', 'Invalid Authentication passed');
    case 'grant':
      return refusal(world, 400, '400.008.02', 'Invalid grant type passed');
    case 'empty':
      return { reply: { status: 400, body: '' }, note: kind };
    case 'spike':
      return refusal(world, 500, '500.003.02', 'System is busy. Please try again in few minutes.');
    case 'quota':
      return refusal(world, 500, '500.003.03', 'Quota Violation');
    case 'server-error':
      return refusal(world, 500, '500.003.1001', 'Internal Server Error');
    case 'waf':
      return {
        reply: {
          status: 503,
          contentType: 'text/html',
          body: '<html><body>Request unsuccessful. Incapsula incident ID: 877000480117311461-0</body></html>',
        },
        note: kind,
      };
    case 'gateway-timeout':
      return {
        reply: {
          status: 504,
          contentType: 'text/html',
          body: '<html><body><h1>504 Gateway Time-out</h1></body></html>',
        },
        note: kind,
      };
    case 'hangup':
      return { reply: 'hangup', note: kind };
  }
}
