import { text } from './envelope.js';
import type { Cause } from './errors.js';
import type { Gateway, Posted } from './gateway.js';
import { notSent, readRefusal, refusal, type Refused } from './refusal.js';

/** What became of a request whose outcome is posted later. @public */
export type Acknowledged =
  /** Taken in. What came of it is posted to the result address, under these two names. */
  | { readonly kind: 'accepted'; readonly conversationId: string; readonly originatorConversationId: string }
  | Refused
  /** It may have been taken in or not. */
  | { readonly kind: 'unknown'; readonly cause: Cause };

/** Sorts the acknowledgement that all products but Express share. daraja.md §10, §11 */
export function readAcknowledgement(posted: Posted, gateway: Gateway, hide: readonly string[]): Acknowledged {
  if ('unsent' in posted) return notSent(posted);
  if ('lost' in posted) return { kind: 'unknown', cause: posted.lost };
  const { answer } = posted;
  const body = answer.json ?? {};
  const code = text(body['ResponseCode']);
  // Both spellings: the missing n is Safaricom's own on C2B.
  const originatorConversationId =
    text(body['OriginatorConversationID']) ?? text(body['OriginatorCoversationID']) ?? '';
  const conversationId = text(body['ConversationID']) ?? '';
  if (answer.status === 200 && code !== undefined && /^0+$/.test(code)) {
    return { kind: 'accepted', conversationId, originatorConversationId };
  }
  if (answer.status === 200 && 'ResponseCode' in body) {
    // An acknowledgement of empty strings has been seen for bad input.
    const message = text(body['ResponseDescription']) ?? 'an acknowledgement without content';
    return refusal(answer, gateway, hide, { code: code ?? 'empty', reason: 'unknown', message, retryable: false });
  }
  if (text(body['errorCode']) === '500.002.1001') {
    const message = text(body['errorMessage']);
    return refusal(answer, gateway, hide, { code: '500.002.1001', reason: 'duplicate', message, retryable: false });
  }
  return readRefusal(answer, gateway, hide) ?? { kind: 'unknown', cause: gateway.undecided(answer, hide) };
}
