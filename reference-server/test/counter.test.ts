import type { Approval, Checkout, Shift, ShiftReport } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Harness, type Person } from './harness.js';

let shop: Harness;
let tills = 0;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(() => shop.expectSound());
afterAll(() => shop.stop());

/** Somebody new at a till of their own, with KSh 1,000 in the drawer. */
async function atTill(float = 100_000): Promise<{ cashier: Person; shift: Shift }> {
  const cashier = await shop.hire('cashier');
  const till = `Till ${++tills}`;
  const answer = await shop.call<Shift>('POST', '/api/shifts', { bearer: cashier.token, body: { till, float } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { cashier, shift: answer.body };
}
const at = <Body = Record<string, unknown>>(who: Person, method: string, path: string, body?: unknown) =>
  shop.call<Body>(method, path, { bearer: who.token, ...(body === undefined ? {} : { body }) });
const close = (who: Person, shift: Shift, body: unknown) =>
  at<ShiftReport & { code?: string }>(who, 'POST', `/api/shifts/${shift.id}/close`, body);
const takeCash = (who: Person, made: Checkout, body: object) =>
  at(who, 'POST', `/api/orders/${made.order.id}/tenders`, body);

describe('a shift', () => {
  it('adds up cash in, cash out, tenders and refunds, and closes with the difference', async () => {
    const { cashier, shift } = await atTill();
    const path = `/api/shifts/${shift.id}`;
    const manager = await shop.hire('manager');
    await at(cashier, 'POST', `${path}/cash`, { kind: 'in', amount: 50_000, reason: 'Change from the bank' });
    await at(cashier, 'POST', `${path}/cash`, { kind: 'out', amount: 20_000, reason: 'Water' });
    await takeCash(cashier, await shop.order({ 'SODA-500': 2 }, null), { method: 'cash', tendered: 20_000 });
    await takeCash(cashier, await shop.order({ 'SODA-500': 1 }, null), {
      ...{ method: 'other', kind: 'card', reference: '4711' },
    });
    expect((await at(cashier, 'GET', `${path}/report`)).status).toBe(403);
    expect((await at<ShiftReport>(manager, 'GET', `${path}/report`)).body).toMatchObject({
      kind: 'x',
      cash: { expected: { amount: 144_000 }, counted: null, variance: null },
    });
    const denominations = [
      { value: 100_000, count: 1 },
      { value: 4_000, count: 10 },
    ];
    const z = await close(cashier, shift, { denominations });
    expect(z.body).toMatchObject({
      kind: 'z',
      shift: { state: 'closed', number: 1 },
      tenders: [
        { kind: 'cash', count: 1, amount: { amount: 14_000 }, net: { amount: 14_000 } },
        { kind: 'card', count: 1, amount: { amount: 7_000 } },
      ],
      cash: {
        ...{ float: { amount: 100_000 }, sales: { amount: 14_000 }, in: { amount: 50_000 }, out: { amount: 20_000 } },
        ...{ expected: { amount: 144_000 }, counted: { amount: 140_000 }, variance: { amount: -4_000 }, denominations },
      },
    });
    expect((await at(cashier, 'GET', `${path}/report`)).body).toEqual(z.body);
    expect(await close(cashier, shift, { counted: 0 })).toMatchObject({ status: 409, body: { code: 'shift_closed' } });
    expect(await at(cashier, 'POST', `${path}/cash`, { kind: 'in', amount: 1, reason: 'late' })).toMatchObject({
      status: 409,
      body: { code: 'shift_closed' },
    });
  });

  it('is the only one open at its till and of its cashier, and its reports are numbered without a gap', async () => {
    const { cashier, shift } = await atTill();
    const other = await shop.hire('cashier');
    const opens = (who: Person, till: string) => at(who, 'POST', '/api/shifts', { till });
    expect(await opens(other, shift.till.toUpperCase())).toMatchObject({
      status: 409,
      body: { code: 'shift_open', shift: shift.id },
    });
    expect(await opens(cashier, 'Elsewhere')).toMatchObject({ status: 409, body: { code: 'shift_open' } });
    const numbers = [(await close(cashier, shift, { counted: 100_000 })).body.shift.number];
    for (let i = 0; i < 2; i++) {
      const crowd = await Promise.all([cashier, other].map((who) => opens(who, shift.till)));
      expect(crowd.map((one) => one.status).toSorted()).toEqual([201, 409]);
      const [opened] = crowd.filter((one) => one.status === 201);
      const who = crowd[0]?.status === 201 ? cashier : other;
      numbers.push((await close(who, opened?.body as unknown as Shift, { counted: 0 })).body.shift.number);
    }
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('asks for a second person when the count differs by more than KSh 500', async () => {
    const { cashier, shift } = await atTill();
    const manager = await shop.hire('manager');
    const refused = await close(cashier, shift, { counted: 40_000 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'approval_required' } });
    const approval = await at<Approval>(manager, 'POST', '/api/approvals', {
      ...{ action: 'adjustment', subject: shift.id, amount: 60_000 },
    });
    const z = await close(cashier, shift, { counted: 40_000, approval: approval.body.id });
    expect(z.body).toMatchObject({ cash: { variance: { amount: -60_000 } }, approvedBy: { id: manager.id } });
  });

  it('that was forgotten is closed by a manager; nobody else sees another’s', async () => {
    const { shift } = await atTill();
    const [stranger, manager] = [await shop.hire('cashier'), await shop.hire('manager')];
    const path = `/api/shifts/${shift.id}`;
    for (const answer of [
      await at(stranger, 'GET', path),
      await at(stranger, 'GET', `${path}/report`),
      await close(stranger, shift, { counted: 0 }),
      await at(stranger, 'POST', `${path}/cash`, { kind: 'in', amount: 1, reason: 'x' }),
      await at(manager, 'GET', '/api/shifts/shf_00000000000000000000'),
    ])
      expect(answer.status).toBe(404);
    expect((await at<{ data: Shift[] }>(stranger, 'GET', '/api/shifts')).body.data).toEqual([]);
    const z = await close(manager, shift, { counted: 100_000 });
    expect(z).toMatchObject({ status: 200, body: { shift: { closedBy: { id: manager.id } } } });
    const mine = await at<{ data: Shift[] }>(manager, 'GET', `/api/shifts?till=${encodeURIComponent(shift.till)}`);
    expect(mine.body.data).toHaveLength(1);
  });

  it('refuses a count that says nothing, or the same note twice', async () => {
    const { cashier, shift } = await atTill();
    const twice = [1, 2].map((count) => ({ value: 100_000, count }));
    for (const body of [{}, { counted: 1, denominations: twice }, { denominations: twice }, { counted: -1 }])
      expect((await close(cashier, shift, body)).status).toBe(400);
    await close(cashier, shift, { counted: 100_000 });
  });
});
