import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  acceptC2b,
  createDaraja,
  hashMsisdn,
  parseC2b,
  parseResult,
  readBalances,
  rejectC2b,
  securityCredential,
  type Daraja,
  type DarajaResult,
} from '../src/index.js';
import { sandboxInitiator, sandboxShortcode } from '../src/simulator/index.js';
import { accepted, bench, PHONE, START, type Bench } from './bench.js';

/** Answers each path of the shop with a body, and keeps what came. */
async function desk(answers: Record<string, object> = {}) {
  const came: { path: string; body: string }[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      came.push({ path, body: Buffer.concat(chunks).toString('utf8') });
      response.end(JSON.stringify(answers[path] ?? { ResultCode: 0, ResultDesc: 'Accepted' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const at = (path: string) => came.filter((one) => one.path === path).map(({ body }) => body);
  return { url, came, at };
}

type Desk = Awaited<ReturnType<typeof desk>>;

async function registered(on: Bench, shop: Desk, whenUnanswered: 'Completed' | 'Cancelled' = 'Completed') {
  const outcome = await on.daraja.c2b.register({
    confirmationUrl: `${shop.url}/confirmation`,
    validationUrl: `${shop.url}/validation`,
    whenUnanswered,
  });
  expect(outcome).toMatchObject({ kind: 'accepted' });
}

const payment = { payee: '174379', amount: 100, account: ' inv-7 ', pin: '1234' };

describe("paying from the phone's menu", () => {
  it.each([
    ['masked', { form: 'masked', masked: '2547 ***** 678' }],
    ['plain', { form: 'plain', msisdn: '254712345678' }],
    ['hashed', { form: 'hashed', hash: hashMsisdn(PHONE) }],
  ] as const)('26: is confirmed once, the number %s', async (c2bMsisdn, payer) => {
    const [on, shop] = [await bench(), await desk()];
    on.simulator.control.turn({ c2bMsisdn });
    await registered(on, shop);
    on.simulator.control.payFromMenu(PHONE, payment);
    await on.pass(10);
    expect(shop.at('/validation')).toEqual([]);
    expect(shop.at('/confirmation').map(parseC2b)).toMatchObject([
      {
        ok: true,
        message: { transactionType: 'Pay Bill', amount: 100, shortcode: '174379', accountReference: 'inv-7', payer },
      },
    ]);
    expect(on.simulator.control.phone(PHONE).balance).toBe(19_900);
  });

  it('26: can be simulated through the API', async () => {
    const [on, shop] = [await bench(), await desk()];
    await registered(on, shop);
    const outcome = await on.daraja.c2b.simulate({ amount: 40, phone: PHONE, accountReference: 'INV-7' });
    expect(outcome).toMatchObject({ kind: 'accepted' });
    await on.pass(2);
    expect(shop.at('/confirmation')).toHaveLength(1);
  });

  it('26: an Express payment confirms under the same receipt when the knob says so', async () => {
    const [on, shop] = [await bench(), await desk()];
    on.simulator.control.turn({ stkAlsoC2b: true });
    await registered(on, shop);
    await accepted(on.push('+254700000001'));
    await on.pass(9);
    const [prompted] = on.received.map(({ reading }) => reading.ok && reading.callback.receiptNumber);
    expect(shop.at('/confirmation').map(parseC2b)).toMatchObject([{ message: { receiptNumber: prompted } }]);
  });

  it('27: asks first, and brings the given id back', async () => {
    const [on, shop] = [await bench(), await desk({ '/validation': acceptC2b('ord_1') })];
    on.simulator.control.turn({ c2bValidation: true });
    await registered(on, shop);
    on.simulator.control.payFromMenu(PHONE, payment);
    await on.pass(10);
    expect(shop.came.map(({ path }) => path)).toEqual(['/validation', '/confirmation']);
    expect(parseC2b(shop.at('/confirmation')[0])).toMatchObject({ message: { thirdPartyTransactionId: 'ord_1' } });
  });

  it('27: does not happen when the shop refuses it', async () => {
    const [on, shop] = [await bench(), await desk({ '/validation': rejectC2b('account') })];
    on.simulator.control.turn({ c2bValidation: true });
    await registered(on, shop);
    on.simulator.control.payFromMenu(PHONE, payment);
    await on.pass(10);
    expect(shop.at('/confirmation')).toEqual([]);
    expect(on.simulator.control.phone(PHONE).balance).toBe(20_000);
  });

  it.each([
    ['Completed', 1],
    ['Cancelled', 0],
  ] as const)('27: %s when the answer makes no sense', async (whenUnanswered, confirmations) => {
    const [on, shop] = [await bench(), await desk({ '/validation': ['?'] })];
    on.simulator.control.turn({ c2bValidation: true });
    await registered(on, shop, whenUnanswered);
    on.simulator.control.payFromMenu(PHONE, payment);
    await on.pass(10);
    expect(shop.at('/confirmation')).toHaveLength(confirmations);
  });

  it('does not happen with the wrong PIN or too little money', async () => {
    const on = await bench();
    on.simulator.control.payFromMenu(PHONE, { ...payment, pin: '0000' });
    on.simulator.control.setPhone(PHONE, { balance: 5 });
    on.simulator.control.payFromMenu(PHONE, payment);
    await on.pass(10);
    expect(on.simulator.control.phone(PHONE)).toMatchObject({
      balance: 5,
      inbox: [{ text: { about: 'noFunds' } }, { text: { about: 'wrongPin' } }],
    });
    expect(on.simulator.control.transactions()).toEqual([]);
  });

  it('is not possible to a number nobody has', async () => {
    const on = await bench();
    expect(() => on.simulator.control.payFromMenu(PHONE, { ...payment, payee: '111111' })).toThrow(/payee/);
  });
});

describe('parseC2b', () => {
  const message = {
    TransactionType: 'Pay Bill',
    TransID: 'UA28K9ZZ10',
    TransTime: '20260102101500',
    TransAmount: '100.00',
    BusinessShortCode: '600984',
    BillRefNumber: ' 007 ',
    MSISDN: '25470****149',
  };

  it('keeps leading zeros of the reference and reads the time as East African', () => {
    expect(parseC2b(message)).toMatchObject({
      ok: true,
      message: { accountReference: '007', paidAt: new Date('2026-01-02T07:15:00Z'), payer: { form: 'masked' } },
    });
  });

  it.each([
    ['TransID', ''],
    ['TransAmount', '100.50'],
    ['TransAmount', '-1'],
    ['BusinessShortCode', 'x'],
  ])('refuses a bad %s', (field, value) => {
    expect(parseC2b({ ...message, [field]: value })).toMatchObject({ ok: false, problem: { field } });
  });

  it.each([null, 'x', [], 7])('refuses %j', (body) => {
    expect(parseC2b(body)).toMatchObject({ ok: false });
  });
});

/** Made once: a key of this kind takes a moment. */
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const initiator = { ...sandboxInitiator, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };

/** A bench whose client may act as the initiator. */
async function office(password = sandboxInitiator.password): Promise<{ on: Bench; shop: Desk; daraja: Daraja }> {
  const shop = await desk();
  const on = await bench({ simulator: { clock: { mode: 'manual', start: START }, initiator } });
  const daraja = createDaraja({
    baseUrl: on.simulator.url,
    consumerKey: 'k-of-the-office',
    consumerSecret: 's-of-the-office',
    shortcode: sandboxShortcode.shortcode,
    passkey: sandboxShortcode.passkey,
    clock: on.simulator.control.now,
    initiator: {
      name: sandboxInitiator.name,
      securityCredential: securityCredential(password, on.simulator.control.publicKey()),
    },
  });
  return { on, shop, daraja };
}

const addresses = (shop: Desk) => ({ resultUrl: `${shop.url}/result`, timeoutUrl: `${shop.url}/timeout` });

function resultIn(body: string | undefined): DarajaResult {
  const reading = parseResult(body);
  if (!reading.ok) throw new Error(`unreadable result: ${JSON.stringify(reading)}`);
  return reading.result;
}

describe('a payout', () => {
  const payout = (shop: Desk) => ({
    ...addresses(shop),
    originatorConversationId: 'po-7781-a',
    amount: 1_500,
    phone: PHONE,
  });

  it('28: reaches the phone and is told by a result', async () => {
    const { on, shop, daraja } = await office();
    const outcome = await daraja.payOut(payout(shop));
    expect(outcome).toMatchObject({ kind: 'accepted', originatorConversationId: 'po-7781-a' });
    await on.pass(3);
    const result = resultIn(shop.at('/result')[0]);
    expect(result).toMatchObject({ succeeded: true, originatorConversationId: 'po-7781-a' });
    expect(result.value('TransactionReceipt')).toBe(result.transactionId);
    expect(on.simulator.control.phone(PHONE).balance).toBe(21_500);
  });

  it('28: is refused as a duplicate when the id was used, so a lost answer may be asked for again', async () => {
    const { on, shop, daraja } = await office();
    await daraja.payOut(payout(shop));
    expect(await daraja.payOut(payout(shop))).toMatchObject({ kind: 'refused', reason: 'duplicate' });
    await on.pass(10);
    expect(on.simulator.control.phone(PHONE).balance).toBe(21_500);
  });

  it.each([
    ['insufficient', '1', 'insufficient_funds'],
    ['credential', '2001', 'config'],
    ['unregistered', '2040', 'unreachable'],
  ])('28 %s: fails without a receipt', async (variant, code, reason) => {
    const { on, shop, daraja } = await office();
    on.simulator.control.next({ scenario: 28, variant });
    await daraja.payOut(payout(shop));
    await on.pass(3);
    const result = resultIn(shop.at('/result')[0]);
    expect(result).toMatchObject({ succeeded: false, resultCode: code, reason });
    expect(result.transactionId).toBeUndefined();
    expect(on.simulator.control.phone(PHONE).balance).toBe(20_000);
  });

  it('28 late: the queue gives up, and the money still arrives', async () => {
    const { on, shop, daraja } = await office();
    on.simulator.control.next({ scenario: 28, variant: 'late' });
    await daraja.payOut(payout(shop));
    await on.pass(3);
    expect([shop.at('/timeout').length, shop.at('/result').length]).toEqual([1, 0]);
    await on.pass(60);
    expect(resultIn(shop.at('/result')[0])).toMatchObject({ succeeded: true });
  });

  it('fails for an initiator with the wrong password', async () => {
    const { on, shop, daraja } = await office('not-the-password');
    await daraja.payOut(payout(shop));
    await on.pass(3);
    expect(resultIn(shop.at('/result')[0])).toMatchObject({ resultCode: '2001', reason: 'config' });
  });

  it.each([
    ['amount', { amount: 9 }],
    ['originatorConversationId', { originatorConversationId: '' }],
    ['phone', { phone: '1' }],
    ['resultUrl', { resultUrl: 'https://shop.example/mpesa' }],
    ['remarks', { remarks: 'x' }],
  ])('needs a right %s', async (field, change) => {
    const { shop, daraja } = await office();
    await expect(daraja.payOut({ ...payout(shop), ...change })).rejects.toMatchObject({ field });
  });

  it('needs an initiator', async () => {
    const [on, shop] = [await bench(), await desk()];
    await expect(on.daraja.payOut(payout(shop))).rejects.toMatchObject({ field: 'initiator' });
  });
});

describe('a reversal', () => {
  async function paid() {
    const all = await office();
    await accepted(all.on.push('+254700000001'));
    await all.on.pass(8);
    const receiptNumber = all.on.simulator.control.transactions()[0]?.id ?? '';
    return { ...all, request: { ...addresses(all.shop), receiptNumber, amount: 250 } };
  }

  it('29: gives the money back once, under a receipt of its own', async () => {
    const { on, shop, daraja, request } = await paid();
    await daraja.reverse(request);
    await on.pass(3);
    await daraja.reverse(request);
    await on.pass(3);
    const [first, second] = shop.at('/result').map(resultIn);
    expect(first).toMatchObject({ succeeded: true });
    expect(first?.value('OriginalTransactionID')).toBe(request.receiptNumber);
    expect(first?.transactionId).not.toBe(request.receiptNumber);
    expect(second).toMatchObject({ resultCode: 'R000001', reason: 'duplicate' });
    expect(on.simulator.control.phone('+254700000001').balance).toBe(20_000);
  });

  it('29: knows nothing of a receipt nobody has', async () => {
    const { on, shop, daraja, request } = await paid();
    await daraja.reverse({ ...request, receiptNumber: 'UA20000AAA' });
    await on.pass(3);
    expect(resultIn(shop.at('/result')[0])).toMatchObject({ resultCode: 'R000002' });
  });

  it('29 not-permitted: needs the role', async () => {
    const { on, shop, daraja, request } = await paid();
    on.simulator.control.next({ scenario: 29, variant: 'not-permitted' });
    await daraja.reverse(request);
    await on.pass(3);
    expect(resultIn(shop.at('/result')[0])).toMatchObject({ resultCode: '21', reason: 'config' });
  });

  it('30: shows in the status of the original', async () => {
    const { on, shop, daraja, request } = await paid();
    const ask = () => daraja.transactionStatus({ ...addresses(shop), receiptNumber: request.receiptNumber });
    await ask();
    await on.pass(3);
    await daraja.reverse(request);
    await on.pass(3);
    await ask();
    await on.pass(3);
    const [before, , after] = shop.at('/result').map(resultIn);
    expect([before?.value('TransactionStatus'), after?.value('TransactionStatus')]).toEqual(['Completed', 'Cancelled']);
    expect(before?.parameters.filter(({ key }) => key === 'DebitPartyName')).toHaveLength(2);
    expect(before?.parameters).toContainEqual({ key: 'TransactionReason' });
  });
});

describe('status and balance', () => {
  it('30: finds a payout by its conversation id', async () => {
    const { on, shop, daraja } = await office();
    await daraja.payOut({ ...addresses(shop), originatorConversationId: 'po-1000', amount: 50, phone: PHONE });
    await on.pass(3);
    await daraja.transactionStatus({ ...addresses(shop), originatorConversationId: 'po-1000' });
    await on.pass(3);
    const [payout, status] = shop.at('/result').map(resultIn);
    expect(status?.value('ReceiptNo')).toBe(payout?.transactionId);
  });

  it('30: reads packed balances in cents', async () => {
    const { on, shop, daraja } = await office();
    await daraja.accountBalance(addresses(shop));
    await on.pass(3);
    expect(readBalances(resultIn(shop.at('/result')[0]))).toContainEqual({
      name: 'Charges Paid Account',
      currency: 'KES',
      current: -400,
      available: -400,
      reserved: 0,
      uncleared: 0,
    });
  });

  it('30 empty: an acknowledgement without content is a refusal', async () => {
    const { on, shop, daraja } = await office();
    on.simulator.control.next({ scenario: 30, variant: 'empty' });
    expect(await daraja.accountBalance(addresses(shop))).toMatchObject({ kind: 'refused', code: 'empty' });
  });

  it('30 silent: no result comes, and asking again helps', async () => {
    const { on, shop, daraja } = await office();
    on.simulator.control.next({ scenario: 30, variant: 'silent' });
    await daraja.accountBalance(addresses(shop));
    await on.pass(600);
    expect(shop.at('/result')).toEqual([]);
    await daraja.accountBalance(addresses(shop));
    await on.pass(3);
    expect(shop.at('/result')).toHaveLength(1);
  });
});

describe('parseResult', () => {
  it.each([
    ['a missing code', { Result: { ConversationID: 'AG_1' } }, 'ResultCode'],
    ['no names at all', { Result: { ResultCode: 0 } }, 'ConversationID'],
    ['something else', {}, 'Result'],
  ])('refuses %s', (_, body, field) => {
    expect(parseResult(body)).toMatchObject({ ok: false, problem: { field } });
  });

  it('takes a code nobody explained for unknown, never for success', () => {
    const reading = parseResult({ Result: { ResultCode: '77', ConversationID: 'AG_1', TransactionID: 'UA24N1B2C3' } });
    expect(reading).toMatchObject({ ok: true, result: { succeeded: false, reason: 'unknown' } });
  });
});

describe('makeQr', () => {
  const request = { merchantName: 'DUKA', reference: 'INV-1', amount: 1, kind: 'PB', payee: '174379' } as const;

  it.each([
    [
      { ResponseCode: 'AG_1', QRCode: 'iVBORw0KGgo=' },
      { kind: 'made', png: 'iVBORw0KGgo=' },
    ],
    [
      { ResponseCode: '00', QRCode: 'iVBORw0KGgo=' },
      { kind: 'made', png: 'iVBORw0KGgo=' },
    ],
    [{ ResponseCode: '00' }, { kind: 'unknown' }],
    [{ errorCode: '400.002.02', errorMessage: 'Bad Request - Invalid CPI' }, { kind: 'unknown' }],
  ])('%j', async (answer, expected) => {
    const on = await bench({
      client: {
        fetch: async (url) =>
          Response.json(url.includes('/oauth/') ? { access_token: 'a-live-token', expires_in: '3599' } : answer),
      },
    });
    expect(await on.daraja.makeQr(request)).toMatchObject(expected);
  });

  it('needs a payee', async () => {
    const on = await bench();
    await expect(on.daraja.makeQr({ ...request, payee: '' })).rejects.toMatchObject({ field: 'payee' });
  });
});
