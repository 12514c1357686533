import { exampleFor, refusals, routes, type Caller, type Route } from '@smartduka/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness, type CallInit } from './harness.js';

/** More of it: `FUZZ_RUNS=20000 FUZZ_SEED=7 npx vitest run --project node reference-server/test/fuzz.test.ts`. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 600);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_124);

let shop: Harness;
/** Values of path parameters that lead somewhere. */
const real: Record<string, string[]> = {};
let cart: { id: string; secret: string };
let order: { id: string; secret: string };

beforeAll(async () => {
  shop = await Harness.start();
  cart = await shop.cart();
  const made = await shop.order({ 'SODA-500': 1 }, null);
  order = { id: made.order.id, secret: made.secret };
  const first = async (path: string) =>
    (await shop.call<{ data: { id: string }[] }>('GET', path, { as: 'owner' })).body.data.map(({ id }) => id);
  Object.assign(real, {
    cart: [cart.id],
    order: [order.id],
    variant: [...shop.variants.values()],
    product: ['soda-500', ...(await first('/api/products?limit=2'))],
    location: await first('/api/locations'),
    staff: [(await shop.staff('cashier')).id],
    report: ['summary', 'products'],
  });
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

/** What breaks programs: nothing, too much, too little, other types, and text that means something to somebody else. */
const hostile: unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER,
  true,
  [],
  {},
  [null],
  { $gt: '' },
  { $where: 'sleep(1)' },
  'x'.repeat(5_000),
  '\u0000',
  '\ud800',
  '‮unga',
  'a\r\nSet-Cookie: a=b',
  '=1+1',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '../../etc/passwd',
  '${7*7}{{7*7}}',
  '__proto__',
  'constructor',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30',
  '0000-00-00T00:00:00Z',
  'NaN',
  '1e309',
  '٠٧١٢٣٤٥٦٧٨',
  Array.from({ length: 300 }, () => 'x'),
];

/** A lone surrogate cannot stand in an address. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

type Path = (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...path, key]))];
}

/** A copy of the value with another one in that place; `undefined` takes the place away. */
function changed(value: unknown, [first, ...rest]: Path, to: unknown): unknown {
  if (first === undefined) return to;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  const part = changed(copy[first], rest, to);
  if (part === undefined) delete copy[first];
  else copy[first] = part;
  return copy;
}

const callers: Record<Caller, () => CallInit> = {
  open: () => ({ key: null }),
  anyone: () => ({}),
  publishable: () => ({}),
  buyer: () => ({ secret: order.secret }),
  secret: () => ({ key: 'sk' }),
  staff: () => ({ as: 'owner' }),
  token: () => ({ as: 'owner' }),
  platform: () => ({ as: 'platform' }),
};

/** Ends the session, or the shop, that everything else here needs. */
const notHere = new Set(['signOut', 'updatePlatformShop']);
const table = Object.entries<Route>(routes).filter(([name]) => !notHere.has(name));

const call = fc.record({
  route: fc.constantFrom(...table.map(([name]) => name)),
  caller: fc.nat(),
  /** For each part of the address: something real, something well-formed that is not there, or anything. */
  parts: fc.array(
    fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.string({ minLength: 1 }) }),
    {
      minLength: 3,
      maxLength: 3,
    },
  ),
  /** Nothing: the example as it is. */
  body: fc.array(fc.record({ at: fc.nat(), to: fc.oneof(fc.constantFrom(...hostile), fc.jsonValue()) }), {
    maxLength: 2,
  }),
  query: fc.array(fc.record({ at: fc.nat(), to: fc.constantFrom('1', 'true', '2026-11-24', ...hostile) }), {
    maxLength: 3,
  }),
});

describe('whatever is sent to a route', () => {
  it(
    'is answered by what the route promises, or refused in words; never by a failure of the server',
    async () => {
      await fc.assert(
        fc.asyncProperty(call, async ({ route: name, caller, parts, body: changes, query: asked }) => {
          const route = (routes as Record<string, Route>)[name] as Route;
          const who = route.callers[caller % route.callers.length] as Caller;
          let part = 0;
          const path = route.path.replaceAll(/\{(\w+)\}/g, (_, named: string) => {
            const wanted = parts[part++ % parts.length] as number | string;
            const known = real[named] ?? [];
            const value =
              typeof wanted === 'string'
                ? wanted
                : (known[wanted] ?? known[0] ?? `${named.slice(0, 3)}_00000000000000000000`);
            return encodeURIComponent(wellFormed(value));
          });
          const names = Object.keys(route.query?.shape ?? {});
          const query = new URLSearchParams(
            names.length === 0
              ? []
              : asked.map(({ at, to }) => [names[at % names.length] as string, wellFormed(String(to as string))]),
          ).toString();
          let body = route.body && exampleFor(route.body);
          for (const { at, to } of changes) {
            const places = pathsIn(body);
            body = changed(body, places[at % places.length] as Path, to);
          }
          const answer = await shop.call(route.method.toUpperCase(), query ? `${path}?${query}` : path, {
            ...callers[who](),
            ...(name === 'checkout' || route.path.startsWith('/api/orders/') ? { secret: order.secret } : {}),
            ...(route.path.startsWith('/api/carts/') ? { secret: cart.secret } : {}),
            ...(route.body ? { body: JSON.stringify(body) ?? 'null' } : {}),
            ...(route.upload
              ? { body: String(changes[0]?.to), headers: { 'Content-Type': route.upload.types[0] as string } }
              : {}),
          });
          const told = `${name} ${path}?${query} ${JSON.stringify(body)} -> ${answer.status} ${JSON.stringify(answer.body)}`;
          if (answer.status < 400) {
            if (route.body)
              expect(route.body.safeParse(body).success, `took what its schema does not: ${told}`).toBe(true);
            return;
          }
          expect(answer.status === 503 || answer.status < 500, told).toBe(true);
          expect(refusals, told).toHaveProperty(String(answer.body['code']));
          expect(told).not.toMatch(/node_modules|MongoServerError|CastError|\n {4}at /);
        }),
        { numRuns: runs, seed },
      );
    },
    120_000 + runs * 100,
  );
});
