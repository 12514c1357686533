import { randomUUID } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { securityCredential } from '@smartduka/daraja';
import {
  sandboxInitiator,
  sandboxShortcode,
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '@smartduka/daraja/simulator';
import type { Checkout, NewCart, Order, OrderEvent, Payment, Role, StaffCreate } from '@smartduka/contract';
import { startEmbeddedMongo, type EmbeddedMongo } from '@smartduka/embedded-mongo';
import mongoose from 'mongoose';
import { expect } from 'vitest';
import { checkInvariants } from '../src/invariants.js';
import { readConfig, type Config } from '../src/config.js';
import { addCategory, addProducts } from '../src/domains/catalog/service.js';
import { openLevels } from '../src/domains/inventory/service.js';
import { openShop } from '../src/domains/shops/service.js';
import { makeOperator } from '../src/domains/staff/accounts.js';
import { newStaff } from '../src/domains/staff/service.js';
import { openSession } from '../src/domains/staff/sessions.js';
import { signAccess } from '../src/platform/access-tokens.js';
import { system } from '../src/platform/actor.js';
import { backgroundDone } from '../src/platform/background.js';
import { clock } from '../src/platform/clock.js';
import { inTransaction } from '../src/platform/database.js';
import { newId } from '../src/platform/ids.js';
import { admitKey, newKey } from '../src/platform/keys.js';
import { hashPassword } from '../src/platform/passwords.js';
import { runtime } from '../src/platform/runtime.js';
import { noShop, type Tenant } from '../src/platform/tenancy.js';
import { startServer, type Server, type ServerOptions } from '../src/server.js';
import { settle } from './settle.js';

export const origin = 'https://site.example';

/** What a test sells: three things, one of each VAT class. Prices in minor units. */
export const goods = [
  { sku: 'UNGA-2KG', title: 'Unga wa mahindi', price: 18_950, vatClass: 'zero', onHand: 50 },
  { sku: 'SODA-500', title: 'Soda', price: 7_000, vatClass: 'standard', onHand: 200 },
  { sku: 'BOOK', title: 'Kitabu', price: 45_000, vatClass: 'exempt', onHand: 3 },
] as const;
export type Sku = (typeof goods)[number]['sku'];

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface CallInit {
  /** `Duka-Secret` */
  secret?: string;
  /** Default: the publishable key. `null` sends none; `'sk'` the secret one as Bearer. */
  key?: string | null;
  /** Somebody of the staff, signed in with a password, or the operator of the server; in place of a key. */
  as?: Role | 'platform';
  /** An access token or other Bearer, in place of a key. */
  bearer?: string;
  idempotencyKey?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Somebody of the staff, as a test acts on their behalf. */
export interface Person {
  id: string;
  code: string;
  pin: string;
  session: string;
  /** Access token. */
  token: string;
}

/** A server on a free port over a database and a simulator of its own, in time that stands still until it is moved. */
export class Harness {
  mongo: EmbeddedMongo;
  readonly simulator: Simulator;
  server: Server;
  tenant!: Tenant;
  publishable = newKey('publishable', 'test');
  secret = newKey('secret', 'test');
  variants = new Map<string, string>();
  /** What clients were told of: each must be found again, whatever happened since (INV-24, V7). */
  readonly acknowledged = new Set<string>();
  readonly #options: ServerOptions;
  #dataDir: string | null = null;

  private constructor(mongo: EmbeddedMongo, simulator: Simulator, server: Server, options: ServerOptions) {
    this.mongo = mongo;
    this.simulator = simulator;
    this.server = server;
    this.#options = options;
  }

  /** @param env Settings beside those of every test. */
  static async start(
    options: ServerOptions = {},
    env: Record<string, string> = {},
    dataDir: string | null = null,
    daraja: Pick<SimulatorOptions, 'shortcodes'> = {},
  ): Promise<Harness> {
    const mongo = await startEmbeddedMongo(dataDir === null ? {} : { dataDir });
    const simulator = await startSimulator({ clock: { mode: 'manual', start: new Date() }, initiator, ...daraja });
    clock.now = () => simulator.control.now();
    runtime.checkAnswers = true;
    const server = await startServer(configOf(mongo, simulator, env), options);
    const harness = new Harness(mongo, simulator, server, options);
    harness.#dataDir = dataDir;
    await harness.#seed();
    return harness;
  }

  async #seed(): Promise<void> {
    const location = newId('location');
    const { shop } = await openShop({
      slug: 'test-shop',
      name: 'Duka la Majaribio',
      tagline: {},
      currency: 'KES',
      country: 'KE',
      language: 'en',
      timeZone: 'Africa/Nairobi',
      contact: { phone: '+254700000100', email: null, address: 'Moi Avenue, Nairobi' },
      kraPin: 'P051999999J',
      tax: { vatRegistered: true, rates: { standard: 1600, zero: 0, exempt: 0 }, deliveryClass: 'standard' },
      mpesa: { kind: 'paybill', number: '174379' },
      locations: [{ _id: location, title: 'Duka', address: 'Moi Avenue', hours: null, pickup: true }],
      zones: [{ _id: newId('zone'), title: 'Nairobi', fee: 20_000, estimate: null }],
    });
    const tenant: Tenant = { shop: shop._id, mode: 'test' };
    this.tenant = tenant;
    await inTransaction(async (tx) => {
      const category = await addCategory(
        tenant,
        { slug: 'all', title: 'All', translations: { sw: { title: 'Zote' } }, parent: null, position: 0 },
        tx,
      );
      const products = await addProducts(
        tenant,
        goods.map(({ sku, title, price, vatClass }) => ({
          slug: sku.toLowerCase(),
          title,
          description: '',
          translations: { sw: { title } },
          brand: null,
          tags: [],
          unit: 'piece',
          vatClass,
          category: category._id,
          images: [],
          variants: [{ sku, barcode: null, title: 'moja', options: {}, price, cost: Math.round(price * 0.6) }],
        })),
        tx,
      );
      const variants = products.flatMap((product) => product.variants);
      for (const { _id, sku } of variants) this.variants.set(sku, _id);
      await openLevels(
        tenant,
        variants.map(({ _id, sku }) => ({
          variant: _id,
          sku,
          location,
          onHand: goods.find((item) => item.sku === sku)?.onHand ?? 0,
          lowAt: 5,
        })),
        tx,
      );
    });
    await admitKey(tenant, { kind: 'publishable', plain: this.publishable, name: 'test', origins: [origin] });
    await admitKey(tenant, { kind: 'secret', plain: this.secret, name: 'test' });
  }

  /** Leaves folder and port to another process. */
  async leave(): Promise<void> {
    await this.server.stop();
    await this.mongo.stop();
  }

  /** Takes over what another process left, on its port. */
  async comeBack(port: number): Promise<void> {
    if (this.#dataDir === null) throw new Error('there is no folder to come back to');
    this.mongo = await startEmbeddedMongo({ dataDir: this.#dataDir });
    this.server = await startServer({ ...configOf(this.mongo, this.simulator), port }, this.#options);
  }

  /** Ends the server as a kill would leave the database: whatever was not written is gone. Starts another one on the same port. */
  async restart(): Promise<void> {
    const { port } = this.server;
    await this.server.stop();
    this.server = await startServer({ ...configOf(this.mongo, this.simulator), port }, this.#options);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.simulator.stop();
    await this.mongo.stop();
    clock.now = () => new Date();
  }

  async call<Body = Record<string, unknown>>(method: string, path: string, init: CallInit = {}): Promise<Answer<Body>> {
    const { key = this.publishable, secret, idempotencyKey, body } = init;
    const bearer = init.as ? await this.#freshToken(init.as) : (init.bearer ?? (key === 'sk' ? this.secret : null));
    const posts = method === 'POST' && idempotencyKey !== null;
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: {
        ...(bearer !== null ? { Authorization: `Bearer ${bearer}` } : key ? { 'Duka-Key': key } : {}),
        ...(secret ? { 'Duka-Secret': secret } : {}),
        ...(posts ? { 'Idempotency-Key': idempotencyKey ?? randomUUID() } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...init.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok)
      for (const [id] of text.matchAll(/\b(?:ord|pay|rfd|mrc)_[0-9a-z]{30,}/g)) this.acknowledged.add(id);
    const json = response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as Body) : (text as Body);
    return { status: response.status, headers: response.headers, body: json };
  }

  readonly #people = new Map<string, Promise<Person>>();

  /** Somebody of that role, signed in: the first time they are hired, with a PIN for the counter. */
  staff(role: Role | 'platform'): Promise<Person> {
    const known = this.#people.get(role) ?? (role === 'platform' ? this.#operator() : this.hire(role));
    this.#people.set(role, known);
    return known;
  }

  /** Tests move the clock, and access tokens last ten minutes. */
  async #freshToken(role: Role | 'platform'): Promise<string> {
    const { session } = await this.staff(role);
    return signAccess({ session, mode: role === 'platform' ? noShop.mode : this.tenant.mode });
  }

  /** One more of that role. */
  async hire(role: Role, details: Partial<StaffCreate> = {}): Promise<Person> {
    const pin = '4071';
    const by = { tenant: this.tenant, actor: system, requestId: null };
    const staff = await inTransaction((tx) => newStaff(by, { name: `A ${role}`, role, pin, ...details }, tx, true));
    const session = await openSession({
      ...{ ...this.tenant, account: staff.account, staff: staff._id, by: 'password' as const },
      ...{ userAgent: null, address: null },
    });
    const token = await signAccess({ session: session._id, mode: this.tenant.mode });
    return { id: staff._id, code: staff.code, pin, session: session._id, token };
  }

  async #operator(): Promise<Person> {
    const password = await hashPassword('the password of the operator');
    const account = await makeOperator({ email: 'operator@server.example' }, 'The operator', password);
    const session = await openSession({
      ...{ ...noShop, account: account._id, staff: null, by: 'password' as const, userAgent: null, address: null },
    });
    const token = await signAccess({ session: session._id, mode: noShop.mode });
    return { id: account._id, code: '', pin: '', session: session._id, token };
  }

  /** A cart with these things in it. */
  async cart(items: Partial<Record<Sku, number>> = { 'SODA-500': 1 }): Promise<NewCart> {
    const answer = await this.call<NewCart>('POST', '/api/carts', {
      body: {
        items: Object.entries(items).map(([sku, quantity]) => ({ variant: this.variants.get(sku), quantity })),
      },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body;
  }

  checkout(cart: NewCart, payment: unknown = mpesa(), init: CallInit = {}): Promise<Answer<Checkout>> {
    return this.call<Checkout>('POST', `/api/carts/${cart.id}/checkout`, {
      secret: cart.secret,
      ...init,
      body: { ...(payment ? { payment } : {}), ...(init.body as object | undefined) },
    });
  }

  /** A cart that has become an order; the prompt is on the phone. */
  async order(items?: Partial<Record<Sku, number>>, payment: unknown = mpesa()): Promise<Checkout> {
    const answer = await this.checkout(await this.cart(items), payment);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body;
  }

  async read({ order, secret }: Pick<Checkout, 'secret'> & { order: { id: string } }): Promise<Order> {
    const answer = await this.call<Order>('GET', `/api/orders/${order.id}`, { secret });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  }

  async events({ order, secret }: Pick<Checkout, 'secret'> & { order: { id: string } }): Promise<OrderEvent[]> {
    const answer = await this.call<{ data: OrderEvent[] }>('GET', `/api/orders/${order.id}/events`, { secret });
    return answer.body.data;
  }

  pay(made: Checkout, payment: unknown = mpesa(), init: CallInit = {}): Promise<Answer<Payment>> {
    return this.call<Payment>('POST', `/api/orders/${made.order.id}/payments`, {
      secret: made.secret,
      body: payment,
      ...init,
    });
  }

  /** Lets time pass, a few seconds at a time (or `step`), with callbacks delivered and jobs run as they would. */
  async advance(seconds: number, step = 5): Promise<void> {
    await backgroundDone();
    for (let left = seconds; left > 0; left -= step) {
      await this.simulator.control.advance(Math.min(step, left) * 1_000);
      await this.settle();
    }
  }

  /** Everything that is due now gets done. */
  async settle(): Promise<void> {
    await settle();
  }

  async stock(sku: Sku): Promise<{ onHand: number; available: number; held: number; allocated: number }> {
    const answer = await this.call<{ data: { onHand: number; available: number; held: number; allocated: number }[] }>(
      'GET',
      `/api/inventory/levels?variant=${this.variants.get(sku)}`,
      { key: 'sk' },
    );
    const [level] = answer.body.data;
    if (!level) throw new Error(`no stock of ${sku}`);
    const { onHand, available, held, allocated } = level;
    return { onHand, available, held, allocated };
  }

  /** Fails with the list of what is wrong, if anything is. */
  async expectSound(): Promise<void> {
    if (!mongoose.connection.db) throw new Error('not connected');
    expect(await checkInvariants(mongoose.connection.db, clock.now(), [...this.acknowledged])).toEqual([]);
  }
}

// Small, since it is made for each file of tests; it protects nothing.
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const initiator = { ...sandboxInitiator, privateKey };

/** The settings of every test, as they would stand in the environment. */
export function testEnvironment(mongo: EmbeddedMongo, simulator: Simulator) {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    MONGODB_URI: mongo.uri.replace('/?', '/test?'),
    JWT_SECRET: 'n3Jq0vX7mB2kT9rWzL5yPcD8sHfGaE1u',
    MASTER_KEY: 'Qw8eRt2yUi5oPa9sDf3gHj7kLz1xCv6b',
    LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
    WEBHOOKS_TO_LOOPBACK: '1',
    MPESA_ENV: 'simulator',
    MPESA_BASE_URL: simulator.url,
    MPESA_CONSUMER_KEY: 'key',
    MPESA_CONSUMER_SECRET: 'secret',
    MPESA_SHORTCODE: '174379',
    MPESA_PASSKEY: sandboxShortcode.passkey,
    MPESA_INITIATOR_NAME: initiator.name,
    MPESA_SECURITY_CREDENTIAL: securityCredential(initiator.password, simulator.control.publicKey()),
    MPESA_PAYOUT_SHORTCODE: '174379',
  };
}

const configOf = (mongo: EmbeddedMongo, simulator: Simulator, env: Record<string, string> = {}): Config =>
  readConfig({ ...testEnvironment(mongo, simulator), ...env });

let buyers = 0;
/** A payment request from a phone that nobody used before; `scenario` picks how the simulator's payer behaves. */
export function mpesa(phone = `+2547${String(11_000_000 + ++buyers)}`): { method: 'mpesa'; phone: string } {
  return { method: 'mpesa', phone };
}

/** The simulator's number for a scenario: `2547000000NN`. */
export function scenario(number: number): { method: 'mpesa'; phone: string } {
  return { method: 'mpesa', phone: `+2547000000${String(number).padStart(2, '0')}` };
}
