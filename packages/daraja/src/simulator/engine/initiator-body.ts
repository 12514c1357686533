import { eatStamp } from '../../core/eat.js';
import type { Decision } from './initiator-decisions.js';
import type { Job } from './records.js';

const texts: Readonly<Record<string, string>> = {
  '0': 'The service request is processed successfully.',
  '1': 'The balance is insufficient for the transaction.',
  '21': 'The initiator is not allowed to initiate this request.',
  '25': 'The request has invalid parameters.',
  '2001': 'The initiator information is invalid.',
  '2040': 'Credit Party customer type is not registered.',
  R000001: 'The transaction has already been reversed.',
  R000002: 'The OriginalTransactionID is invalid.',
};

/** The envelope of a result, with the oddities that parsers must bear. daraja.md §11 */
export function resultBody(job: Job, decision: Decision, now: number): string {
  const { code, parameters, receipt } = decision;
  // A failure carries a placeholder: the day's prefix and zeros.
  const placeholder = `U${String.fromCharCode(64 + Number(eatStamp(new Date(now)).slice(4, 6)))}20000000`;
  const listed = parameters.map(([Key, Value]) => (Value === undefined ? { Key } : { Key, Value }));
  const done = { Key: 'BOCompletedTime', Value: Number(eatStamp(new Date(now))) };
  return JSON.stringify({
    Result: {
      ResultType: 0,
      ResultCode: /^\d+$/.test(code) ? Number(code) : code,
      ResultDesc: texts[code] ?? 'Request failed',
      OriginatorConversationID: job.originatorConversationId,
      ConversationID: job.id,
      TransactionID: receipt ?? placeholder,
      // On failure a lone object where success has a list.
      ResultParameters: { ResultParameter: code === '0' ? listed : done },
      ReferenceData: {
        ReferenceItem: { Key: 'QueueTimeoutURL', Value: job.fields['QueueTimeOutURL'] ?? '' },
      },
    },
  });
}
