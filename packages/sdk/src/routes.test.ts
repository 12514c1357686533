import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { routes } from '@smartduka/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Resource } from './core/resource.js';
import { createDuka } from './index.js';

/** Routes that no method of the client calls, and why. */
const without: Record<string, string> = {
  'GET /api/orders/{order}/receipts/{check}': 'asked by `payments.submitReceipt` for as long as the check is under way',
};

/** Follow something until it ends, or help the others: no routes of their own. */
const helping = ['constructor', 'watch', 'outcome', 'ask', 'begin', 'act'];

/** Serves for an id, a body, a query and options: the routes are what is looked at, not what is sent. */
const anything = Object.assign(new String('any-id'), { code: 'any-id', phone: '0712345678' });

/** Enough of every answer for the methods that look into theirs. */
const answer = { data: [], payments: [], hasMore: false, clientSecret: 'ord_1_secret_s' };

const heard = new Set<string>();
const server = createServer((request, response) => {
  heard.add(`${request.method} ${(request.url ?? '').replace(/\?.*/, '').replaceAll('any-id', '*')}`);
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const duka = createDuka({ server: url, key: 'sk_test_1', retries: 0 });
  for (const resource of Object.values(duka).filter((part): part is Resource => part instanceof Resource))
    for (const call of callsOf(resource)) await call.call(resource, anything, anything, anything, anything);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function callsOf(resource: Resource): ((...args: unknown[]) => PromiseLike<unknown>)[] {
  return Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(resource)))
    .filter(([name, { value }]) => typeof value === 'function' && !helping.includes(name))
    .map(([, { value }]) => value as (...args: unknown[]) => PromiseLike<unknown>);
}

describe('the client', () => {
  const known = Object.values(routes).map(({ method, path }) => [
    `${method.toUpperCase()} ${path}`,
    `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '*')}`,
  ]);

  it('has a method for each route of the API', () => {
    const missing = known.filter(([, plain]) => !heard.has(plain as string)).map(([name]) => name as string);
    expect(missing.toSorted()).toEqual(Object.keys(without).toSorted());
  });

  it('calls nothing that the API does not have', () => {
    const plain = new Set(known.map(([, name]) => name));
    expect([...heard].filter((name) => !plain.has(name))).toEqual([]);
  });
});
