import type {
  Cart,
  CartLine,
  Delivery,
  Order,
  OrderEvent,
  Payment,
  Product,
  PublicPaymentLink,
  ReceiptCheck,
  Totals,
  Transport,
  TransportRequest,
  TransportResponse,
  Variant,
} from '@smartduka/sdk/buyer';
import { categories, kes, products, shop as shopProfile } from './goods.js';

type Json = Record<string, unknown>;
interface Reply {
  status: number;
  body?: unknown;
  stream?: ReadableStream<Uint8Array>;
}
class Refusal {
  readonly reply: Reply;
  constructor(status: number, code: string, facts: Json = {}) {
    const body = {
      type: `https://shop.example/errors/${code}`,
      title: code,
      status,
      code,
      requestId: 'req_0000000000',
      retryable: false,
      ...facts,
    };
    this.reply = { status, body };
  }
}

const gone = (): never => {
  throw new Refusal(404, 'not_found');
};
const zero = kes(0);
const money = (amount: number): typeof zero => ({ amount, currency: 'KES' });
const mask = (phone: string): string => `${phone.slice(0, 4)} ${phone[4]}•• ••• ${phone.slice(-3)}`;

/**
 * A shop in memory that answers the API's wire format, for tests and stories: the elements and the SDK above it are the real ones. What the world
 * does (a PIN entered, a line dropped) is done to it by the methods below.
 */
export class LittleShop {
  /** Every request that arrived, to count prompts and see what was sent. */
  readonly requests: { method: string; path: string; body: Json; idempotencyKey: string | undefined }[] = [];
  shop = structuredClone(shopProfile);
  products: Product[] = structuredClone(products);
  categories = structuredClone(categories);
  /** No request gets through while true, and streams break. */
  offline = false;
  /** Answers that come instead of the right one: `{ 'GET /products': 500 }`; a method and the start of a path. */
  readonly broken: Record<string, number | 'never' | Refusal> = {};
  carts = new Map<string, Cart & { phone?: string; secret?: string }>();
  orders = new Map<string, Order>();
  events = new Map<string, OrderEvent[]>();
  /** Payment links, by code. */
  links = new Map<string, PublicPaymentLink>();
  /** What M-Pesa says of a receipt that is shown. */
  receiptIs: Pick<ReceiptCheck, 'state' | 'reason'> = { state: 'applied', reason: null };
  /** How long a prompt stays on the phone, and how long after its start `at` says it is. */
  promptSeconds = 60;
  private readonly shared = new Map<string, Json[]>();
  private readonly replays = new Map<string, Reply>();
  private readonly listeners = new Set<() => void>();
  private counter = 0;

  /** The port of the SDK: give it to `createDuka({ transport })`. */
  readonly transport: Transport = async (request) => {
    await Promise.resolve();
    const url = new URL(request.url);
    const path = url.pathname.replace(/^.*\/api(?=\/)/, '');
    if (this.offline) throw new TypeError('Failed to fetch');
    const broken = Object.entries(this.broken).find(([start]) => `${request.method} ${path}`.startsWith(start))?.[1];
    if (broken === 'never')
      return new Promise((_, fail) => request.signal.addEventListener('abort', () => fail(new Error('aborted'))));
    const body = typeof request.body === 'string' ? (JSON.parse(request.body) as Json) : {};
    const idempotencyKey = request.headers['Idempotency-Key'];
    this.requests.push({ method: request.method, path, body, idempotencyKey });
    if (typeof broken === 'number') return answer({ status: broken, body: new Refusal(broken, 'internal').reply.body });
    if (broken) return answer(broken.reply);
    const replayed = idempotencyKey && this.replays.get(idempotencyKey);
    if (replayed) return answer(replayed);
    let reply: Reply;
    try {
      reply = this.route(request, path, url.searchParams, body);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      reply = refusal.reply;
    }
    if (idempotencyKey && reply.status < 300) this.replays.set(idempotencyKey, reply);
    return answer(reply);
  };

  /** Requests of one kind: `count('POST', /payments$/)`. */
  count(method: string, path: RegExp): number {
    return this.requests.filter((one) => one.method === method && path.test(one.path)).length;
  }

  refuse(start: string, status: number, code: string, facts: Json = {}): void {
    this.broken[start] = new Refusal(status, code, facts);
  }

  /** The one order made last. */
  get order(): Order {
    const order = [...this.orders.values()].at(-1);
    if (!order) throw new Error('nothing was ordered yet');
    return order;
  }

  /** Moves the newest attempt on, as M-Pesa's news would: `paymentIs('failed', { reason: 'wrong_pin' })`. */
  paymentIs(state: Payment['state'], facts: Partial<Payment> = {}, order: Order = this.order): void {
    const payment = order.payments[0] as Payment;
    const final = state === 'succeeded' || state === 'failed';
    order.payments[0] = {
      ...payment,
      state,
      final,
      retryable: state === 'failed',
      updatedAt: new Date().toISOString(),
      ...facts,
    };
    if (state === 'succeeded' && !facts.unapplied) this.settle(order, payment.amount.amount);
    this.tell(order, `payment.${state}`, order.payments[0]);
  }

  pays(receiptNumber: string | null = 'UKO8F2K9QX', facts: Partial<Payment> = {}): void {
    this.paymentIs('succeeded', { receiptNumber, ...facts });
  }

  /** Money that came over the paybill, without a prompt. */
  paidByMenu(order: Order = this.order): void {
    this.settle(order, order.due.amount);
    this.tell(order, 'order.paid', null);
  }

  setStock(slug: string, problem: CartLine['problem'], left: number | null = null): void {
    for (const cart of this.carts.values())
      for (const line of cart.lines) if (line.slug === slug) Object.assign(line, { problem, availableQuantity: left });
  }

  private settle(order: Order, paid: number): void {
    order.paid = money(paid);
    order.due = zero;
    order.paymentStatus = 'paid';
    order.paidAt = new Date().toISOString();
    order.receiptUrl = `/receipts/${order.number}`;
  }

  private tell(order: Order, type: string, payment: Payment | null): void {
    const list = this.events.get(order.id) ?? [];
    this.events.set(order.id, list);
    order.version++;
    list.push({
      id: this.id('evt'),
      sequence: list.length + 1,
      type,
      order: order.id,
      status: order.status,
      paymentStatus: order.paymentStatus,
      fulfilmentStatus: order.fulfilmentStatus,
      payment,
      createdAt: new Date().toISOString(),
    });
    for (const listener of this.listeners) listener();
  }

  private route(request: TransportRequest, path: string, query: URLSearchParams, body: Json): Reply {
    const [, kind, id, part, item] = path.split('/');
    const ok = (value: unknown, status = 200): Reply => ({ status, body: structuredClone(value) });
    switch (`${request.method} ${kind}${id ? '/:id' : ''}${part ? `/${part}` : ''}${item ? '/:item' : ''}`) {
      case 'GET shop':
        return ok(this.shop);
      case 'GET categories':
        return ok({ data: this.categories });
      case 'GET products':
        return ok(this.find(query));
      case 'GET products/:id': {
        const found = this.products.find((one) => one.id === id || one.slug === id);
        if (!found) throw new Refusal(404, 'not_found');
        return ok(found);
      }
      case 'POST carts':
        return ok(this.newCart((body.items as Json[] | undefined) ?? []), 201);
      case 'GET carts/:id':
        return ok(this.cart(id));
      case 'PATCH carts/:id':
        return ok(this.describe(this.cart(id), body));
      case 'POST carts/:id/items':
        return ok(this.put(this.cart(id), body));
      case 'PATCH carts/:id/items/:item':
        return ok(this.setQuantity(this.cart(id), item, body.quantity as number));
      case 'DELETE carts/:id/items/:item':
        return ok(this.setQuantity(this.cart(id), item, 0));
      case 'PUT carts/:id/discount':
        return ok(this.useCode(this.cart(id), String(body.code)));
      case 'DELETE carts/:id/discount':
        return ok(this.useCode(this.cart(id), null));
      case 'POST carts/:id/share':
        return ok(
          { code: this.share(this.cart(id)), itemCount: this.cart(id).itemCount, expiresAt: this.cart(id).expiresAt },
          201,
        );
      case 'POST shared-carts/:id':
        return ok(this.newCart(this.shared.get(id as string) ?? gone()), 201);
      case 'POST carts/:id/merge':
        for (const { variant, quantity } of this.cart(body.cart as string).lines)
          this.put(this.cart(id), { variant, quantity });
        return ok(this.cart(id));
      case 'POST carts/:id/checkout':
        return ok(this.checkOut(this.cart(id), body), 201);
      case 'GET orders/:id':
        return ok(this.orderOf(id));
      case 'POST orders/:id/payments':
        return ok(this.push(this.orderOf(id), body), 201);
      case 'POST orders/:id/receipts':
        return ok(this.checkOf(this.orderOf(id), String(body.receipt)), 201);
      case 'GET payment-links/:id':
        return ok(this.links.get(id as string) ?? gone());
      case 'POST payment-links/:id/orders':
        return ok(this.orderByLink(id as string, body), 201);
      case 'GET payments/:id':
        return ok(this.paymentOf(id));
      case 'GET orders/:id/receipt':
        return ok(this.receiptOf(this.orderOf(id)));
      case 'GET orders/:id/events':
        return request.stream
          ? {
              status: 200,
              stream: this.stream(
                this.orderOf(id),
                Number(request.headers['Last-Event-ID'] ?? query.get('after') ?? 0),
                request.signal,
              ),
            }
          : ok({ data: (this.events.get(id as string) ?? []).slice(Number(query.get('after') ?? 0)) });
      default:
        throw new Refusal(404, 'not_found');
    }
  }

  private find(query: URLSearchParams): Json {
    const words = (query.get('q') ?? '').toLowerCase();
    const shelf = query.get('category');
    const limit = Number(query.get('limit') ?? 20);
    const from = Number(query.get('after') ?? 0);
    const found = this.products.filter(
      (one) =>
        (!shelf || one.category.slug === shelf || one.category.id === shelf) &&
        (!words || `${one.title} ${one.translations.sw?.title}`.toLowerCase().includes(words)),
    );
    const more = from + limit < found.length;
    return { data: found.slice(from, from + limit), hasMore: more, nextCursor: more ? String(from + limit) : null };
  }

  private cart(id: string | undefined): Cart & { phone?: string } {
    const cart = this.carts.get(id as string);
    if (!cart) throw new Refusal(404, 'not_found');
    return cart;
  }

  private newCart(items: Json[]): unknown {
    const now = new Date().toISOString();
    const cart = {
      id: this.id('cart'),
      status: 'open',
      version: 1,
      currency: 'KES',
      lines: [],
      itemCount: 0,
      totals: this.totals([], 0),
      discounts: [],
      discountCode: null,
      customer: null,
      delivery: null,
      order: null,
      createdAt: now,
      updatedAt: now,
      expiresAt: new Date(Date.now() + 7 * 864e5).toISOString(),
    } as Cart;
    this.carts.set(cart.id, cart);
    for (const item of items) this.put(cart, item);
    return { ...cart, secret: `secret-of-${cart.id}` };
  }

  /** `KARIBU10` takes off a tenth; there is no other code. */
  private useCode(cart: Cart, code: string | null): Cart {
    this.open(cart);
    if (code && code !== 'KARIBU10') throw new Refusal(409, 'discount_unknown');
    cart.discountCode = code ? { code, problem: null, minimum: null } : null;
    return this.price(cart);
  }

  private share({ lines }: Cart): string {
    const code = `SHARED${String(this.shared.size).padStart(4, '0')}`;
    this.shared.set(
      code,
      lines.map(({ variant, quantity }) => ({ variant, quantity })),
    );
    return code;
  }

  private open(cart: Cart): void {
    if (cart.status !== 'open') throw new Refusal(409, 'cart_completed', { order: cart.order });
  }

  private put(cart: Cart, item: Json): Cart {
    this.open(cart);
    const product = this.products.find(
      (one) =>
        one.id === item.product ||
        one.slug === item.product ||
        one.variants.some((variant) => variant.id === item.variant),
    );
    if (!product) throw new Refusal(409, 'product_unavailable');
    if (!item.variant && product.variants.length > 1) throw new Refusal(409, 'product_ambiguous');
    const variant = (product.variants.find((one) => one.id === item.variant) ?? product.variants[0]) as Variant;
    const line = cart.lines.find((one) => one.variant === variant.id);
    if (line) line.quantity += (item.quantity as number | undefined) ?? 1;
    else
      cart.lines.push({
        id: this.id('line'),
        product: product.id,
        variant: variant.id,
        slug: product.slug,
        title: product.title,
        translations: product.translations,
        variantTitle: variant.title,
        sku: variant.sku,
        image: product.images[0] ?? null,
        quantity: (item.quantity as number | undefined) ?? 1,
        unitPrice: variant.price,
        discount: money(0),
        total: variant.price,
        vatClass: product.vatClass,
        availability: variant.availability,
        problem: null,
        availableQuantity: null,
        previousUnitPrice: null,
      });
    return this.price(cart);
  }

  private setQuantity(cart: Cart, id: string | undefined, quantity: number): Cart {
    this.open(cart);
    for (const line of cart.lines)
      if (line.id === id) {
        line.quantity = quantity;
        if (line.problem === 'insufficient_stock' && quantity <= (line.availableQuantity ?? 0))
          Object.assign(line, { problem: null, availableQuantity: null });
      }
    cart.lines = cart.lines.filter((line) => line.quantity > 0);
    return this.price(cart);
  }

  private describe(cart: Cart & { phone?: string }, body: Json): Cart {
    this.open(cart);
    const customer = body.customer as { name?: string; phone?: string; email?: string } | undefined;
    if (customer) {
      if (customer.phone) cart.phone = customer.phone;
      cart.customer = {
        name: customer.name ?? null,
        phone: customer.phone ? mask(customer.phone) : null,
        email: customer.email ?? null,
      };
    }
    if (body.delivery) cart.delivery = this.delivery(body.delivery as Json);
    return this.price(cart);
  }

  private delivery(wish: Json): Delivery {
    const zone = this.shop.delivery.zones.find((one) => one.id === wish.zone);
    const point =
      this.shop.delivery.pickupPoints.find((one) => one.id === wish.pickupPoint) ?? this.shop.delivery.pickupPoints[0];
    const text = (name: string): string | null => (wish[name] as string | undefined) ?? null;
    const common = { place: text('place'), landmark: text('landmark'), notes: text('notes') };
    return wish.method === 'delivery'
      ? {
          method: 'delivery',
          pickupPoint: null,
          zone: zone?.id ?? null,
          title: zone?.title ?? '',
          ...common,
          fee: zone?.fee ?? zero,
        }
      : {
          method: 'pickup',
          pickupPoint: point?.id ?? null,
          zone: null,
          title: point?.title ?? '',
          ...common,
          fee: zero,
        };
  }

  private price(cart: Cart): Cart {
    for (const line of cart.lines) line.total = money(line.unitPrice.amount * line.quantity);
    cart.itemCount = cart.lines.reduce((sum, line) => sum + line.quantity, 0);
    const off = cart.discountCode ? Math.round(cart.lines.reduce((sum, { total }) => sum + total.amount, 0) / 10) : 0;
    cart.discounts = off ? [{ id: null, code: 'KARIBU10', title: 'Karibu', amount: money(off) }] : [];
    cart.totals = this.totals(cart.lines, cart.delivery?.fee.amount ?? 0, off);
    cart.version++;
    return cart;
  }

  private totals(lines: { total: { amount: number } }[], fee: number, off = 0): Totals {
    const subtotal = lines.reduce((sum, line) => sum + line.total.amount, 0);
    const exact = subtotal + fee - off;
    const total = Math.round(exact / 100) * 100;
    const tax = Math.round((subtotal * 16) / 116);
    return {
      subtotal: money(subtotal),
      discount: money(off),
      delivery: money(fee),
      rounding: money(total - exact),
      total: money(total),
      tax: money(tax),
      taxes: [{ vatClass: 'standard', rate: 1600, net: money(subtotal - tax), tax: money(tax) }],
    };
  }

  private checkOut(cart: Cart & { phone?: string }, body: Json): unknown {
    this.open(cart);
    if (!cart.lines.length) throw new Refusal(409, 'cart_empty');
    const short = cart.lines.filter((line) => line.problem === 'insufficient_stock');
    if (short.length) {
      const lines = short.map((line) => ({
        variant: line.variant,
        title: line.title,
        requested: line.quantity,
        available: line.availableQuantity,
      }));
      throw new Refusal(409, 'insufficient_stock', { lines });
    }
    if (body.customer || body.delivery) this.describe(cart, body);
    if (body.expectedTotal !== undefined && body.expectedTotal !== cart.totals.total.amount)
      throw new Refusal(409, 'total_changed', { total: cart.totals.total.amount });
    const now = new Date().toISOString();
    const order: Order = {
      id: this.id('ord'),
      number: `SD-${1041 + ++this.counter}`,
      mode: 'test',
      channel: 'online',
      location: null,
      staff: null,
      status: 'open',
      paymentStatus: 'unpaid',
      fulfilmentStatus: 'unfulfilled',
      currency: 'KES',
      lines: cart.lines.map((line) => ({
        ...line,
        taxRate: 1600,
        tax: money(Math.round((line.total.amount * 16) / 116)),
      })),
      totals: cart.totals,
      discounts: cart.discounts,
      paid: zero,
      due: cart.totals.total,
      refunded: zero,
      refundable: zero,
      customer: cart.customer,
      delivery: cart.delivery,
      fulfilments: [],
      payments: [],
      reservedUntil: new Date(Date.now() + 15 * 6e4).toISOString(),
      receiptUrl: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
      paidAt: null,
      canceledAt: null,
    };
    this.orders.set(order.id, order);
    cart.status = 'completed';
    cart.order = order.id;
    this.tell(order, 'order.created', null);
    const payment = body.payment ? this.push(order, body.payment as Json) : null;
    return { order, payment, secret: `secret-of-${order.id}` };
  }

  /** An order of one line and no goods, as a server asks for it or a payment link makes it. */
  sum(amount: number, title = 'Rent, May'): { order: Order; clientSecret: string } {
    const { secret: _, ...cart } = this.newCart([]) as Cart & { secret: string };
    const kept = this.carts.get(cart.id) as Cart;
    this.put(kept, { product: 'omo-1kg' });
    Object.assign(kept.lines[0] as CartLine, { title, translations: {}, unitPrice: money(amount), image: null });
    const { order, secret } = this.checkOut(this.price(kept), {}) as { order: Order; secret: string };
    return { order, clientSecret: `${order.id}_secret_${secret}` };
  }

  private orderByLink(code: string, body: Json): unknown {
    const link = this.links.get(code) ?? gone();
    if (link.state !== 'active') throw new Refusal(409, 'payment_link_closed', { state: link.state });
    const amount = link.amount?.amount ?? (body.amount as number | undefined);
    if (!amount) throw new Refusal(400, 'validation_failed', { errors: [{ path: 'amount' }] });
    return this.sum(amount, link.title);
  }

  private checkOf(order: Order, text: string): unknown {
    const { state, reason } = this.receiptIs;
    if (state === 'applied') this.paidByMenu(order);
    const receiptNumber = /[A-Z0-9]{10}/.exec(text)?.[0] ?? '';
    return { id: this.id('rck'), order: order.id, receiptNumber, state, reason, amount: order.paid, payment: null };
  }

  private orderOf(id: string | undefined): Order {
    const order = this.orders.get(id as string);
    if (!order) throw new Refusal(404, 'not_found');
    return order;
  }

  private paymentOf(id: string | undefined): Payment {
    for (const order of this.orders.values())
      for (const payment of order.payments) if (payment.id === id) return payment;
    throw new Refusal(404, 'not_found');
  }

  private push(order: Order, how: Json): Payment {
    const open = order.payments.find((one) => !one.final);
    if (order.paymentStatus === 'paid') throw new Refusal(409, 'order_paid');
    if (open) throw new Refusal(409, 'payment_in_progress', { payment: open.id });
    const now = Date.now();
    const cash = how.method === 'cash';
    const payment: Payment = {
      id: this.id('pay'),
      order: order.id,
      method: how.method as string,
      state: 'pending',
      final: false,
      reason: null,
      retryable: false,
      amount: order.due,
      phone: cash ? null : mask(how.phone as string),
      receiptNumber: null,
      tender: null,
      late: false,
      unapplied: false,
      promptExpiresAt: cash ? null : new Date(now + this.promptSeconds * 1000).toISOString(),
      createdAt: new Date(now).toISOString(),
      updatedAt: new Date(now).toISOString(),
    };
    order.payments.unshift(payment);
    this.tell(order, 'payment.pending', payment);
    return payment;
  }

  private receiptOf(order: Order): unknown {
    if (order.paymentStatus !== 'paid') throw new Refusal(404, 'not_found');
    return {
      number: `R-${order.number}`,
      order: order.id,
      orderNumber: order.number,
      mode: 'test',
      shop: {
        name: this.shop.name,
        address: this.shop.contact.address,
        phone: this.shop.contact.phone,
        kraPin: 'P051234567X',
      },
      issuedAt: order.paidAt,
      lines: order.lines,
      totals: order.totals,
      tenders: [
        {
          method: 'mpesa',
          amount: order.paid,
          receiptNumber: order.payments[0]?.receiptNumber ?? null,
          phone: order.payments[0]?.phone ?? null,
        },
      ],
      customer: order.customer,
      delivery: order.delivery,
      url: order.receiptUrl,
    };
  }

  private stream(order: Order, after: number, signal: AbortSignal): ReadableStream<Uint8Array> {
    let seen = after;
    const encode = (event: OrderEvent): Uint8Array =>
      new TextEncoder().encode(`id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    let flush = (): void => {};
    const stop = (): void => void this.listeners.delete(flush);
    return new ReadableStream({
      start: (controller) => {
        flush = () => {
          if (this.offline) {
            stop();
            return controller.error(new TypeError('network error'));
          }
          for (const event of (this.events.get(order.id) ?? []).slice(seen)) {
            seen = event.sequence;
            controller.enqueue(encode(event));
          }
        };
        this.listeners.add(flush);
        signal.addEventListener('abort', () => {
          stop();
          controller.error(new DOMException('aborted', 'AbortError'));
        });
        flush();
      },
      cancel: stop,
    });
  }

  /** The line drops: requests fail and streams break; or comes back. */
  line(up: boolean): void {
    this.offline = !up;
    for (const listener of this.listeners) listener();
  }

  private id(kind: string): string {
    return `${kind}_${String(++this.counter).padStart(12, '0')}`;
  }
}

function answer({ status, body, stream }: Reply): TransportResponse {
  const type = stream ? 'text/event-stream' : 'application/json';
  const headers = new Headers({ 'Request-Id': 'req_0000000000', 'Content-Type': type, Date: new Date().toUTCString() });
  return { status, headers, text: async () => JSON.stringify(body ?? null), body: stream ?? null };
}
