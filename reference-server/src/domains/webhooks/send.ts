import { clock } from '../../platform/clock.js';
import { takeTurn } from '../../platform/database.js';
import { unseal } from '../../platform/keyring.js';
import { log } from '../../platform/log.js';
import { findEvents, toShopEvent } from '../../platform/outbox.js';
import { runtime } from '../../platform/runtime.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import type { AddressRules } from './address.js';
import { Deliveries, Endpoints, type DeliveryRecord, type EndpointRecord } from './model.js';
import { post, type Outcome } from './post.js';
import { nextTry, sign } from './rules.js';

/** What moves a line forward takes its turn, so that no delivery is left in it without a head. */
export const lineOf = ({ endpoint, line }: Pick<DeliveryRecord, 'endpoint' | 'line'>): string =>
  `webhook ${endpoint} ${line}`;

export const rulesFor = (tenant: Tenant): AddressRules => ({
  loopback: runtime.webhooksToLoopback && tenant.mode === 'test',
});

/** Tries one delivery once and writes down what came of it. */
export async function send(delivery: DeliveryRecord, signal: AbortSignal): Promise<void> {
  const tenant = { shop: delivery.shop, mode: delivery.mode };
  const endpoint = await Endpoints.findOne({ ...owned(tenant), _id: delivery.endpoint }).lean<EndpointRecord>();
  if (endpoint?.status !== 'enabled') return bury(tenant, delivery);
  const body = delivery.body ?? (await bodyOf(tenant, delivery.event));
  if (body === null) return bury(tenant, delivery);
  const headers = sign(delivery.event, body, secretsOf(endpoint), clock.now());
  const outcome = await post(endpoint.url, body, headers, rulesFor(tenant), signal);
  // Cut off by our own end: not the endpoint's fault, and it may have arrived. It is tried again.
  if (signal.aborted) return;
  await note(tenant, endpoint, delivery, outcome);
}

async function bodyOf(tenant: Tenant, event: string): Promise<string | null> {
  const [found] = await findEvents(tenant, { _id: event }, null, 1);
  return found ? JSON.stringify(toShopEvent(found)) : null;
}

function secretsOf(endpoint: EndpointRecord): string[] {
  const { secret, previousSecret, previousSecretUntil } = endpoint;
  const both = previousSecret && previousSecretUntil && previousSecretUntil > clock.now();
  return (both ? [secret, previousSecret] : [secret]).map((sealed) => unseal(sealed, secretContext(endpoint)));
}

export const secretContext = ({ _id }: Pick<EndpointRecord, '_id'>): string => `${_id}:secret`;

async function note(
  tenant: Tenant,
  endpoint: EndpointRecord,
  delivery: DeliveryRecord,
  outcome: Outcome,
): Promise<void> {
  const now = clock.now();
  const tries = delivery.tries + 1;
  const again = outcome.problem ? nextTry(tries, delivery.createdAt, now, Math.random()) : null;
  const state = outcome.problem === null ? 'delivered' : again === null ? 'dead' : 'pending';
  await finish(tenant, delivery, {
    state,
    tries,
    nextTryAt: again,
    lastTryAt: now,
    lastStatus: outcome.status,
    lastProblem: outcome.problem,
    deliveredAt: state === 'delivered' ? now : null,
  });
  await health(tenant, endpoint, outcome, state === 'dead');
}

/** Not wanted any more: the endpoint is gone or switched off. */
async function bury(tenant: Tenant, delivery: DeliveryRecord): Promise<void> {
  await finish(tenant, delivery, { state: 'dead', nextTryAt: null });
}

async function finish(tenant: Tenant, delivery: DeliveryRecord, change: Partial<DeliveryRecord>): Promise<void> {
  await takeTurn(lineOf(delivery), async () => {
    await Deliveries.updateOne({ ...owned(tenant), _id: delivery._id, state: 'pending' }, { $set: change });
    if (change.state !== 'pending' && !delivery.byHand) await moveUp(tenant, delivery.endpoint, delivery.line);
  });
}

/** Makes the first that waits in a line its head. */
export async function moveUp(tenant: Tenant, endpoint: string, line: string): Promise<void> {
  await Deliveries.findOneAndUpdate(
    { ...owned(tenant), endpoint, line, state: 'pending', byHand: false },
    { $set: { head: true } },
    { sort: { sequence: 1 } },
  );
}

async function health(tenant: Tenant, endpoint: EndpointRecord, outcome: Outcome, dead: boolean): Promise<void> {
  const now = clock.now();
  const found = { ...owned(tenant), _id: endpoint._id };
  if (outcome.status === 410) {
    const change = { status: 'disabled', disabledReason: 'gone', updatedAt: now };
    await Endpoints.updateOne({ ...found, status: 'enabled' }, { $set: change, $inc: { version: 1 } });
    log.warn({ event: 'webhook gone', webhook: endpoint._id }, 'an endpoint answered 410 and was switched off');
  } else if (outcome.problem === null) {
    if (endpoint.failingSince) await Endpoints.updateOne(found, { $set: { failingSince: null } });
  } else if (!endpoint.failingSince) {
    await Endpoints.updateOne({ ...found, failingSince: null }, { $set: { failingSince: now } });
  }
  if (dead) log.warn({ event: 'webhook dead', webhook: endpoint._id }, 'a delivery was given up after three days');
}

/** Drops what waits for an endpoint. */
export async function dropWaiting(tenant: Tenant, endpoint: string): Promise<void> {
  await Deliveries.updateMany(
    { ...owned(tenant), endpoint, state: 'pending' },
    { $set: { state: 'dead', nextTryAt: null } },
  );
}
