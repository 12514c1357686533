import type { ClientSession } from 'mongoose';
import type {
  NewWebhookEndpoint,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookInput,
  WebhookUpdate,
} from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { seal } from '../../platform/keyring.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { urlProblem } from './address.js';
import { Deliveries, Endpoints, type DeliveryRecord, type EndpointRecord } from './model.js';
import { mostEndpoints, newSigningSecret, oldSecretSigns } from './rules.js';
import { dropWaiting, rulesFor, secretContext } from './send.js';

/** Who changes an endpoint, and in which call: for the audit log and for repeats. */
export interface By<Answer> {
  readonly actor: Actor;
  readonly requestId: string;
  readonly remember: (answer: Answer, tx: ClientSession) => Promise<void>;
}

/** @throws Refused `validation_failed` for an address that webhooks may not go to, `too_many_webhooks` */
export async function createEndpoint(
  tenant: Tenant,
  input: WebhookInput,
  by: By<NewWebhookEndpoint>,
): Promise<NewWebhookEndpoint> {
  checkUrl(tenant, input.url);
  const now = clock.now();
  const _id = newId('webhook');
  const secret = newSigningSecret();
  const record: EndpointRecord = {
    ...owned(tenant),
    ...{ _id, url: input.url, description: input.description ?? null, events: input.events },
    ...{ status: 'enabled', disabledReason: null, failingSince: null },
    ...{ secret: seal(secret, secretContext({ _id })), previousSecret: null, previousSecretUntil: null },
    ...{ version: 1, createdAt: now, updatedAt: now },
  };
  return inTransaction(async (tx) => {
    if ((await Endpoints.countDocuments(owned(tenant)).session(tx)) >= mostEndpoints)
      throw new Refused('too_many_webhooks');
    await Endpoints.create([record], { session: tx });
    const after = { url: record.url, events: record.events };
    await audit(tenant, by.actor, { action: 'webhook.created', subject: _id, after }, by.requestId, tx);
    const answer = { ...toEndpoint(record), secret };
    await by.remember(answer, tx);
    return answer;
  });
}

function checkUrl(tenant: Tenant, url: string): void {
  const problem = urlProblem(url, rulesFor(tenant));
  if (problem !== null) throw invalid('url', 'address_refused', problem);
}

/** @throws Refused `not_found`, `version_stale`, `validation_failed` */
export async function updateEndpoint(
  tenant: Tenant,
  id: string,
  input: WebhookUpdate,
  ifMatch: number | null,
  by: By<WebhookEndpoint>,
): Promise<WebhookEndpoint> {
  if (input.url !== undefined) checkUrl(tenant, input.url);
  return inTransaction(async (tx) => {
    const before = await findEndpoint(tenant, id, tx);
    if (ifMatch !== null && ifMatch !== before.version) throw new Refused('version_stale');
    const { status } = input;
    const set = {
      ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
      ...(status ? { disabledReason: status === 'disabled' ? 'by_hand' : null } : {}),
      ...(status === 'enabled' ? { failingSince: null } : {}),
      updatedAt: clock.now(),
    };
    const answer = toEndpoint(await change(tenant, before, set, tx));
    await audit(
      tenant,
      by.actor,
      { action: 'webhook.changed', subject: id, before: facts(before), after: facts(answer) },
      by.requestId,
      tx,
    );
    await by.remember(answer, tx);
    return answer;
  });
}

const facts = ({ url, events, status }: Pick<WebhookEndpoint, 'url' | 'events' | 'status'>) => ({
  url,
  events,
  status,
});

/** @throws Refused `not_found` */
export async function deleteEndpoint(
  tenant: Tenant,
  id: string,
  by: Omit<By<never>, 'remember'>,
): Promise<WebhookEndpoint> {
  const gone = await inTransaction(async (tx) => {
    const found = await findEndpoint(tenant, id, tx);
    await Endpoints.deleteOne({ ...owned(tenant), _id: id }, { session: tx });
    await audit(tenant, by.actor, { action: 'webhook.removed', subject: id, before: facts(found) }, by.requestId, tx);
    return toEndpoint(found);
  });
  await dropWaiting(tenant, id);
  return gone;
}

/** @throws Refused `not_found` */
export async function rotateSecret(
  tenant: Tenant,
  id: string,
  by: By<NewWebhookEndpoint>,
): Promise<NewWebhookEndpoint> {
  const secret = newSigningSecret();
  return inTransaction(async (tx) => {
    const before = await findEndpoint(tenant, id, tx);
    const now = clock.now();
    const changed = await change(
      tenant,
      before,
      {
        secret: seal(secret, secretContext(before)),
        previousSecret: before.secret,
        previousSecretUntil: new Date(now.getTime() + oldSecretSigns),
        updatedAt: now,
      },
      tx,
    );
    await audit(tenant, by.actor, { action: 'webhook.secret_rotated', subject: id }, by.requestId, tx);
    const answer = { ...toEndpoint(changed), secret };
    await by.remember(answer, tx);
    return answer;
  });
}

async function change(
  tenant: Tenant,
  before: EndpointRecord,
  set: Partial<EndpointRecord> | Record<string, unknown>,
  tx: ClientSession,
): Promise<EndpointRecord> {
  const changed = await Endpoints.findOneAndUpdate(
    { ...owned(tenant), _id: before._id, version: before.version },
    { $set: set, $inc: { version: 1 } },
    { session: tx, returnDocument: 'after' },
  ).lean<EndpointRecord>();
  if (!changed) throw new Refused('version_stale');
  return changed;
}

/** @throws Refused `not_found` */
export async function findEndpoint(
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<EndpointRecord> {
  const found = await Endpoints.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<EndpointRecord>();
  if (!found) throw new Refused('not_found');
  return found;
}

export async function findEndpoints(tenant: Tenant, before: string | null, limit: number): Promise<EndpointRecord[]> {
  return Endpoints.find({ ...owned(tenant), ...(before ? { _id: trusted({ $lt: before }) } : {}) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<EndpointRecord[]>();
}

export async function findDeliveries(
  tenant: Tenant,
  endpoint: string,
  filter: Partial<Pick<DeliveryRecord, 'state' | 'event'>>,
  before: string | null,
  limit: number,
): Promise<DeliveryRecord[]> {
  const position = before ? { _id: trusted({ $lt: before }) } : {};
  return Deliveries.find({ ...owned(tenant), endpoint, ...filter, ...position })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<DeliveryRecord[]>();
}

/**
 * Sends an event once more, beside the line that its order keeps.
 *
 * @throws Refused `not_found`, `webhook_disabled`
 */
export async function redeliver(
  tenant: Tenant,
  endpoint: string,
  delivery: string,
  remember: By<WebhookDelivery>['remember'],
): Promise<WebhookDelivery> {
  return inTransaction(async (tx) => {
    await refuseDisabled(tenant, endpoint, tx);
    const first = await Deliveries.findOne({ ...owned(tenant), _id: delivery, endpoint }, null, {
      session: tx,
    }).lean<DeliveryRecord>();
    if (!first) throw new Refused('not_found');
    return enqueueByHand(tenant, endpoint, first, remember, tx);
  });
}

/**
 * Sends an event that says nothing happened, to try the line.
 *
 * @throws Refused `not_found`, `webhook_disabled`
 */
export async function sendTest(
  tenant: Tenant,
  endpoint: string,
  remember: By<WebhookDelivery>['remember'],
): Promise<WebhookDelivery> {
  return inTransaction(async (tx) => {
    await refuseDisabled(tenant, endpoint, tx);
    const event = newId('event');
    const type = 'webhook.test';
    const body = JSON.stringify({ id: event, type, mode: tenant.mode, createdAt: clock.now().toISOString(), data: {} });
    return enqueueByHand(tenant, endpoint, { event, type, sequence: 0, body }, remember, tx);
  });
}

async function refuseDisabled(tenant: Tenant, endpoint: string, tx: ClientSession): Promise<void> {
  if ((await findEndpoint(tenant, endpoint, tx)).status !== 'enabled') throw new Refused('webhook_disabled');
}

async function enqueueByHand(
  tenant: Tenant,
  endpoint: string,
  what: Pick<DeliveryRecord, 'event' | 'type' | 'sequence' | 'body'>,
  remember: By<WebhookDelivery>['remember'],
  tx: ClientSession,
): Promise<WebhookDelivery> {
  const _id = newId('delivery');
  const now = clock.now();
  const { event, type, sequence, body } = what;
  const record: DeliveryRecord = {
    ...owned(tenant),
    ...{ _id, endpoint, event, type, line: _id, sequence, state: 'pending', head: true, byHand: true, body },
    ...{ tries: 0, nextTryAt: now, lastTryAt: null, lastStatus: null, lastProblem: null },
    ...{ deliveredAt: null, createdAt: now },
  };
  await Deliveries.create([record], { session: tx });
  const answer = toDelivery(record);
  await remember(answer, tx);
  return answer;
}

export function toEndpoint(record: EndpointRecord): WebhookEndpoint {
  const { _id, url, description, events, status, disabledReason, failingSince, version, createdAt, updatedAt } = record;
  return {
    ...{ id: _id, url, description, events, status, disabledReason, version },
    failingSince: failingSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function toDelivery(record: DeliveryRecord): WebhookDelivery {
  const { _id, endpoint, event, type, state, tries, lastStatus, lastProblem } = record;
  return {
    ...{ id: _id, webhook: endpoint, event, type, state, tries, lastStatus, lastProblem },
    nextTryAt: record.nextTryAt?.toISOString() ?? null,
    lastTryAt: record.lastTryAt?.toISOString() ?? null,
    deliveredAt: record.deliveredAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
  };
}
