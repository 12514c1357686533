import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type {
  ConsentChannel,
  ConsentInput,
  CustomerExport,
  CustomerMerge,
  CustomerRecord,
  CustomerUpdate,
  NewCustomer,
  Order,
} from '../types.js';
import type { GuardOptions } from './goods.js';

/**
 * Which customers.
 *
 * @public
 */
export interface CustomerQuery {
  /** The whole number, in any usual form. */
  phone?: string | undefined;
  /** Beginning of the name. */
  name?: string | undefined;
  tag?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Who buys. For the shop's servers and staff; phone and email are masked unless they are asked for whole.
 *
 * @public
 */
export class Customers extends Resource {
  /**
   * Newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * const { data: [customer] } = await duka.customers.list({ phone: '0712 345 678' });
   * ```
   * @see `GET /api/customers`
   */
  list(query: CustomerQuery = {}, options?: CallOptions): Page<CustomerRecord> {
    return this.pages<CustomerRecord>('/customers', query, options);
  }

  /**
   * One customer; the id of one that was merged leads to the one that is left.
   *
   * @param whole Phone and email unmasked: needs `personal:read`, and the look is audited.
   * @throws DukaNotFoundError
   * @see `GET /api/customers/{customer}`
   */
  get(customer: string, whole = false, options?: CallOptions): Promise<CustomerRecord> {
    return this.read<CustomerRecord>(path`/customers/${customer}`, options, whole ? { whole: 'true' } : undefined);
  }

  /**
   * Remembers somebody. Orders made with the phone number before become theirs.
   *
   * @throws DukaConflictError `already_taken` when somebody is known by that number.
   * @see `POST /api/customers`
   */
  create(customer: NewCustomer, options?: CallOptions): Promise<CustomerRecord> {
    return this.call<CustomerRecord>({ method: 'POST', path: '/customers', body: customer }, options);
  }

  /**
   * Changes what is named.
   *
   * @throws DukaConflictError `already_taken`, `customer_erased`; DukaError `version_stale` with `version`.
   * @see `PATCH /api/customers/{customer}`
   */
  update(customer: string, changes: CustomerUpdate, options: GuardOptions = {}): Promise<CustomerRecord> {
    const { version, ...rest } = options;
    const headers: Record<string, string> = version === undefined ? {} : { 'If-Match': `"${version}"` };
    return this.call<CustomerRecord>(
      { method: 'PATCH', path: path`/customers/${customer}`, body: changes, headers },
      rest,
    );
  }

  /**
   * Their orders, newest first.
   *
   * @see `GET /api/customers/{customer}/orders`
   */
  orders(customer: string, query: { limit?: number; after?: string } = {}, options?: CallOptions): Page<Order> {
    return this.pages<Order>(path`/customers/${customer}/orders`, query, options);
  }

  /**
   * Notes what they said about being sent offers. Nothing said is no.
   *
   * @example
   * ```ts
   * await duka.customers.setConsent(customer.id, 'sms', { granted: true, source: 'Form at the counter' });
   * ```
   * @see `PUT /api/customers/{customer}/consents/{channel}`
   */
  setConsent(
    customer: string,
    channel: ConsentChannel,
    said: ConsentInput,
    options?: CallOptions,
  ): Promise<CustomerRecord> {
    const to = path`/customers/${customer}/consents/${channel}`;
    return this.call<CustomerRecord>({ method: 'PUT', path: to, body: said }, options);
  }

  /**
   * Brings another record of the same person into this one.
   *
   * @see `POST /api/customers/{customer}/merge`
   */
  merge(customer: string, other: CustomerMerge, options?: CallOptions): Promise<CustomerRecord> {
    return this.call<CustomerRecord>(
      { method: 'POST', path: path`/customers/${customer}/merge`, body: other },
      options,
    );
  }

  /**
   * All that the shop keeps about one person. Needs `personal:read`; audited.
   *
   * @see `GET /api/customers/{customer}/export`
   */
  export(customer: string, options?: CallOptions): Promise<CustomerExport> {
    return this.read<CustomerExport>(path`/customers/${customer}/export`, options);
  }

  /**
   * Removes all that names a person. What was sold and paid stays in the books. It cannot be undone.
   *
   * @throws DukaConflictError `customer_busy` with `problem.orders` that are still being paid, given back or delivered.
   * @see `POST /api/customers/{customer}/erase`
   */
  erase(customer: string, reason: string, options?: CallOptions): Promise<CustomerRecord> {
    const body = { reason };
    return this.call<CustomerRecord>({ method: 'POST', path: path`/customers/${customer}/erase`, body }, options);
  }
}
