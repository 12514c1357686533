export { webhooks } from './server/webhooks.js';
export type { VerifyOptions, WebhookHeaders } from './server/webhooks.js';
export { webhookMiddleware } from './server/middleware.js';
export type { WebhookRequest, WebhookResponse } from './server/middleware.js';
export { DukaWebhookError } from './server/webhook-error.js';
export type { WebhookProblem } from './server/webhook-error.js';
export type { TestEvent, WebhookEvent } from './server/event.js';
export type * from './types.js';
