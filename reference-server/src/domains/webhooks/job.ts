import { clock } from '../../platform/clock.js';
import { takeTurn, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import type { Job } from '../../platform/jobs.js';
import { log } from '../../platform/log.js';
import { eventsOffered, onAnyEvent, pendingEvents, type StoredEvent } from '../../platform/outbox.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { Deliveries, Endpoints, type DeliveryRecord, type EndpointRecord } from './model.js';
import { mostAtOnce, wants } from './rules.js';
import { lineOf, moveUp, send } from './send.js';

const lookEveryMs = 1_000;
const batch = 200;

/** Offers events to endpoints and sends what is due. It goes on for as long as it holds its lease, so that no slow endpoint ends a round. */
export const webhookJob: Job = {
  name: 'webhooks.send',
  everyMs: 5_000,
  async run(signal) {
    let wake = (): void => undefined;
    const sender = new Sender(signal, () => wake());
    const forget = onAnyEvent(() => wake());
    signal.addEventListener('abort', () => wake(), { once: true });
    try {
      await repairLines();
      while (!signal.aborted) {
        // Made before looking, so that what happens meanwhile is not slept through.
        const woken = new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, lookEveryMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        await offerEvents();
        await sender.start();
        await woken;
      }
    } finally {
      forget();
      wake();
      await sender.done();
    }
  },
};

/** All that is due now, and whatever moves up behind it, tried once. */
export async function sendDue(signal: AbortSignal): Promise<void> {
  await offerEvents();
  let more = true;
  const sender = new Sender(signal, () => (more = true));
  while (more && !signal.aborted) {
    more = false;
    await sender.start();
    await sender.done();
  }
}

/** Makes a delivery of every event for every endpoint that wants it. Safe to be cut off anywhere: the index knows what was made. */
export async function offerEvents(): Promise<void> {
  for (;;) {
    const events = await pendingEvents(batch);
    if (events.length === 0) return;
    for (const ofShop of byTenant(events)) await offer(ofShop);
    await eventsOffered(events.map((event) => event._id));
    if (events.length < batch) return;
  }
}

function byTenant(events: readonly StoredEvent[]): StoredEvent[][] {
  const groups = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const group = groups.get(`${event.shop} ${event.mode}`);
    if (group) group.push(event);
    else groups.set(`${event.shop} ${event.mode}`, [event]);
  }
  return [...groups.values()];
}

/** @param events Of one shop and mode. */
async function offer(events: readonly StoredEvent[]): Promise<void> {
  const tenant = owned(events[0] as StoredEvent);
  const endpoints = await Endpoints.find({ ...owned(tenant), status: 'enabled' }).lean<EndpointRecord[]>();
  for (const endpoint of endpoints)
    for (const event of events.toSorted((a, b) => a.sequence - b.sequence))
      // What happened before there was an endpoint is none of its business.
      if (wants(endpoint.events, event.type) && event.createdAt >= endpoint.createdAt)
        await enqueue(tenant, endpoint._id, event);
}

async function enqueue(tenant: Tenant, endpoint: string, event: StoredEvent): Promise<void> {
  const line = event.order;
  await takeTurn(lineOf({ endpoint, line }), async () => {
    const waiting = await Deliveries.exists({ ...owned(tenant), endpoint, line, state: 'pending', byHand: false });
    const delivery: DeliveryRecord = {
      ...owned(tenant),
      _id: newId('delivery'),
      ...{ endpoint, line, event: event._id, type: event.type, sequence: event.sequence, state: 'pending' },
      ...{ head: !waiting, byHand: false, body: null, tries: 0, nextTryAt: clock.now(), lastTryAt: null },
      ...{ lastStatus: null, lastProblem: null, deliveredAt: null, createdAt: clock.now() },
    };
    await Deliveries.updateOne(
      { ...owned(tenant), endpoint, event: event._id, byHand: false },
      { $setOnInsert: delivery },
      { upsert: true },
    );
  });
}

/** Starts what is due, a few at once to each endpoint; what one keeps waiting holds up no other. */
class Sender {
  readonly #signal: AbortSignal;
  readonly #wake: () => void;
  readonly #running = new Map<string, { endpoint: string; task: Promise<void> }>();

  /** @param wake Called when a try is over: the next in its line may follow. */
  constructor(signal: AbortSignal, wake: () => void) {
    this.#signal = signal;
    this.#wake = wake;
  }

  async start(): Promise<void> {
    const busy = new Set<string>();
    for (;;) {
      if (this.#signal.aborted) return;
      const due = await acrossTenants(
        Deliveries.find({
          state: 'pending',
          head: true,
          nextTryAt: trusted({ $lte: clock.now() }),
          _id: trusted({ $nin: [...this.#running.keys()] }),
          endpoint: trusted({ $nin: [...busy] }),
        }),
      )
        .sort({ nextTryAt: 1 })
        .limit(batch)
        .lean<DeliveryRecord[]>();
      const before = this.#running.size;
      for (const delivery of due) if (!this.#begin(delivery)) busy.add(delivery.endpoint);
      if (due.length < batch || this.#running.size === before) return;
    }
  }

  #begin(delivery: DeliveryRecord): boolean {
    const { _id: id, endpoint } = delivery;
    const now = [...this.#running.values()].filter((running) => running.endpoint === endpoint).length;
    if (now >= mostAtOnce) return false;
    const task = send(delivery, this.#signal)
      // It stays pending, and is found again.
      .catch((error: unknown) => log.error({ err: error, webhook: endpoint }, 'a delivery could not be written down'))
      .then(() => {
        this.#running.delete(id);
        this.#wake();
      });
    this.#running.set(id, { endpoint, task });
    return true;
  }

  async done(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ task }) => task));
  }
}

/** Lines that were left without a head when a process ended between two steps. */
async function repairLines(): Promise<void> {
  const lines = await acrossTenants(
    Deliveries.aggregate<{ _id: { shop: string; mode: Tenant['mode']; endpoint: string; line: string } }>([
      { $match: { state: 'pending', byHand: false } },
      {
        $group: {
          _id: { shop: '$shop', mode: '$mode', endpoint: '$endpoint', line: '$line' },
          heads: { $sum: { $cond: ['$head', 1, 0] } },
        },
      },
      { $match: { heads: 0 } },
    ]),
  );
  for (const { _id: found } of lines) {
    const { endpoint, line } = found;
    await takeTurn(lineOf(found), () => moveUp(found, endpoint, line));
  }
}
