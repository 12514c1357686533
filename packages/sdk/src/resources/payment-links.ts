import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { PaymentLink, PaymentLinkInput, Sum, SumInput } from '../types.js';

/**
 * Sums without a cart. Needs a secret key.
 *
 * @public
 */
export class Sums extends Resource {
  /**
   * Asks for a sum. Hand its `clientSecret` to the buyer's browser, which pays with it: `duka.payments.open(clientSecret)`.
   *
   * @param input `amount` in minor units, whole shillings.
   * @example
   * ```ts
   * const { order, clientSecret } = await duka.sums.create({ amount: 150000, description: 'Rent, May', reference: 'INV-2041' });
   * ```
   * @see `POST /api/payments`
   */
  create(input: SumInput, options?: CallOptions): Promise<Sum> {
    return this.call<Sum>({ method: 'POST', path: '/payments', body: input }, options);
  }
}

/**
 * Addresses that ask whoever opens them for a sum. Needs a secret key or staff.
 *
 * @public
 */
export class PaymentLinks extends Resource {
  /**
   * Makes a link.
   *
   * @param input Without `amount`, the buyer says how much. `once` closes it with the first payment.
   * @example
   * ```ts
   * const { url } = await duka.paymentLinks.create({ title: 'Deposit', amount: 200000, once: true });
   * ```
   * @see `POST /api/payment-links`
   */
  create(input: PaymentLinkInput, options?: CallOptions): Promise<PaymentLink> {
    return this.call<PaymentLink>({ method: 'POST', path: '/payment-links', body: input }, options);
  }

  /**
   * Newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const { url, state } of duka.paymentLinks.list()) show(url, state);
   * ```
   * @see `GET /api/payment-links`
   */
  list(
    query: { limit?: number | undefined; after?: string | undefined } = {},
    options?: CallOptions,
  ): Page<PaymentLink> {
    return this.pages<PaymentLink>('/payment-links', query, options);
  }

  /**
   * Switches a link off. What was begun by it can still be paid.
   *
   * @example
   * ```ts
   * await duka.paymentLinks.deactivate(link.id);
   * ```
   * @see `POST /api/payment-links/{link}/deactivate`
   */
  deactivate(link: string, options?: CallOptions): Promise<PaymentLink> {
    return this.call<PaymentLink>({ method: 'POST', path: path`/payment-links/${link}/deactivate` }, options);
  }
}
