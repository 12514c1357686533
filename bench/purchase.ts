import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../scripts/lib/system.mjs';

type Dev = System['dev'];
type Answer = Record<string, unknown>;

/** Talks to the server as a page does: publishable key, the cart's secret, an idempotency key where one belongs. */
async function call(dev: Dev, method: string, path: string, body?: unknown, secret?: string): Promise<Answer> {
  const response = await fetch(new URL(path, dev.urls.api), {
    method,
    headers: {
      'Duka-Key': dev.keys.publishable,
      ...(secret ? { 'Duka-Secret': secret } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Something in stock, with one variant, so that it can be bought without choosing. */
async function somethingToBuy(dev: Dev): Promise<string> {
  const { data } = (await call(dev, 'GET', '/api/products?limit=100')) as {
    data: { id: string; variants: { availability: string }[] }[];
  };
  const found = data.find(({ variants }) => variants.length === 1 && variants[0]?.availability === 'in_stock');
  if (!found) throw new Error('The demo shop has nothing in stock.');
  return found.id;
}

let buyers = 0;

/** A number that nobody has paid with in this run: prompts are limited for each phone. */
const newPhone = (): string => `+2547${String(10_000_000 + buyers++)}`;

/** Whole purchases: cart, checkout, prompt, PIN, callback, confirming query, paid. */
export async function purchaser(dev: Dev): Promise<{ buy: () => Promise<void>; stop: () => Promise<void> }> {
  const product = await somethingToBuy(dev);
  const simulator = (path: string, body: object): Promise<Response> =>
    fetch(new URL(path, dev.urls.simulator), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  // Scenario 1: the payer approves after 8 s of the simulator's time, which is moved on by ten every little while.
  await simulator('/__sim/knobs', { defaultScenario: 1 });
  let going = true;
  const clock = (async () => {
    while (going) {
      await simulator('/__sim/time', { advanceMs: 10_000 });
      await pause(20);
    }
  })();
  return {
    async buy() {
      const cart = (await call(dev, 'POST', '/api/carts', { items: [{ product, quantity: 1 }] })) as {
        id: string;
        secret: string;
      };
      const input = {
        customer: { name: 'Amina' },
        delivery: { method: 'pickup' },
        payment: { method: 'mpesa', phone: newPhone() },
      };
      const { order, secret } = (await call(dev, 'POST', `/api/carts/${cart.id}/checkout`, input, cart.secret)) as {
        order: { id: string };
        secret: string;
      };
      await paid(dev, order.id, secret ?? cart.secret);
    },
    async stop() {
      going = false;
      await clock;
    },
  };
}

/** Follows the order's live events until it is paid, as the pay button does. */
async function paid(dev: Dev, order: string, secret: string): Promise<void> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`Order ${order} was not paid after 20 s.`)), 20_000);
  try {
    const response = await fetch(new URL(`/api/orders/${order}/events`, dev.urls.api), {
      headers: { 'Duka-Key': dev.keys.publishable, 'Duka-Secret': secret, Accept: 'text/event-stream' },
      signal: abort.signal,
    });
    if (!response.ok || !response.body) throw new Error(`Events of ${order} answered ${response.status}.`);
    let heard = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      heard += chunk;
      if (heard.includes('payment.failed')) throw new Error(`The payment of ${order} failed: ${heard}`);
      if (heard.includes('order.paid')) return;
    }
    throw new Error(`Events of ${order} ended before it was paid.`);
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}
