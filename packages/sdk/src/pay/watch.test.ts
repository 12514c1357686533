import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPayment, frame, succeeded } from '../../test/makers.js';
import { cutEvents, events, json, problem, reset, scriptedServer, silence } from '../../test/scripted-server.js';
import type { ScriptedServer } from '../../test/scripted-server.js';
import { createDuka as createWithFetch } from '../fetch.js';
import { createDuka as createWithAxios } from '../index.js';
import type { Payment, WatchConnection, WatchOptions } from '../index.js';
import { isNews, pauseBefore } from './watch.js';

describe('pauseBefore', () => {
  it.each([
    [[0, 1, 2, 3, 4, 9].map((n) => pauseBefore(n, false, 0)), [2000, 3000, 5000, 8000, 8000, 8000]],
    [[0, 1, 2].map((n) => pauseBefore(n, true, 0)), [0, 2000, 3000]],
    [
      [pauseBefore(0, false, 9000), pauseBefore(3, false, 100)],
      [9000, 8000],
    ],
  ])('case %#', (pauses, expected) => {
    expect(pauses).toEqual(expected);
  });
});

describe('isNews', () => {
  const failed = aPayment({ state: 'failed', final: true, second: 5 });
  it.each([
    ['the first thing heard', null, aPayment(), true],
    ['the same again', aPayment(), aPayment(), false],
    ['a later state', aPayment(), aPayment({ state: 'confirming', second: 1 }), true],
    ['another state within the same second', aPayment(), aPayment({ state: 'confirming' }), true],
    ['an earlier state', aPayment({ state: 'confirming', second: 2 }), aPayment({ second: 1 }), false],
    ['anything after a final state', failed, aPayment({ second: 9 }), false],
    ['a state of next year', aPayment(), aPayment({ state: 'a_state_of_next_year', second: 1 }), true],
  ])('%s', (_case, seen, heard, expected) => {
    expect(isNews(seen, heard)).toBe(expected);
  });
});

describe.each([
  ['axios', createWithAxios],
  ['fetch', createWithFetch],
])('payments.watch over %s', (_transport, create) => {
  let server: ScriptedServer;
  beforeEach(async () => {
    server = await scriptedServer();
  });
  afterEach(() => server.close());

  const watch = (options: WatchOptions = {}) =>
    create({ server: server.url, key: 'pk_test_1', timeout: 1_000 }).payments.watch('pay_1', {
      secret: 's',
      ...options,
    });

  async function collect(
    options: WatchOptions = {},
  ): Promise<{ states: string[]; line: WatchConnection[]; last?: Payment }> {
    const line: WatchConnection[] = [];
    const all: Payment[] = [];
    for await (const payment of watch({ onConnection: (now) => void line.push(now), ...options })) all.push(payment);
    return { states: all.map(({ state }) => state), line, ...(all.length && { last: all.at(-1) as Payment }) };
  }

  it('yields the payment as it stands, then each change, and ends with the last', async () => {
    server.on('GET /payments/pay_1', json(200, aPayment()));
    server.on(
      'GET /orders/ord_1/events',
      events(
        frame(1, null),
        frame(2, aPayment()),
        frame(3, aPayment({ state: 'confirming', second: 2 })),
        frame(4, succeeded(3)),
      ),
    );
    const { states, line } = await collect();
    expect(states).toEqual(['pending', 'confirming', 'succeeded']);
    expect(line).toEqual(['polling', 'live']);
    expect(server.heard.map(({ headers }) => headers['duka-secret'])).toEqual(['s', 's']);
  });

  it('asks nothing more of a payment that is decided', async () => {
    server.on('GET /payments/pay_1', json(200, succeeded(3)));
    expect((await collect()).states).toEqual(['succeeded']);
    expect(server.heard).toHaveLength(1);
  });

  it('hears an event once, however often it comes, and nothing of other payments', async () => {
    server.on('GET /payments/pay_1', json(200, aPayment({ state: 'confirming', second: 2 })));
    const old = frame(2, aPayment());
    const other = frame(3, { ...succeeded(9), id: 'pay_0' });
    server.on('GET /orders/ord_1/events', events(old, old, other, frame(4, succeeded(3))));
    expect((await collect()).states).toEqual(['confirming', 'succeeded']);
  });

  it('gets past an event that it cannot read', async () => {
    server.on('GET /payments/pay_1', json(200, aPayment()));
    server.on('GET /orders/ord_1/events', events('id: 7\ndata: no json\n\n'), events(frame(8, succeeded(3))));
    expect((await collect()).states).toEqual(['pending', 'succeeded']);
    expect(server.to('GET /orders/ord_1/events')[1]?.headers['last-event-id']).toBe('7');
  });

  it('goes on after a cut where it was', async () => {
    server.on('GET /payments/pay_1', json(200, aPayment()));
    server.on(
      'GET /orders/ord_1/events',
      cutEvents(frame(2, aPayment({ state: 'confirming', second: 1 }))),
      events(frame(3, succeeded(3))),
    );
    expect((await collect()).states).toEqual(['pending', 'confirming', 'succeeded']);
    expect(server.to('GET /orders/ord_1/events').map(({ headers }) => headers['last-event-id'])).toEqual([
      undefined,
      '2',
    ]);
  });

  it('asks now and then where there are no streams, paying little for no news', async () => {
    server.on(
      'GET /payments/pay_1',
      json(200, aPayment(), { ETag: '"1"' }),
      json(304, null, { ETag: '"1"' }),
      json(200, succeeded(3)),
    );
    server.on('GET /orders/ord_1/events', json(200, { data: [] }));
    expect(await collect()).toMatchObject({ states: ['pending', 'succeeded'], line: ['polling'] });
    expect(server.to('GET /payments/pay_1').map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"1"',
      '"1"',
    ]);
    expect(server.to('GET /orders/ord_1/events')).toHaveLength(1);
  });

  it('never takes trouble on the line for news of the payment', async () => {
    server.on('GET /payments/pay_1', reset, problem(503, 'unavailable'), json(200, succeeded(3)));
    const { states, line } = await collect();
    expect(states).toEqual(['succeeded']);
    expect(line).toEqual(['offline', 'polling']);
  });

  it('waits when it is told to ask less often, which is no trouble on the line', async () => {
    server.on('GET /payments/pay_1', problem(429, 'rate_limited', { retryable: true }), json(200, succeeded(3)));
    expect(await collect()).toMatchObject({ states: ['succeeded'], line: ['polling'] });
  });

  it('tells when it may not look', async () => {
    server.on('GET /payments/pay_1', problem(401, 'secret_required'));
    await expect(collect()).rejects.toMatchObject({ name: 'DukaAuthError', code: 'secret_required' });
  });

  it('ends at its signal, while it asks and while it listens', async () => {
    server.on('GET /payments/pay_1', silence);
    const asking = new AbortController();
    const first = collect({ signal: asking.signal });
    await expect.poll(() => server.heard.length).toBe(1);
    asking.abort();
    await expect(first).rejects.toMatchObject({ name: 'DukaAbortedError' });

    server.on('GET /payments/pay_1', json(200, aPayment()));
    server.on('GET /orders/ord_1/events', events(': hello\n\n'));
    const listening = new AbortController();
    const second = collect({ signal: listening.signal });
    await expect.poll(() => server.heard.length).toBe(3);
    listening.abort();
    await expect(second).rejects.toMatchObject({ name: 'DukaAbortedError' });
  });

  it('ends at its signal when the line hangs after a cut', async () => {
    server.on('GET /payments/pay_1', json(200, aPayment()), silence);
    server.on('GET /orders/ord_1/events', cutEvents(frame(1, null)), silence);
    const ending = new AbortController();
    const watching = collect({ signal: ending.signal, timeout: 60_000 });
    await expect.poll(() => server.heard.length).toBe(3);
    ending.abort();
    await expect(watching).rejects.toMatchObject({ name: 'DukaAbortedError' });
    expect(server.heard).toHaveLength(3);
  });

  it('hangs up when its reader leaves', async () => {
    let gone = false;
    server.on('GET /payments/pay_1', json(200, aPayment()));
    server.on('GET /orders/ord_1/events', (response, heard) => {
      response.on('close', () => (gone = true));
      return events(frame(2, aPayment({ state: 'confirming', second: 1 })))(response, heard);
    });
    for await (const { state } of watch()) if (state === 'confirming') break;
    await expect.poll(() => gone).toBe(true);
  });

  it('gives the outcome: the payment, or why there is none', async () => {
    const { payments } = create({ server: server.url, key: 'pk_test_1' });
    server.on('GET /payments/pay_1', json(200, { ...succeeded(3), receiptNumber: 'UKO8F2K9QX' }));
    expect((await payments.outcome('pay_1')).receiptNumber).toBe('UKO8F2K9QX');
    server.on(
      'GET /payments/pay_1',
      json(200, aPayment({ state: 'failed', final: true, reason: 'wrong_pin', retryable: true })),
    );
    await expect(payments.outcome('pay_1')).rejects.toMatchObject({
      name: 'DukaPaymentError',
      code: 'payment_failed',
      reason: 'wrong_pin',
      retryable: true,
    });
  });
});
