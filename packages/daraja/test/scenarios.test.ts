import { describe, expect, it } from 'vitest';
import { scenarios } from '../src/simulator/index.js';
import { accepted, bench, type Bench } from './bench.js';

interface Row {
  readonly scenario: number;
  readonly variant?: string;
  /** Result codes posted, in order, with the second they come at. */
  readonly callbacks: readonly (readonly [second: number, code: string])[];
  /** What the query says, by second. */
  readonly query: readonly (readonly [second: number, answer: string])[];
}

/** The table of daraja.md, for those whose request is accepted and answered at once. */
const rows: readonly Row[] = [
  {
    scenario: 1,
    callbacks: [[8, '0']],
    query: [
      [7, 'processing'],
      [8, '0'],
      [400, '0'],
    ],
  },
  {
    scenario: 2,
    callbacks: [[8, '0']],
    query: [
      [7, 'processing'],
      [8, '0'],
    ],
  },
  {
    scenario: 4,
    callbacks: [],
    query: [
      [7, 'processing'],
      [9, '0'],
    ],
  },
  {
    scenario: 5,
    callbacks: [[180, '0']],
    query: [
      [169, 'processing'],
      [170, '0'],
    ],
  },
  {
    scenario: 6,
    callbacks: [
      [5, '0'],
      [5, '0'],
      [60, '0'],
    ],
    query: [
      [4, 'processing'],
      [5, '0'],
    ],
  },
  {
    scenario: 7,
    callbacks: [
      [26, '1037'],
      [40, '0'],
    ],
    query: [
      [13, 'processing'],
      [14, '1037'],
      [39, '0'],
    ],
  },
  {
    scenario: 7,
    variant: 'late-cancel',
    callbacks: [
      [8, '0'],
      [20, '1032'],
    ],
    query: [
      [8, '0'],
      [30, '0'],
    ],
  },
  {
    scenario: 8,
    callbacks: [[6, '1032']],
    query: [
      [5, 'processing'],
      [6, '1032'],
    ],
  },
  {
    scenario: 9,
    callbacks: [[26, '1037']],
    query: [
      [13, 'processing'],
      [14, '1037'],
    ],
  },
  {
    scenario: 10,
    callbacks: [[6, '1']],
    query: [
      [5, 'processing'],
      [6, '1'],
    ],
  },
  {
    scenario: 11,
    callbacks: [[6, '2001']],
    query: [
      [5, 'processing'],
      [6, '2001'],
    ],
  },
  {
    scenario: 12,
    callbacks: [[70, '1019']],
    query: [
      [69, 'processing'],
      [70, '1019'],
    ],
  },
  { scenario: 13, callbacks: [[1, '1025']], query: [[1, '1025']] },
  { scenario: 13, variant: '9999', callbacks: [[1, '9999']], query: [[1, '9999']] },
  ...['2', '3', '4', '8', '17', '26', '1001'].map((code): Row => ({
    scenario: 14,
    variant: code,
    callbacks: [[3, code]],
    query: [
      [2, 'processing'],
      [3, code],
    ],
  })),
  { scenario: 15, callbacks: [[2, '2028']], query: [[2, '2028']] },
  { scenario: 15, variant: 'SFC_IC0003', callbacks: [[2, 'SFC_IC0003']], query: [[2, 'SFC_IC0003']] },
  { scenario: 22, callbacks: [[8, '0']], query: [[8, '0']] },
  {
    scenario: 25,
    callbacks: [
      [3, '0'],
      [10, '1032'],
    ],
    query: [
      [5, 'processing'],
      [10, '1032'],
    ],
  },
];

const magic = (scenario: number) => `+2547000000${String(scenario).padStart(2, '0')}`;

/** A push that a scenario plays for: by number where no variant is asked for, else by wish. */
function play(on: Bench, scenario: number, variant?: string) {
  if (variant === undefined) return on.push(magic(scenario));
  on.simulator.control.next({ scenario, variant });
  return on.push();
}

describe('the scenarios', () => {
  it.each(rows)('$scenario $variant plays as written', async ({ scenario, variant, callbacks, query }) => {
    const on = await bench();
    const id = await accepted(play(on, scenario, variant));
    let second = 0;
    for (const [at, expected] of query) {
      await on.pass(at - second);
      second = at;
      const answer = await on.daraja.stkQuery(id);
      expect([at, answer.kind === 'final' ? answer.code : answer.kind]).toEqual([at, expected]);
    }
    await on.pass(600 - second);
    const got = on.received.map(({ reading, afterSeconds }) => [
      afterSeconds,
      reading.ok && reading.callback.resultCode,
    ]);
    expect(got).toEqual(callbacks);
  });

  it('has a title and variants for every one of the first 25', () => {
    expect(scenarios.map(({ number }) => number).slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });

  it('2: reads awkward metadata like any other', async () => {
    const on = await bench();
    await accepted(on.push(magic(2)));
    await on.pass(8);
    expect(on.received[0]?.reading).toMatchObject({ ok: true, callback: { amount: 250, notUnderstood: [] } });
    expect(on.received[0]?.raw).toMatch(/"Item":\[{"Name":"PhoneNumber".*{"Name":"Balance"}.*"Value":250\.00}\]/);
  });

  it('3: the callback is there before the answer', async () => {
    const on = await bench();
    const outcome = on.push(magic(3));
    await expect.poll(() => on.simulator.control.pushes().length).toBe(1);
    await on.pass(1);
    expect(on.received).toHaveLength(1);
    const [push] = on.simulator.control.pushes();
    expect(await on.daraja.stkQuery(push?.id ?? '')).toMatchObject({ kind: 'final', code: '0' });
    await on.pass(2);
    expect(await accepted(outcome)).toBe(push?.id);
  });

  it('4: a lost callback is recorded, and one that the shop refused never comes again', async () => {
    const on = await bench();
    await accepted(on.push(magic(4)));
    await on.pass(10);
    expect(on.simulator.control.callbacks()).toMatchObject([{ state: 'dropped' }]);
    on.receiverStatus = 500;
    await accepted(on.push(magic(1)));
    await on.pass(3600);
    expect(on.received).toHaveLength(1);
    expect(on.simulator.control.callbacks()[1]).toMatchObject({ state: 'failed', status: 500 });
  });

  it('6: all three callbacks are the same, byte for byte', async () => {
    const on = await bench();
    await accepted(on.push(magic(6)));
    await on.pass(60);
    expect(new Set(on.received.map(({ raw }) => raw)).size).toBe(1);
  });

  it.each(['PhoneNumber', 'Amount', 'CallBackURL'])('16: %s is refused for good', async (field) => {
    const on = await bench();
    expect(await play(on, 16, field)).toMatchObject({
      kind: 'refused',
      code: '400.002.02',
      reason: 'config',
      message: `Bad Request - Invalid ${field}`,
    });
    expect(on.simulator.control.pushes()).toEqual([]);
  });

  it.each([
    ['credentials', 'config', false],
    ['merchant', 'config', false],
    ['lock', 'busy', true],
  ])('17 %s: refused as %s, no prompt', async (variant, reason, retryable) => {
    const on = await bench();
    expect(await play(on, 17, variant)).toMatchObject({ kind: 'refused', code: '500.001.1001', reason, retryable });
    expect(on.simulator.control.pushes()).toEqual([]);
  });

  it.each(['token', 'token-401', 'token-400'])('18 %s: a fresh token, and all is well', async (variant) => {
    const on = await bench();
    on.simulator.control.next({ scenario: 18, variant });
    const id = await accepted(on.push());
    await on.pass(8);
    expect(await on.daraja.stkQuery(id)).toMatchObject({ kind: 'final', code: '0' });
    expect(on.simulator.control.requests().filter(({ path }) => path.startsWith('/oauth/'))).toHaveLength(2);
  });

  it.each(['credentials', 'grant', 'empty'])(
    '19 %s: refused as a set-up error, and the next push works',
    async (variant) => {
      const on = await bench();
      on.simulator.control.next({ scenario: 19, variant });
      expect(await on.push()).toMatchObject({ kind: 'refused', reason: 'config', retryable: false });
      await accepted(on.push());
    },
  );

  it.each([
    ['spike', { kind: 'refused', reason: 'busy', retryable: true }],
    ['quota', { kind: 'refused', reason: 'busy', retryable: true }],
    ['waf', { kind: 'unknown', cause: { what: 'unreadable', status: 503 } }],
  ])('20 %s: then let through', async (variant, expected) => {
    const on = await bench();
    on.simulator.control.next({ scenario: 20, variant });
    expect(await on.push()).toMatchObject(expected);
    await accepted(on.push());
  });

  it.each([
    ['hangup', { what: 'connection' }, '0'],
    ['gateway-timeout', { what: 'unreadable', status: 504 }, '0'],
    ['cancelled', { what: 'connection' }, '1032'],
  ])('21 %s: nobody knows until the callback tells', async (variant, cause, code) => {
    const on = await bench();
    expect(await play(on, 21, variant)).toMatchObject({ kind: 'unknown', cause });
    await on.pass(8);
    const reading = on.received[0]?.reading;
    const id = reading?.ok ? reading.callback.checkoutRequestId : '';
    expect(await on.daraja.stkQuery(id)).toMatchObject({ kind: 'final', code });
  });

  it('22: two pushes are two prompts with ids of their own, both paid', async () => {
    const on = await bench();
    const ids = [await accepted(on.push(magic(22))), await accepted(on.push(magic(22)))];
    expect(new Set(ids).size).toBe(2);
    await on.pass(8);
    const receipts = on.received.map(({ reading }) => reading.ok && reading.callback.receiptNumber);
    expect(new Set(receipts).size).toBe(2);
  });

  it('23: a query that stumbles is no answer, and never a verdict', async () => {
    const on = await bench();
    const id = await accepted(on.push(magic(23)));
    for (let i = 0; i < 3; i++) expect(await on.daraja.stkQuery(id)).toEqual({ kind: 'processing' });
    await on.pass(90);
    const kinds = new Map<string, number>();
    for (let i = 0; i < 60; i++) {
      const answer = await on.daraja.stkQuery(id);
      const seen = answer.kind === 'final' ? answer.code : answer.kind;
      kinds.set(seen, (kinds.get(seen) ?? 0) + 1);
    }
    expect([...kinds.keys()].toSorted()).toEqual(['0', 'processing']);
    expect(kinds.get('0')).toBeGreaterThan(30);
  });

  it('23 never: paid, and only the query knows', async () => {
    const on = await bench();
    on.simulator.control.next({ scenario: 23, variant: 'never' });
    await accepted(on.push());
    await on.pass(600);
    expect(on.received).toEqual([]);
  });

  it.each([
    ['unknown', { kind: 'noAnswer', cause: { status: 500, errorCode: '500.001.1001' } }],
    ['malformed', { kind: 'noAnswer', cause: { status: 400, errorCode: '400.002.02' } }],
  ])('24 %s: an unknown id is no answer', async (variant, expected) => {
    const on = await bench();
    const id = await accepted(play(on, 24, variant));
    expect(await on.daraja.stkQuery(id)).toMatchObject(expected);
    expect(await on.daraja.stkQuery('ws_CO_nobody')).toMatchObject({ kind: 'noAnswer' });
  });

  it.each([
    ['bad-token', ({ path }: { path: string }) => expect(path).toBe('/payments/callback/000000')],
    ['wrong-amount', (got: { raw: string }) => expect(got.raw).toContain('"Value":1.00')],
    ['unknown-id', (got: { raw: string }) => expect(got.raw).toMatch(/"CheckoutRequestID":"ws_CO_\d+000"/)],
    [
      'foreign-address',
      (got: { headers: Record<string, unknown> }) => expect(got.headers['x-forwarded-for']).toBe('203.0.113.66'),
    ],
  ])('25 %s: the forgery comes first, the truth later', async (variant, looksForged) => {
    const on = await bench();
    const id = await accepted(play(on, 25, variant));
    await on.pass(10);
    expect(on.received).toHaveLength(2);
    const [forged, real] = on.received;
    if (forged) looksForged(forged);
    expect(real?.reading).toMatchObject({ callback: { checkoutRequestId: id, resultCode: '1032' } });
    expect(on.simulator.control.callbacks().map(({ forged }) => forged)).toEqual([true, false]);
  });

  it('25 replayed-receipt: claims a receipt that paid for something else', async () => {
    const on = await bench();
    await accepted(on.push(magic(1)));
    await on.pass(8);
    await accepted(play(on, 25, 'replayed-receipt'));
    await on.pass(10);
    const [paid, forged] = on.received.map(({ reading }) => reading.ok && reading.callback.receiptNumber);
    expect(forged).toBe(paid);
  });
});
