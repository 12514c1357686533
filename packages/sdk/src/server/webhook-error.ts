import { DukaError } from '../core/errors.js';

/**
 * Why a request was not taken for a webhook. `webhook_header_missing`: it lacks one of the three `webhook-…` headers.
 * `webhook_timestamp_refused`: it was signed too long ago, or in the future. `webhook_signature_invalid`: not signed with your secret, or changed on
 * the way. `webhook_body_invalid`: signed, yet not JSON.
 *
 * @public
 */
export type WebhookProblem =
  | 'webhook_header_missing'
  | 'webhook_timestamp_refused'
  | 'webhook_signature_invalid'
  | 'webhook_body_invalid';

/**
 * Thrown by `webhooks.verify` for what did not come from the shop as it is; `code` is a `WebhookProblem`. Answer 400 and do nothing.
 *
 * @public
 */
export class DukaWebhookError extends DukaError {
  override name = 'DukaWebhookError';

  /** @internal */
  constructor(code: WebhookProblem, message: string) {
    super(message, { code });
  }
}
