import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backgroundDone } from '../background.js';
import { connectSenders, notify, type Message } from '../notify.js';
import { africasTalkingSender } from './africas-talking.js';
import { smtpSender } from './email.js';
import { smsPartsOf, toSmsText } from './sms-text.js';

const soon = () => AbortSignal.timeout(5_000);
const message = (to: Message['to'], text = 'Oda SD-1042 imelipwa'): Message => ({
  ...{ to, purpose: 'paid', language: 'sw', subject: 'Oda yako', text },
});

describe('an e-mail', () => {
  const received: { from: string; to: string[]; data: string }[] = [];
  let refusal: { code: number; times: number } | null = null;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      if (refusal && refusal.times > 0) {
        refusal.times -= 1;
        return done(Object.assign(new Error('no'), { responseCode: refusal.code }));
      }
      done();
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      let data = '';
      stream.setEncoding('utf8').on('data', (part: string) => (data += part));
      stream.on('end', () => {
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), data });
        done();
      });
    },
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<void>((resolve) => smtp.close(resolve)));
  afterEach(() => {
    refusal = null;
    received.length = 0;
    connectSenders({ email: null, phone: null });
  });
  const sender = (options = { tls: false }) => smtpSender({ url, from: 'Duka <duka@site.example>' }, options);

  it('arrives with its subject, text and sender', async () => {
    await sender().send(message({ email: 'w@site.example' }), soon());
    expect(received).toMatchObject([{ from: 'duka@site.example', to: ['w@site.example'] }]);
    expect(received[0]?.data).toMatch(/Subject: Oda yako[^]*Oda SD-1042 imelipwa/);
  });

  it('is tried again when the server asks to come back later, and arrives once', async () => {
    refusal = { code: 451, times: 1 };
    connectSenders({ email: sender(), phone: null }, [0, 0]);
    notify(message({ email: 'w@site.example' }));
    await backgroundDone();
    expect(received).toHaveLength(1);
  });

  it('is not tried again for an address that is refused for good', async () => {
    refusal = { code: 550, times: 9 };
    connectSenders({ email: sender(), phone: null }, [0, 0]);
    notify(message({ email: 'nobody@site.example' }));
    await backgroundDone();
    expect([received.length, refusal.times]).toEqual([0, 8]);
  });

  it('is not handed to a server without TLS where that is asked for', async () => {
    await expect(sender({ tls: true }).send(message({ email: 'w@site.example' }), soon())).rejects.toThrow();
    expect(received).toEqual([]);
  });
});

describe('a text message', () => {
  let http: Server;
  let asked: { headers: IncomingMessage['headers']; path: string; body: URLSearchParams }[] = [];
  let answers: { status: number; body: string }[] = [];
  const recipient = (statusCode: number, status: string) => ({
    status: 201,
    body: JSON.stringify({
      SMSMessageData: {
        Message: 'Sent to 1/1 Total Cost: KES 0.8000',
        Recipients: [
          { statusCode, status, number: '+254711000000', cost: 'KES 0.8000', messageId: 'ATPid_1', messageParts: 1 },
        ],
      },
    }),
  });
  beforeAll(async () => {
    http = createServer((request, response) => {
      void readAll(request).then((body) => {
        asked.push({ headers: request.headers, path: request.url ?? '', body: new URLSearchParams(body) });
        const answer = answers.shift() ?? recipient(101, 'Success');
        response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise<void>((resolve) => void http.close(() => resolve())));
  beforeEach(() => {
    [asked, answers] = [[], []];
  });
  afterEach(() => connectSenders({ email: null, phone: null }));
  const sender = (baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`) =>
    africasTalkingSender({ username: 'duka', apiKey: 'atsk_1', sender: 'DUKA', baseUrl });
  const to = { phone: '+254711000000' };

  it('is asked for as Africa’s Talking documents it', async () => {
    await sender().send(message(to, 'Habari – “Mama Mboga”'), soon());
    expect(asked).toMatchObject([
      { path: '/version1/messaging', headers: { apikey: 'atsk_1', accept: 'application/json' } },
    ]);
    expect(Object.fromEntries(asked[0]?.body ?? [])).toEqual({
      ...{ username: 'duka', to: '+254711000000', from: 'DUKA', message: 'Habari - "Mama Mboga"' },
    });
  });

  it.each([
    [recipient(403, 'InvalidPhoneNumber'), 1],
    [recipient(405, 'InsufficientBalance'), 1],
    [recipient(406, 'UserInBlacklist'), 1],
    [{ status: 401, body: 'The supplied authentication is invalid' }, 1],
    [{ status: 201, body: '{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}' }, 1],
    [{ status: 201, body: '<html>' }, 1],
    [recipient(501, 'GatewayError'), 2],
    [{ status: 503, body: '' }, 2],
  ])('after %j is sent %i times in all', async (answer, times) => {
    answers = [answer];
    connectSenders({ email: null, phone: sender() }, [0, 0]);
    notify(message(to));
    await backgroundDone();
    expect(asked).toHaveLength(times);
  });

  it('is tried again when nobody answered the call at all', async () => {
    let tries = 0;
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const away = sender(`http://127.0.0.1:${(closed.address() as AddressInfo).port}`);
    await new Promise((resolve) => closed.close(resolve));
    const counting = { send: (...args: Parameters<typeof away.send>) => ((tries += 1), away.send(...args)) };
    connectSenders({ email: null, phone: counting }, [0, 0]);
    notify(message(to));
    await backgroundDone();
    expect(tries).toBe(3);
  });

  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(307), 3],
    [`${'a'.repeat(159)}€`, 2],
    ['ŵ'.repeat(70), 1],
    ['ŵ'.repeat(71), 2],
  ])('%s is paid as %i', (text, parts) => {
    expect(smsPartsOf(text)).toBe(parts);
  });

  it('is written so that typographic signs do not double its price', () => {
    const text = toSmsText('Jumla: KSh\u00a01,250 – “asante”…');
    expect([text, smsPartsOf(text.padEnd(160, '.'))]).toEqual(['Jumla: KSh 1,250 - "asante"...', 1]);
  });

  it('that would be a letter is not sent', async () => {
    await expect(sender().send(message(to, 'a'.repeat(1_000)), soon())).rejects.toThrow('too long');
    expect(asked).toEqual([]);
  });
});
