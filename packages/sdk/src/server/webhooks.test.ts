import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookMiddleware, webhooks, type WebhookEvent } from '../server.js';

// The example of the Standard Webhooks specification, so that ours is understood by everybody's library.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const published = {
  body: '{"test": 2432232314}',
  now: new Date(1614265330 * 1000),
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
};
const other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

describe('verifying a webhook', () => {
  it('takes what the specification signed, as text, as bytes, and from any kind of headers', async () => {
    const { body, headers, now } = published;
    const event = { test: 2432232314 };
    expect(await webhooks.verify(body, headers, secret, { now })).toEqual(event);
    expect(await webhooks.verify(new TextEncoder().encode(body), new Headers(headers), secret, { now })).toEqual(event);
    const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    expect(await webhooks.verify(body, shouted, [other, secret], { now })).toEqual(event);
  });

  it('takes one good signature among several, as while a secret is changed', async () => {
    const { body, headers, now } = published;
    const both = { ...headers, 'webhook-signature': `v1,AAAA v1a,x ${headers['webhook-signature']}` };
    expect(await webhooks.verify(body, both, secret, { now })).toEqual({ test: 2432232314 });
  });

  const { headers: good, body } = published;
  it.each([
    ['another secret', body, good, other, 0, 'webhook_signature_invalid'],
    ['a changed body', `${body} `, good, secret, 0, 'webhook_signature_invalid'],
    ['another id', body, { ...good, 'webhook-id': 'msg_other' }, secret, 0, 'webhook_signature_invalid'],
    ['no base64', body, { ...good, 'webhook-signature': 'v1,***' }, secret, 0, 'webhook_signature_invalid'],
    ['another scheme', body, { ...good, 'webhook-signature': 'v2,AAAA' }, secret, 0, 'webhook_signature_invalid'],
    ['no signature', body, { ...good, 'webhook-signature': undefined }, secret, 0, 'webhook_header_missing'],
    ['two ids', body, { ...good, 'webhook-id': ['a', 'b'] }, secret, 0, 'webhook_header_missing'],
    ['an old one', body, good, secret, 301, 'webhook_timestamp_refused'],
    ['one from the future', body, good, secret, -301, 'webhook_timestamp_refused'],
    ['a time that is none', body, { ...good, 'webhook-timestamp': '1e3' }, secret, 0, 'webhook_timestamp_refused'],
  ])('refuses %s', async (_what, text, headers, key, seconds, code) => {
    const now = new Date(published.now.getTime() + seconds * 1000);
    await expect(webhooks.verify(text, headers, key, { now })).rejects.toMatchObject({
      name: 'DukaWebhookError',
      code,
    });
  });

  it('says so when the secret is none', async () => {
    await expect(webhooks.verify(body, good, 'sk_test_123', { now: published.now })).rejects.toThrow('whsec_');
  });
});

describe('an endpoint in Express', () => {
  const taken: WebhookEvent[] = [];
  const app = express();
  app.post(
    '/hooks',
    webhookMiddleware(secret, (event) => {
      if (event.type === 'webhook.test') throw new Error('not today');
      taken.push(event);
    }),
  );
  app.post(
    '/parsed',
    express.json(),
    webhookMiddleware(secret, () => undefined),
  );
  app.use(((_error, _request, response, _next) => {
    response.status(500).json({ code: 'internal' });
  }) satisfies express.ErrorRequestHandler);
  const server = createServer(app);
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const send = async (event: unknown, path = '/hooks', key = secret) => {
    const text = JSON.stringify(event);
    const headers = { 'Content-Type': 'application/json', ...(await webhooks.sign(text, key)) };
    return (await fetch(`${url}${path}`, { method: 'POST', body: text, headers })).status;
  };

  it('hands over what is signed, refuses what is not, and has failures tried again', async () => {
    const event = { id: 'evt_1', type: 'order.paid', data: { order: 'ord_1' } };
    expect(await send(event)).toBe(204);
    expect(taken).toEqual([event]);
    expect(await send(event, '/hooks', other)).toBe(400);
    expect(await send({ type: 'webhook.test' })).toBe(500);
    expect(await send({ type: 'order.paid', padding: 'x'.repeat(300_000) })).toBe(413);
    expect(await send(event, '/parsed')).toBe(500);
    expect(taken).toHaveLength(1);
  });
});
