import { isDukaError, type Order } from '@smartduka/sdk/buyer';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DukaElement } from '../core/duka-element.js';
import { lineName } from '../core/goods.js';
import { cross, icon, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { formatMoney } from '../core/money.js';
import { buttons, states } from '../core/styles.js';
import { instant } from '../core/time.js';
import { totalsStyles, totalsTable } from '../core/totals.js';
import { safeUrl } from '../core/url.js';
import { more, order as orderTexts, shop } from '../locales/index.js';
import { parcels } from './parcels.js';
import { styles } from './duka-order.styles.js';

type Mark = 'past' | 'later' | 'off';

/** While something may still change: how often to look, with the page in sight. */
const lookMs = 20_000;

/**
 * One order: how far it has come, what is in it, its receipt, and the button to pay what is still owed.
 *
 * @element duka-order
 * @fires {CustomEvent<{ order: Order }>} duka-order-load - It is shown, or has changed.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - It did not load; "Try again" is shown too.
 * @csspart timeline - How far it has come.
 * @csspart parcel - Goods that left together, and how to follow them.
 * @csspart lines - What was ordered.
 * @csspart total - The total.
 * @csspart receipt - The link to the receipt.
 * @example
 * ```html
 * <duka-order order="ord_…"></duka-order>
 * ```
 * @public
 */
export class DukaOrder extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, states, totalsStyles, styles];

  static override properties: PropertyDeclarations = {
    order: {},
    secret: {},
  };

  /** The order, `ord_…`. */
  order = '';
  /** Opens it, where it was not made in this browser. */
  secret = '';

  private timer = 0;
  private readonly t: Say<keyof (typeof orderTexts)['en']> = this.speak(orderTexts);
  private readonly s: Say<keyof (typeof shop)['en']> = this.speak(shop);
  private readonly m: Say<keyof (typeof more)['en']> = this.speak(more);
  private readonly loaded: Loaded<Order> = new Loaded<Order>(
    this,
    () => [this.order, this.secret],
    (client, signal) =>
      this.order ? client.orders.get(this.order, { secret: this.secret || undefined, signal }) : undefined,
    (order) => this.tell('duka-order-load', { order }),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(this.look, lookMs);
    document.addEventListener('visibilitychange', this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.look);
  }

  override render(): TemplateResult {
    const { now } = this.loaded;
    if (now.value && now.value.id === this.order) return this.renderOrder(now.value);
    if (now.state === 'failed') return this.renderFailure(now.error, this.loaded.retry);
    return html`<article role="status" aria-label=${this.t('loading')}>
      <div class="bone"></div>
      <div class="bone"></div>
      <div class="bone"></div>
    </article>`;
  }

  private renderOrder(order: Order): TemplateResult {
    const { t } = this;
    const receipt = safeUrl(order.receiptUrl, this.client?.server ?? '');
    const payable = order.status === 'open' && order.due.amount > 0 && order.payments[0]?.method !== 'cash';
    return html`<article>
      <div class="head">
        <h2>${t('title', { number: order.number })}</h2>
        <p class="muted small">${instant(order.createdAt, this.language)}</p>
      </div>
      ${this.renderTimeline(order)}
      ${
        payable
          ? html`<duka-mpesa-button
              show-amount
              exportparts="button, phone, status, progress, timer, fallback"
              .order=${order.id}
              .secret=${this.secret}
              @duka-payment-succeeded=${this.loaded.retry}
            ></duka-mpesa-button>`
          : nothing
      }
      <section aria-labelledby="lines">
        <h3 id="lines">${t('lines')}</h3>
        <ul class="lines" part="lines">
          ${order.lines.map(
            (line) =>
              html`<li>
                <span>${line.quantity} × ${lineName(line, this.language)}</span>
                <span class="num">${formatMoney(line.total)}</span>
              </li>`,
          )}
        </ul>
      </section>
      ${totalsTable(this.s, order.totals, Boolean(order.delivery))} ${this.renderDelivery(order)}
      ${
        receipt
          ? html`<a class="button wide" part="receipt" href=${receipt} target="_blank" rel="noopener"
              >${t('receipt')}</a
            >`
          : nothing
      }
      ${order.mode === 'test' ? html`<p class="warn small">${t('test')}</p>` : nothing}
    </article>`;
  }

  private renderTimeline(order: Order): TemplateResult {
    const { t, language } = this;
    const step = (mark: Mark, words: string, at: string | null = null): TemplateResult =>
      html`<li class=${mark}>
        <span class="dot" aria-hidden="true"
          >${mark === 'past' ? icon(tick) : mark === 'off' ? icon(cross) : nothing}</span
        >
        <b>${words}</b>${at ? html`<span class="muted small">${instant(at, language)}</span>` : nothing}
      </li>`;
    const paid = order.paymentStatus === 'paid';
    const back = order.paymentStatus === 'refunded';
    const part = order.paymentStatus === 'partially_paid';
    const gone = order.status === 'canceled';
    const handed = order.fulfilmentStatus === 'fulfilled';
    const parted = order.fulfilments.length > 0;
    const safe = (address: string): string | undefined => safeUrl(address, this.client?.server ?? '');
    return html`<ol class="timeline" part="timeline">
      ${step('past', t('placed'), order.createdAt)}
      ${
        paid || back
          ? step('past', t('paid'), order.paidAt)
          : step('later', part ? t('paid.part', { amount: formatMoney(order.due) }) : t('paid.wait'))
      }
      ${back ? step('past', t('refunded')) : nothing}
      ${
        gone
          ? step('off', t('canceled'), order.canceledAt)
          : back
            ? nothing
            : parted
              ? nothing
              : step(handed ? 'past' : 'later', t(handed ? 'ready' : 'ready.wait'))
      }
      ${parted ? parcels(order, this.m, language, safe) : nothing}
    </ol>`;
  }

  private renderDelivery({ delivery }: Order): TemplateResult | typeof nothing {
    if (!delivery) return nothing;
    const { t } = this;
    const where = [delivery.title, delivery.place, delivery.landmark].filter(Boolean).join(' · ');
    return html`<p>
      <b>${t(delivery.method === 'pickup' ? 'collect' : 'deliver')}</b><br /><span class="muted">${where}</span>
    </p>`;
  }

  /** Asks again while something may still change, and somebody is looking. */
  private readonly look = (): void => {
    const { now } = this.loaded;
    if (document.hidden || now.state === 'waiting') return;
    if (now.state === 'failed' && isDukaError(now.error) && now.error.status) return;
    const order = now.value;
    if (order && (order.status !== 'open' || order.fulfilmentStatus === 'fulfilled')) return;
    this.loaded.retry();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-order': DukaOrder;
  }
}
