import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NewWebhookEndpoint, Order, ShopEvent, WebhookDelivery, WebhookEndpoint } from '@smartduka/contract';
import { webhooks } from '@smartduka/sdk/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendDue } from '../src/domains/webhooks/job.js';
import { clock } from '../src/platform/clock.js';
import { Harness } from './harness.js';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  event: ShopEvent;
}

/** Somebody's server: takes webhooks and answers as told, path by path. */
class Receiver {
  readonly received: Received[] = [];
  answers = new Map<string, number | 'hang'>();
  url = '';
  readonly #server: Server;
  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const path = request.url ?? '';
        this.received.push({ path, headers: request.headers, body, event: JSON.parse(body) as ShopEvent });
        const answer = this.answers.get(path) ?? 200;
        if (answer === 'hang') return;
        if (answer === 302) response.setHeader('Location', '/elsewhere');
        response.writeHead(answer).end('thank you');
      });
    });
  }
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }
}

let shop: Harness;
let there: Receiver;
const made: string[] = [];

beforeAll(async () => {
  shop = await Harness.start({ jobs: [] });
});
afterAll(() => shop.stop());
beforeEach(async () => {
  there = new Receiver();
  await there.start();
});
afterEach(async () => {
  for (const id of made.splice(0)) await api('DELETE', `/api/webhooks/${id}`);
  await there.stop();
  await shop.expectSound();
});

async function api<Body = Record<string, unknown>>(method: string, path: string, body?: unknown, init = {}) {
  return shop.call<Body>(method, path, { key: 'sk', body, ...init });
}

async function endpoint(path: string, events = ['*']): Promise<NewWebhookEndpoint> {
  const answer = await api<NewWebhookEndpoint>('POST', '/api/webhooks', { url: `${there.url}${path}`, events });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  made.push(answer.body.id);
  return answer.body;
}

const round = () => sendDue(new AbortController().signal);
const deliveries = async (id: string, query = '') =>
  (await api<{ data: WebhookDelivery[] }>('GET', `/api/webhooks/${id}/deliveries${query}`)).body.data;
const read = async (id: string) => (await api<WebhookEndpoint>('GET', `/api/webhooks/${id}`)).body;

async function canceledOrder(): Promise<Order> {
  const { order, secret } = await shop.order({ 'SODA-500': 1 }, null);
  const answer = await shop.call<Order>('POST', `/api/orders/${order.id}/cancel`, { secret });
  expect(answer.status).toBe(200);
  return answer.body;
}

describe('a webhook', () => {
  it('tells what happened to an order, in its order, signed, and once', async () => {
    const { secret, id } = await endpoint('/all');
    const order = await canceledOrder();
    await round();
    await round();
    const got = there.at('/all');
    expect(got.map(({ event }) => [event.order, event.sequence, event.type])).toEqual([
      [order.id, 1, 'order.created'],
      [order.id, 2, 'order.canceled'],
    ]);
    for (const { body, headers } of got) {
      const event = await webhooks.verify(body, headers, secret, { now: clock.now() });
      expect(headers['webhook-id']).toBe(event.id);
    }
    expect((await deliveries(id)).map(({ state, tries, lastStatus }) => [state, tries, lastStatus])).toEqual([
      ['delivered', 1, 200],
      ['delivered', 1, 200],
    ]);
    const known = await api<ShopEvent>('GET', `/api/events/${got[0]?.event.id}`);
    expect(known.body).toEqual(got[0]?.event);
  });

  it('is sent only to those who want it, and not about what was before', async () => {
    await canceledOrder();
    await shop.simulator.control.advance(1_000);
    await endpoint('/cancels', ['order.canceled']);
    await endpoint('/payments', ['payment.*']);
    await canceledOrder();
    await round();
    expect(there.at('/cancels').map(({ event }) => event.type)).toEqual(['order.canceled']);
    expect(there.at('/payments')).toEqual([]);
  });

  it('that fails holds up its own order and no other, and is tried again', async () => {
    const { id } = await endpoint('/shaky');
    there.answers.set('/shaky', 500);
    const first = await canceledOrder();
    await round();
    const second = await canceledOrder();
    there.answers.set('/shaky', 503);
    await round();
    expect(there.at('/shaky').map(({ event }) => [event.order, event.sequence])).toEqual([
      [first.id, 1],
      [second.id, 1],
    ]);
    expect((await read(id)).failingSince).not.toBeNull();

    there.answers.set('/shaky', 204);
    await shop.simulator.control.advance(13_000);
    await round();
    const got = there.at('/shaky').slice(2);
    for (const order of [first, second])
      expect(got.filter(({ event }) => event.order === order.id).map(({ event }) => event.sequence)).toEqual([1, 2]);
    expect((await read(id)).failingSince).toBeNull();
    const [, again] = there.at('/shaky').filter(({ event }) => event.order === first.id && event.sequence === 1);
    expect(again?.headers['webhook-id']).toBe(there.at('/shaky')[0]?.headers['webhook-id']);
    expect(again?.headers['webhook-timestamp']).not.toBe(there.at('/shaky')[0]?.headers['webhook-timestamp']);
  });

  it('is given up after three days, and the next in line has its turn', async () => {
    const { id } = await endpoint('/dead');
    there.answers.set('/dead', 500);
    const order = await canceledOrder();
    await round();
    for (let hours = 0; hours <= 80; hours += 8) {
      await shop.simulator.control.advance(8 * 3_600_000);
      await round();
    }
    const states = (await deliveries(id)).map(({ type, state }) => [type, state]);
    expect(states).toContainEqual(['order.created', 'dead']);
    expect(there.at('/dead').some(({ event }) => event.order === order.id && event.sequence === 2)).toBe(true);
  });

  it('does not follow redirects', async () => {
    const { id } = await endpoint('/moved');
    there.answers.set('/moved', 302);
    await canceledOrder();
    await round();
    expect(there.at('/elsewhere')).toEqual([]);
    const { data } = (await api<{ data: WebhookDelivery[] }>('GET', `/api/webhooks/${id}/deliveries?state=pending`))
      .body;
    expect(data.map(({ lastProblem }) => lastProblem)).toContain('redirect');
  });

  it('stops at an endpoint that says it is gone', async () => {
    const { id } = await endpoint('/gone');
    there.answers.set('/gone', 410);
    await canceledOrder();
    await round();
    expect(await read(id)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    await shop.simulator.control.advance(60_000);
    await canceledOrder();
    await round();
    expect(there.at('/gone')).toHaveLength(1);

    const back = await api<WebhookEndpoint>('PATCH', `/api/webhooks/${id}`, { status: 'enabled' });
    expect(back.body).toMatchObject({ status: 'enabled', disabledReason: null });
    there.answers.delete('/gone');
    await canceledOrder();
    await round();
    expect(there.at('/gone').length).toBe(3);
  });

  it('to one that hangs does not keep another waiting', async () => {
    await endpoint('/hangs');
    await endpoint('/fine');
    there.answers.set('/hangs', 'hang');
    await canceledOrder();
    const over = new AbortController();
    const running = sendDue(over.signal);
    await expect.poll(() => there.at('/fine').length).toBeGreaterThan(0);
    expect(there.at('/hangs')).toHaveLength(1);
    over.abort();
    await running;
  });

  it('can be sent again by hand, tried out, and signed with a new secret while the old one holds', async () => {
    const { id, secret: old } = await endpoint('/hand');
    await canceledOrder();
    await round();
    const [last] = await deliveries(id);
    const again = await api<WebhookDelivery>('POST', `/api/webhooks/${id}/deliveries/${last?.id}/redeliver`);
    expect(again.status).toBe(201);
    const tried = await api<WebhookDelivery>('POST', `/api/webhooks/${id}/test`);
    expect(tried.status).toBe(201);
    const { secret } = (await api<NewWebhookEndpoint>('POST', `/api/webhooks/${id}/rotate-secret`)).body;
    await round();
    const got = there.at('/hand');
    expect(got.map(({ event }) => event.type).toSorted()).toEqual(
      ['order.canceled', 'order.canceled', 'order.created', 'webhook.test'].toSorted(),
    );
    const { body, headers } = got.at(-1) as Received;
    for (const key of [old, secret]) await webhooks.verify(body, headers, key, { now: clock.now() });
    await shop.simulator.control.advance(25 * 3_600_000);
    await api('POST', `/api/webhooks/${id}/test`);
    await round();
    const after = there.at('/hand').at(-1) as Received;
    await webhooks.verify(after.body, after.headers, secret, { now: clock.now() });
    await expect(webhooks.verify(after.body, after.headers, old, { now: clock.now() })).rejects.toThrow();
  });

  it.each([
    [{ url: 'https://10.0.0.1/x' }, 'url'],
    [{ url: 'https://metadata.internal/x' }, 'url'],
    [{ url: 'not an address' }, 'url'],
    [{ url: 'https://books.example.com', events: ['order.sung'] }, 'events.0'],
    [{ url: 'https://books.example.com', secret: 'whsec_mine' }, 'secret'],
  ])('to %j is refused, and the field named', async (input, path) => {
    const answer = await api<{ errors: { path: string }[] }>('POST', '/api/webhooks', input);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]?.path).toBe(path);
  });

  it('belongs to its shop: a stranger’s id is not there, and a browser has no say', async () => {
    const { id } = await endpoint('/mine');
    const stranger = 'whk_0000000000000000000000000';
    expect((await api('GET', `/api/webhooks/${stranger}`)).status).toBe(404);
    expect((await api('POST', `/api/webhooks/${stranger}/test`)).status).toBe(404);
    expect((await shop.call('GET', `/api/webhooks/${id}`)).status).toBe(403);
    expect((await read(id)) as object).not.toHaveProperty('secret');
  });
});

describe('the events of a shop', () => {
  it('are listed newest first, page by page, and by order', async () => {
    const order = await canceledOrder();
    const own = await api<{ data: ShopEvent[] }>('GET', `/api/events?order=${order.id}`);
    expect(own.body.data.map(({ type }) => type)).toEqual(['order.canceled', 'order.created']);
    const first = await api<{ data: ShopEvent[]; nextCursor: string }>('GET', '/api/events?limit=1');
    const second = await api<{ data: ShopEvent[] }>('GET', `/api/events?limit=1&after=${first.body.nextCursor}`);
    expect([first, second].map(({ body }) => body.data[0]?.type)).toEqual(['order.canceled', 'order.created']);
    expect((await api('GET', '/api/events?after=forged')).status).toBe(400);
  });

  it('arrive live, and after a break none is missing', async () => {
    const open = async (lastId: string | null, until: number): Promise<ShopEvent[]> => {
      const over = new AbortController();
      const response = await fetch(`${shop.server.url}/api/events`, {
        headers: {
          Authorization: `Bearer ${shop.secret}`,
          Accept: 'text/event-stream',
          ...(lastId ? { 'Last-Event-ID': lastId } : {}),
        },
        signal: over.signal,
      });
      expect(response.status).toBe(200);
      const found = new Map<string, ShopEvent>();
      let text = '';
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      // What follows happens while the stream is open.
      if (lastId === null) void canceledOrder();
      while (found.size < until) {
        text += (await reader?.read())?.value ?? '';
        for (const [, data = ''] of text.matchAll(/^data: (.*)$/gm)) {
          const event = JSON.parse(data) as ShopEvent;
          found.set(event.id, event);
        }
      }
      over.abort();
      return [...found.values()];
    };
    const before = await open(null, 2);
    const between = await canceledOrder();
    const after = await open(before.at(-1)?.id ?? '', 2);
    expect(before.map(({ type }) => type)).toEqual(['order.created', 'order.canceled']);
    expect(after.filter(({ order }) => order === between.id).map(({ type }) => type)).toContain('order.created');
  });
});
