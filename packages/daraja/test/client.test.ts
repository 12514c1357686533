import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDaraja, type DarajaOptions, type StoredToken } from '../src/index.js';
import { accepted, bench, PHONE } from './bench.js';

const settings: DarajaOptions = {
  environment: 'sandbox',
  consumerKey: 'a-consumer-key',
  consumerSecret: 'a-consumer-secret',
  shortcode: '174379',
  passkey: 'a-passkey',
};
const request = { amount: 250, phone: PHONE, accountReference: 'INV-1', callbackUrl: 'http://127.0.0.1:9/callback' };

/** A gateway that gives tokens and answers everything else as told. */
async function gateway(answer: (response: http.ServerResponse) => void): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = http.createServer((incoming, response) => {
    asked.push(incoming.url ?? '');
    incoming.resume();
    if (incoming.url?.startsWith('/oauth/')) response.end('{"access_token":"a-live-token","expires_in":"3599"}');
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const at = (url: string, more: Partial<DarajaOptions> = {}) => {
  const { environment: _, ...rest } = settings;
  return createDaraja({ ...rest, baseUrl: url, ...more });
};

describe('createDaraja', () => {
  it.each([
    ['consumerKey', { consumerKey: '' }],
    ['consumerSecret', { consumerSecret: '' }],
    ['passkey', { passkey: '' }],
    ['shortcode', { shortcode: '12' }],
    ['till', { till: 'abc' }],
    ['baseUrl', { baseUrl: 'https://x.example' }],
  ] as const)('refuses a bad %s by name', (field, change) => {
    expect(() => createDaraja({ ...settings, ...change })).toThrow(expect.objectContaining({ field }));
  });

  it('shows no secret to anybody who looks', () => {
    const daraja = createDaraja(settings);
    const shown = [inspect(daraja, { depth: 9, showHidden: true }), JSON.stringify(daraja)].join();
    for (const secret of ['a-consumer-key', 'a-consumer-secret', 'a-passkey']) expect(shown).not.toContain(secret);
  });

  it('keeps secrets out of what Daraja says about them', async () => {
    const { url } = await gateway((response) => {
      response.writeHead(400);
      response.end(
        '{"errorCode":"400.002.02","errorMessage":"a-passkey of a-consumer-key, http://127.0.0.1:9/callback"}',
      );
    });
    const outcome = await at(url).stkPush(request);
    expect(outcome).toMatchObject({ kind: 'refused', message: '[hidden] of [hidden], [hidden]' });
  });
});

describe('stkPush', () => {
  it.each([
    ['amount', { amount: 0 }],
    ['amount', { amount: 250.5 }],
    ['amount', { amount: 250_001 }],
    ['amount', { amount: Number.NaN }],
    ['phone', { phone: '0812345678' }],
    ['accountReference', { accountReference: 'thirteen-char' }],
    ['accountReference', { accountReference: '' }],
    ['accountReference', { accountReference: 'A&B' }],
    ['description', { description: 'fourteen chars' }],
    ['callbackUrl', { callbackUrl: 'https://shop.example/mpesa' }],
    ['callbackUrl', { callbackUrl: '/callback' }],
  ])('refuses a bad %s before anything is sent', async (field, change) => {
    const { url, asked } = await gateway((response) => response.end());
    await expect(at(url).stkPush({ ...request, ...change })).rejects.toMatchObject({ name: 'DarajaInputError', field });
    expect(asked).toEqual([]);
  });

  it('wants https in production', async () => {
    const daraja = createDaraja({ ...settings, environment: 'production' });
    await expect(daraja.stkPush(request)).rejects.toMatchObject({ field: 'callbackUrl' });
  });

  type Teller = (response: http.ServerResponse) => void;
  const says =
    (status: number, body: string): Teller =>
    (response) => {
      response.writeHead(status);
      response.end(body);
    };
  it.each<[string, Teller, object]>([
    [
      'an answer of 500',
      says(500, '{"errorCode":"500.003.1001","errorMessage":"Internal Server Error"}'),
      { kind: 'unknown' },
    ],
    ['500.001.1001 without a word', says(500, '{"errorCode":"500.001.1001","errorMessage":""}'), { kind: 'unknown' }],
    ['a page of HTML', says(403, '<html>Incapsula</html>'), { kind: 'unknown' }],
    ['an empty 200', says(200, ''), { kind: 'unknown' }],
    ['a yes without ids', says(200, '{"ResponseCode":"0"}'), { kind: 'unknown' }],
    ['a redirect', says(302, ''), { kind: 'unknown' }],
    [
      'half an answer',
      (r) => (r.writeHead(200, { 'content-length': '99' }), r.write('{"Res'), setImmediate(() => r.destroy())),
      { kind: 'unknown' },
    ],
    ['a closed line', (r) => r.destroy(), { kind: 'unknown', cause: { what: 'connection' } }],
    [
      'a fault of the gateway',
      says(500, '{"fault":{"faultstring":"x","detail":{"errorcode":"y"}}}'),
      { kind: 'unknown' },
    ],
    [
      'a no with status 200',
      says(200, '{"ResponseCode":"1","ResponseDescription":"no"}'),
      { kind: 'refused', code: '1' },
    ],
    ['429', says(429, ''), { kind: 'refused', reason: 'busy', retryable: true }],
    [
      'a bad field',
      says(400, '{"errorCode":"400.002.02","errorMessage":"Bad Request - Invalid Amount"}'),
      { kind: 'refused', reason: 'config' },
    ],
    ['a token it never takes', says(401, ''), { kind: 'refused', reason: 'config' }],
  ])('%s is never taken for more than it says', async (_, teller, expected) => {
    const { url } = await gateway(teller);
    expect(await at(url).stkPush(request)).toMatchObject(expected);
  });

  it('does not know the outcome when no answer comes in time', async () => {
    const { url } = await gateway(() => {});
    const outcome = await at(url).stkPush(request, { timeoutMs: 50 });
    expect(outcome).toMatchObject({ kind: 'unknown', cause: { what: 'timeout' } });
  });

  it('does not know the outcome when the caller leaves', async () => {
    const control = new AbortController();
    const { url } = await gateway(() => control.abort());
    const outcome = await at(url).stkPush(request, { signal: control.signal });
    expect(outcome).toMatchObject({ kind: 'unknown', cause: { what: 'aborted' } });
  });

  it('sends nothing when the caller has left before', async () => {
    const { url, asked } = await gateway((response) => response.end());
    const outcome = await at(url).stkPush(request, { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ kind: 'refused', code: 'not_sent' });
    expect(asked.filter((path) => path.startsWith('/mpesa/'))).toEqual([]);
  });

  it('knows that no phone rings when nobody is there', async () => {
    const { url } = await gateway((response) => response.end());
    const daraja = at(url, {
      fetch: () =>
        Promise.reject(
          new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }),
        ),
    });
    expect(await daraja.stkPush(request)).toMatchObject({
      kind: 'refused',
      code: 'not_sent',
      reason: 'busy',
      retryable: true,
    });
  });

  it('asks for one push only, whatever happens to it', async () => {
    const { url, asked } = await gateway((response) => response.destroy());
    await at(url).stkPush(request);
    expect(asked.filter((path) => path.startsWith('/mpesa/'))).toHaveLength(1);
  });

  it('pays a till: the store asks, the till is credited', async () => {
    const till = { shortcode: '600100', passkey: 'till-passkey', name: 'DUKA TILL', till: '5123456' };
    const on = await bench({ simulator: { clock: { mode: 'manual' }, shortcodes: [till] }, client: till });
    const id = await accepted(on.push('+254700000001'));
    await on.pass(8);
    expect(await on.daraja.stkQuery(id)).toMatchObject({ kind: 'final', code: '0' });
    expect(on.simulator.control.push(id)).toMatchObject({ partyB: '5123456', business: 'DUKA TILL' });
  });
});

describe('stkQuery', () => {
  it.each(['a', 'b', 'c'] as const)('takes "still processing" for what it is, in style %s', async (queryStyle) => {
    const on = await bench({ simulator: { clock: { mode: 'manual' }, knobs: { queryStyle } } });
    const id = await accepted(on.push());
    expect(await on.daraja.stkQuery(id)).toEqual({ kind: 'processing' });
  });

  it('reads codes that come as numbers', async () => {
    const on = await bench({ simulator: { clock: { mode: 'manual' }, knobs: { codeTypes: 'swapped' } } });
    const id = await accepted(on.push('+254700000008'));
    await on.pass(6);
    expect(await on.daraja.stkQuery(id)).toMatchObject({ kind: 'final', code: '1032', reason: 'cancelled' });
    expect(on.received[0]?.reading).toMatchObject({ callback: { resultCode: '1032' } });
  });

  it('minds no masked number in the callback', async () => {
    const on = await bench({ simulator: { clock: { mode: 'manual' }, knobs: { stkPhone: 'masked' } } });
    await accepted(on.push('+254700000001'));
    await on.pass(8);
    expect(on.received[0]?.reading).toMatchObject({ ok: true, callback: { amount: 250, phone: '2547 ***** 001' } });
  });

  it.each([
    ['an unheard-of code', '{"ResultCode":"7777","ResultDesc":"?"}', { kind: 'unrecognised', code: '7777' }],
    ['no code', '{"ResponseCode":"0"}', { kind: 'noAnswer' }],
    ["somebody else's answer", '{"ResultCode":"0","CheckoutRequestID":"ws_CO_other"}', { kind: 'noAnswer' }],
    [
      'a code beside an error',
      '{"ResultCode":"0","errorCode":"500.001.1001","errorMessage":"no"}',
      { kind: 'noAnswer' },
    ],
  ])('%s decides nothing', async (_, body, expected) => {
    const { url } = await gateway((response) => response.end(body));
    expect(await at(url).stkQuery('ws_CO_1')).toMatchObject(expected);
  });

  it('does not let another shortcode ask', async () => {
    const other = { shortcode: '600200', passkey: 'other', name: 'OTHER' };
    const { sandboxShortcode } = await import('../src/simulator/index.js');
    const on = await bench({ simulator: { clock: { mode: 'manual' }, shortcodes: [sandboxShortcode, other] } });
    const id = await accepted(on.push());
    const stranger = at(on.simulator.url, other);
    expect(await stranger.stkQuery(id)).toMatchObject({ kind: 'noAnswer', cause: { errorCode: '500.001.1001' } });
  });
});

describe('access tokens', () => {
  const tokensAsked = (on: Awaited<ReturnType<typeof bench>>) =>
    on.simulator.control.requests().filter(({ path }) => path.startsWith('/oauth/')).length;

  it('are fetched once, however many ask at the same time', async () => {
    const on = await bench();
    await Promise.all(Array.from({ length: 10 }, () => on.daraja.stkQuery('ws_CO_none')));
    expect(tokensAsked(on)).toBe(1);
  });

  it('are renewed a minute before they end', async () => {
    const on = await bench();
    await on.daraja.stkQuery('ws_CO_none');
    await on.pass(3530);
    await on.daraja.stkQuery('ws_CO_none');
    expect(tokensAsked(on)).toBe(1);
    await on.pass(10);
    await on.daraja.stkQuery('ws_CO_none');
    expect(tokensAsked(on)).toBe(2);
  });

  it('are replaced once when ten calls find theirs revoked', async () => {
    const on = await bench();
    await on.daraja.stkQuery('ws_CO_none');
    on.simulator.control.revokeTokens();
    const answers = await Promise.all(Array.from({ length: 10 }, () => on.daraja.stkQuery('ws_CO_none')));
    expect(answers.every((answer) => answer.kind === 'noAnswer' && answer.cause.status === 500)).toBe(true);
    expect(tokensAsked(on)).toBe(2);
  });

  it('go on being fetched for the others when one caller leaves', async () => {
    const on = await bench();
    const control = new AbortController();
    const leaving = on.daraja.stkQuery('ws_CO_none', { signal: control.signal });
    const staying = on.daraja.stkQuery('ws_CO_none');
    control.abort();
    expect(await leaving).toMatchObject({ kind: 'noAnswer', cause: { what: 'aborted' } });
    expect(await staying).toMatchObject({ kind: 'noAnswer', cause: { status: 500 } });
  });

  it('can be shared', async () => {
    let kept: StoredToken | undefined;
    const tokenStore = { get: async () => kept, set: async (token: StoredToken | undefined) => void (kept = token) };
    const on = await bench({ client: { tokenStore } });
    await on.daraja.stkQuery('ws_CO_none');
    const second = at(on.simulator.url, { tokenStore, clock: on.simulator.control.now });
    await second.stkQuery('ws_CO_none');
    expect(tokensAsked(on)).toBe(1);
  });

  it('tell whether key and secret are right', async () => {
    const apps = [{ consumerKey: 'right', consumerSecret: 'pair' }];
    const on = await bench({ simulator: { apps } });
    expect(await on.daraja.checkCredentials()).toMatchObject({ kind: 'refused', code: '400.008.01' });
    const right = at(on.simulator.url, apps[0]);
    expect(await right.checkCredentials()).toEqual({ kind: 'accepted' });
  });
});
