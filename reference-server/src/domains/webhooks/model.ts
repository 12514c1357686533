import type { WebhookEventType } from '@smartduka/contract';
import { Schema, model } from 'mongoose';
import type { WebhookDelivery, WebhookEndpoint } from '@smartduka/contract';
import { tenancy, type Owned } from '../../platform/tenancy.js';

export interface EndpointRecord extends Owned {
  _id: string;
  url: string;
  description: string | null;
  events: string[];
  status: WebhookEndpoint['status'];
  disabledReason: WebhookEndpoint['disabledReason'];
  failingSince: Date | null;
  /** Sealed signing secrets: the one that counts, and the one before it for as long as that still signs. */
  secret: string;
  previousSecret: string | null;
  previousSecretUntil: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, default: null };
const instant = { type: Date, default: null };

const endpoint = new Schema<EndpointRecord>(
  {
    _id: String,
    url: { type: String, required: true },
    description: text,
    events: { type: [String], required: true },
    status: { type: String, enum: ['enabled', 'disabled'], required: true },
    disabledReason: text,
    failingSince: instant,
    secret: { type: String, required: true },
    previousSecret: text,
    previousSecretUntil: instant,
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
endpoint.plugin(tenancy);
endpoint.index({ shop: 1, mode: 1, _id: -1 });
export const Endpoints = model('WebhookEndpoint', endpoint, 'webhook_endpoints');

export interface DeliveryRecord extends Owned {
  _id: string;
  endpoint: string;
  event: string;
  type: WebhookEventType;
  /** What keeps its order: the order that the event is about; a delivery made by hand is in line with nobody, and names itself. */
  line: string;
  sequence: number;
  state: WebhookDelivery['state'];
  /** Stands first in its line: the only one that is tried. */
  head: boolean;
  /** Made by somebody, for an event that was (or will be) sent by itself as well. */
  byHand: boolean;
  /** The whole body for what is no event of the outbox; else it is made from the event. */
  body: string | null;
  tries: number;
  nextTryAt: Date | null;
  lastTryAt: Date | null;
  lastStatus: number | null;
  lastProblem: WebhookDelivery['lastProblem'];
  deliveredAt: Date | null;
  createdAt: Date;
}

const delivery = new Schema<DeliveryRecord>(
  {
    _id: String,
    endpoint: { type: String, required: true },
    event: { type: String, required: true },
    type: { type: String, required: true },
    line: { type: String, required: true },
    sequence: { type: Number, required: true },
    state: { type: String, enum: ['pending', 'delivered', 'dead'], required: true },
    head: { type: Boolean, required: true },
    byHand: { type: Boolean, required: true },
    body: text,
    tries: { type: Number, required: true },
    nextTryAt: instant,
    lastTryAt: instant,
    lastStatus: { type: Number, default: null },
    lastProblem: text,
    deliveredAt: instant,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
);
delivery.plugin(tenancy);
// Once per endpoint and event, however often the outbox is read.
delivery.index(
  { shop: 1, mode: 1, endpoint: 1, event: 1 },
  { unique: true, partialFilterExpression: { byHand: false }, name: 'once_by_itself' },
);
delivery.index({ shop: 1, mode: 1, endpoint: 1, _id: -1 });
delivery.index({ shop: 1, mode: 1, endpoint: 1, state: 1, _id: -1 });
delivery.index({ shop: 1, mode: 1, endpoint: 1, line: 1, state: 1, sequence: 1 });
delivery.index({ nextTryAt: 1 }, { partialFilterExpression: { state: 'pending', head: true }, name: 'due' });
// What became of an event is told for a month; what waits is never older than three days.
delivery.index({ createdAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });
export const Deliveries = model('WebhookDelivery', delivery, 'webhook_deliveries');
