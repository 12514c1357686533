import { describe, expect, it } from 'vitest';
import { accepted, bench, PHONE } from './bench.js';

describe('a payer at the simulated phone', () => {
  it('pays with any PIN but the wrong one, and the shop hears of it', async () => {
    const { simulator, daraja, received, pass, push } = await bench();
    const id = await accepted(push());
    expect(await daraja.stkQuery(id)).toEqual({ kind: 'processing' });

    simulator.control.answer(id, { action: 'pin', pin: '1234' });
    await pass(2);

    expect(await daraja.stkQuery(id)).toMatchObject({ kind: 'final', code: '0' });
    const [callback] = received;
    expect(received).toHaveLength(1);
    expect(callback?.raw).toContain('"Value":250.00');
    expect(callback?.headers).toMatchObject({
      businessshortcode: '174379',
      'content-type': 'application/json;charset=UTF-8',
    });
    expect(callback?.reading).toMatchObject({
      ok: true,
      callback: { checkoutRequestId: id, resultCode: '0', amount: 250, paidAt: new Date('2026-01-02T00:04:06Z') },
    });
    const phone = simulator.control.phone(PHONE);
    expect(phone.balance).toBe(19_750);
    expect(phone.inbox[0]?.text).toMatchObject({
      about: 'paid',
      amount: 250,
      business: 'SMARTDUKA DEMO',
      balance: 19_750,
    });
  });

  it.each([
    ['cancels', { action: 'cancel' } as const, '1032', 'cancelled'],
    ['types the wrong PIN', { action: 'pin', pin: '0000' } as const, '2001', 'wrong_pin'],
  ])('%s: the callback and the query say so', async (_, answer, code, reason) => {
    const { simulator, daraja, received, pass, push } = await bench();
    const id = await accepted(push());
    simulator.control.answer(id, answer);
    await pass(2);
    expect(received[0]?.reading).toMatchObject({ ok: true, callback: { resultCode: code, verdict: { reason } } });
    expect(await daraja.stkQuery(id)).toMatchObject({ kind: 'final', code, reason });
    expect(simulator.control.phone(PHONE).balance).toBe(20_000);
  });

  it('who has too little money is told, and so is the shop', async () => {
    const { simulator, received, pass, push } = await bench();
    simulator.control.setPhone(PHONE, { balance: 100 });
    const id = await accepted(push());
    simulator.control.answer(id, { action: 'pin', pin: '1234' });
    await pass(2);
    expect(received[0]?.reading).toMatchObject({ callback: { resultCode: '1' } });
    expect(simulator.control.phone(PHONE)).toMatchObject({ balance: 100, inbox: [{ text: { about: 'noFunds' } }] });
  });

  it('who ignores the prompt lets it lapse after a minute', async () => {
    const { received, pass, push } = await bench();
    await accepted(push());
    await pass(59);
    expect(received).toHaveLength(0);
    await pass(2);
    expect(received[0]?.reading).toMatchObject({ callback: { resultCode: '1037' } });
  });

  it('whose phone is off cannot be reached; the query knows before the callback', async () => {
    const { simulator, daraja, received, pass, push } = await bench();
    simulator.control.setPhone(PHONE, { off: true });
    const id = await accepted(push());
    await pass(15);
    expect(received).toHaveLength(0);
    expect(await daraja.stkQuery(id)).toMatchObject({ kind: 'final', code: '1037', reason: 'unreachable' });
    await pass(12);
    expect(received[0]?.afterSeconds).toBe(26);
  });

  it('pays in real time as well', async () => {
    const knobs = { settleDelayMs: 1, callbackDelayMs: 1 };
    const { simulator, received, push } = await bench({ simulator: { clock: { mode: 'real' }, knobs } });
    const id = await accepted(push());
    simulator.control.answer(id, { action: 'pin', pin: '1234' });
    await expect.poll(() => received.length).toBe(1);
    expect(received[0]?.reading).toMatchObject({ callback: { checkoutRequestId: id, amount: 250 } });
  });

  it('is asked one thing at a time', async () => {
    const { push } = await bench();
    await accepted(push());
    expect(await push()).toMatchObject({ kind: 'refused', reason: 'busy', retryable: true });
  });
});
