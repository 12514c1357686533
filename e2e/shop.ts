import { randomUUID } from 'node:crypto';
import type { Order, OrderEvent, Product, StockLevel } from '@smartduka/contract';

/** What `npm start` leaves in `dev.json`. */
export interface Dev {
  urls: Record<'shop' | 'phone' | 'docs' | 'api' | 'example' | 'simulator' | 'database', string>;
  keys: { publishable: string; secret: string };
}

export interface Answer<Body> {
  status: number;
  type: string;
  headers: Headers;
  body: Body;
}

export interface CallInit {
  /** Sent as they are; default: the secret key. */
  headers?: Record<string, string>;
  /** JSON, or text that is sent as it is. */
  body?: unknown;
}

/** One thing that the shop sells, and how much of it there was when the journey began. */
export interface Goods {
  product: Product;
  variant: string;
  title: string;
  /** Minor units. */
  price: number;
  before: StockLevel;
}

/** The shop as its own server sees it, with the secret key. */
export class Shop {
  readonly dev: Dev;

  constructor(dev: Dev) {
    this.dev = dev;
  }

  async call<Body = unknown>(method: string, path: string, init: CallInit = {}): Promise<Answer<Body>> {
    const { body, headers = { Authorization: `Bearer ${this.dev.keys.secret}` } } = init;
    const response = await fetch(`${this.dev.urls.api}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'POST' ? { 'Idempotency-Key': randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    return {
      status: response.status,
      type,
      headers: response.headers,
      body: (type.includes('json') ? JSON.parse(text) : text) as Body,
    };
  }

  private async read<Body>(path: string): Promise<Body> {
    const { status, body } = await this.call<Body>('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async order(id: string): Promise<Order> {
    return this.read<Order>(`/orders/${id}`);
  }

  /** By its number: the account reference that a payer sees. */
  async orderNumbered(number: string): Promise<Order> {
    const { data } = await this.read<{ data: Order[] }>(`/orders?number=${encodeURIComponent(number)}`);
    const [order] = data;
    if (!order || data.length !== 1) throw new Error(`${data.length} orders are numbered ${number}`);
    return order;
  }

  async countOrders(): Promise<number> {
    const { data, hasMore } = await this.read<{ data: Order[]; hasMore: boolean }>('/orders?limit=100');
    if (hasMore) throw new Error('too many orders to count on one page');
    return data.length;
  }

  async events(order: string): Promise<string[]> {
    const { data } = await this.read<{ data: OrderEvent[] }>(`/orders/${order}/events`);
    return data.map(({ type }) => type);
  }

  async level(variant: string): Promise<StockLevel> {
    const { data } = await this.read<{ data: StockLevel[] }>(`/inventory/levels?variant=${variant}`);
    const [level] = data;
    if (!level) throw new Error(`no stock is kept of ${variant}`);
    return level;
  }

  /** Goods in plenty, in one size only and at whole shillings, so that any journey may buy some. */
  async simpleGoods(shelf = ''): Promise<Product[]> {
    const { data } = await this.read<{ data: Product[] }>(
      `/products?limit=100&inStock=true&sort=title${shelf && `&category=${shelf}`}`,
    );
    return data.filter(
      ({ variants, availability, price }) =>
        variants.length === 1 && availability === 'in_stock' && price.amount % 100 === 0,
    );
  }

  /** The first such goods on a shelf. */
  async shelfGoods(category: string): Promise<Goods> {
    const [first] = await this.simpleGoods(category);
    if (!first) throw new Error(`nothing on the shelf ${category}`);
    return this.goods(first);
  }

  async goodsNamed(slug: string): Promise<Goods> {
    return this.goods(await this.read<Product>(`/products/${slug}`));
  }

  async goods(product: Product): Promise<Goods> {
    const variant = product.variants[0]?.id ?? '';
    return {
      product,
      variant,
      title: product.title,
      price: product.price.amount,
      before: await this.level(variant),
    };
  }
}
