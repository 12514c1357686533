import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublic, urlProblem } from './address.js';
import { givenUpAfter, nextTry, sign, wants } from './rules.js';

describe('the address of an endpoint', () => {
  it.each([
    'https://books.example.com/hooks',
    'https://books.example.com:8443/hooks?shop=1',
    'https://41.90.1.1/x',
    'https://[2606:4700:4700::1111]/x',
  ])('%s may be one', (url) => expect(urlProblem(url, { loopback: false })).toBeNull());

  it.each([
    ['http://books.example.com/hooks', 'https'],
    ['ftp://books.example.com/', 'https'],
    ['https://user:pass@books.example.com/', 'user name'],
    ['https://books.example.com:22/', 'port'],
    ['https://localhost/', 'private'],
    ['https://db/', 'private'],
    ['https://printer.local/', 'private'],
    ['https://127.0.0.1/', 'private'],
    ['https://0.0.0.0/', 'private'],
    ['https://10.1.2.3/', 'private'],
    ['https://172.16.0.1/', 'private'],
    ['https://192.168.1.1/', 'private'],
    ['https://100.64.0.1/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://224.0.0.1/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://0x7f.1/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::ffff:10.0.0.1]/', 'private'],
    ['https://[64:ff9b::a00:1]/', 'private'],
    ['https://[2002:a00:1::]/', 'private'],
    ['https://[fe80::1]/', 'private'],
    ['https://[fd00::1]/', 'private'],
  ])('%s is refused, and the reason named', (url, why) => expect(urlProblem(url, { loopback: false })).toContain(why));

  it('may be on this machine while developing, and nowhere else inside', () => {
    expect(urlProblem('http://127.0.0.1:8080/x', { loopback: true })).toBeNull();
    expect(urlProblem('http://localhost:8080/x', { loopback: true })).toBeNull();
    expect(urlProblem('http://10.0.0.1/x', { loopback: true })).toContain('https');
    expect(urlProblem('https://10.0.0.1/x', { loopback: true })).toContain('private');
  });

  it('is public only when its numbers are', () => {
    expect(isPublic('not an address')).toBe(false);
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0] = address.split('.').map(Number);
        const inside = a === 0 || a === 10 || a === 127 || a >= 224 || (a === 192 && b === 168);
        return !(inside && isPublic(address));
      }),
    );
  });
});

describe('trying again', () => {
  it.each([
    [1, 10],
    [2, 60],
    [3, 300],
    [4, 1_800],
    [5, 7_200],
    [6, 21_600],
    [9, 21_600],
  ])('after try %i it waits %i seconds, and up to a fifth more', (tries, seconds) => {
    const now = new Date();
    expect(nextTry(tries, now, now, 0)?.getTime()).toBe(now.getTime() + seconds * 1000);
    expect(nextTry(tries, now, now, 1)?.getTime()).toBe(now.getTime() + seconds * 1200);
  });

  it('ends after three days', () => {
    const created = new Date();
    expect(nextTry(15, created, new Date(created.getTime() + givenUpAfter - 1), 0)).toBeNull();
  });
});

describe('what an endpoint wants', () => {
  it.each([
    [['*'], 'order.paid', true],
    [['order.paid'], 'order.paid', true],
    [['order.*'], 'order.paid', true],
    [['payment.*', 'order.canceled'], 'order.paid', false],
    [['order.pai'], 'order.paid', false],
  ])('%j: %s is %s', (events, type, wanted) => expect(wants(events, type)).toBe(wanted));
});

it('signs as the specification’s example', () => {
  const headers = sign(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    '{"test": 2432232314}',
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    new Date(1614265330 * 1000),
  );
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});
