import type { Checkout, Statement, StatementLine } from '@smartduka/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

async function paid(): Promise<{ made: Checkout; receipt: string }> {
  const payment = mpesa();
  shop.simulator.control.next({ scenario: 1, phone: payment.phone });
  const made = await shop.order({ 'SODA-500': 1 }, payment);
  await shop.advance(10);
  return { made, receipt: (await shop.read(made)).payments[0]?.receiptNumber ?? '' };
}

/** As the portal shows an instant: in Nairobi. */
const local = (at: Date): string => new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
const head = 'Receipt No.,Completion Time,Initiation Time,Details,Transaction Status,Paid In,Withdrawn,Balance,A/C No.';
const row = (
  receipt: string,
  paidIn: string,
  withdrawn = '',
  details = 'Pay Bill from 254712345678 - AMINA',
  at?: Date,
) => `${receipt},${local(at ?? shop.simulator.control.now())},,"${details}",Completed,"${paidIn}",${withdrawn},,SD-1`;
const bring = (text: string, idempotencyKey?: string) =>
  shop.call<Statement>('POST', '/api/statements?name=november.csv', {
    key: 'sk',
    body: text,
    headers: { 'Content-Type': 'text/csv' },
    ...(idempotencyKey ? { idempotencyKey } : {}),
  });

describe('a statement of the portal', () => {
  it('shows what meets, what is missing here, what is missing there, and what differs', async () => {
    const start = shop.simulator.control.now();
    const [one, two, three] = [await paid(), await paid(), await paid()];
    const text = [
      head,
      row('UKA0000001', '10.00', '', 'before', new Date(start.getTime() - 1_000)),
      row(one.receipt, '70.00'),
      row(one.receipt, '', '-5.00', 'Pay merchant Charge'),
      row(two.receipt, '7,000.00'),
      row('UKO8F2K9QX', '1,250.00'),
      row('UKA0000002', '10.00', '', 'after', new Date(shop.simulator.control.now().getTime() + 1_000)),
      'nonsense,,,,,,,,',
    ].join('\r\n');
    const answer = await bring(`\u{FEFF}${text}`);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'november.csv',
        lines: 6,
        known: 0,
        unread: [{ line: 8, why: 'no_receipt' }],
        matched: { count: 1, amount: { amount: 7_000 } },
        amountDiffers: { count: 1, amount: { amount: 700_000 } },
        missingHere: { count: 3 },
        other: { count: 1, amount: { amount: 500 } },
        missingThere: [{ receiptNumber: three.receipt, order: three.made.order.id, amount: { amount: 7_000 } }],
      },
    });
    const lines = await shop.call<{ data: StatementLine[] }>(
      'GET',
      `/api/statements/${answer.body.id}/lines?match=amount_differs`,
      { key: 'sk' },
    );
    expect(lines.body.data).toMatchObject([{ receiptNumber: two.receipt, amount: { amount: 700_000 } }]);
    expect(JSON.stringify(lines.body)).not.toContain('254712345678');

    const again = await bring([head, row(one.receipt, '70.00'), row(three.receipt, '70.00')].join('\n'));
    expect(again.body).toMatchObject({ lines: 2, known: 1 });
    const now = await shop.call<Statement>('GET', `/api/statements/${answer.body.id}`, { key: 'sk' });
    expect(now.body).toMatchObject({ matched: { count: 2 }, missingThere: [] });
  });

  it('of 5,000 lines is taken in, and changes nothing when it comes again', async () => {
    const at = new Date(shop.simulator.control.now().getTime() - 40 * 24 * 3_600_000);
    const rows = Array.from({ length: 5_000 }, (_, i) =>
      row(`UKB${String(i).padStart(7, '0')}`, '1.00', '', 'Pay Bill', new Date(at.getTime() + i * 1_000)),
    );
    const text = [head, ...rows].join('\n');
    expect((await bring(text)).body).toMatchObject({ lines: 5_000, known: 0, missingHere: { count: 5_000 } });
    expect((await bring(text)).body).toMatchObject({ lines: 5_000, known: 5_000, missingHere: { count: 5_000 } });
  }, 60_000);

  it('that is none is refused, with what would be right', async () => {
    expect(await bring('a,b\n1,2')).toMatchObject({ status: 400, body: { errors: [{ code: 'no_header' }] } });
    expect(
      await shop.call('POST', '/api/statements', {
        key: 'sk',
        body: {},
        headers: { 'Content-Type': 'application/json' },
      }),
    ).toMatchObject({ status: 415 });
    expect(await shop.call('GET', '/api/statements/stmt_00000000000000000000', { key: 'sk' })).toMatchObject({
      status: 404,
    });
  });
});
