import { isDukaError, type Order, type Shop } from '@smartduka/sdk/buyer';
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DukaElement } from '../core/duka-element.js';
import { icon, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { paybillPanel, paybillStyles, wantProof } from '../core/paybill.js';
import { shopOf } from '../core/shop.js';
import { buttons, states } from '../core/styles.js';
import { pay } from '../locales/index.js';

/** How often to look whether the money has come, with the page in sight. */
const lookMs = 8_000;

/**
 * How to pay an order from the M-Pesa menu: paybill or till, account and exact amount, each with a button that copies it. Notices the money.
 *
 * @element duka-paybill
 * @fires {CustomEvent<{ row: string }>} duka-copy - A value was copied.
 * @fires {CustomEvent<{ receipt: string }>} duka-receipt-submit - The buyer shows the message of M-Pesa.
 * @fires {CustomEvent<{ orderId: string }>} duka-payment-succeeded - The order is paid, the server says so.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - It did not load; "Try again" is shown too.
 * @csspart row - A value with its name.
 * @csspart value - The value.
 * @csspart copy - The button that copies it.
 * @csspart receipt-input - Where the message of M-Pesa is pasted.
 * @example
 * ```html
 * <duka-paybill order="ord_…"></duka-paybill>
 * ```
 * @public
 */
export class DukaPaybill extends DukaElement {
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    buttons,
    states,
    paybillStyles,
    css`
      section {
        padding: var(--_space);
        background: var(--_surface);
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
      }
      .good {
        color: var(--_success);
      }
      .bone {
        block-size: 60px;
        margin-block-end: 12px;
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    order: {},
    secret: {},
    kind: {},
    copied: { state: true },
  };

  /** The order to pay, `ord_…`. */
  order = '';
  /** Opens it, where it was not made in this browser. */
  secret = '';
  /** Shown only when the shop has this kind; either, when left out. */
  kind: 'paybill' | 'till' | '' = '';

  private copied = '';
  private timer = 0;
  private readonly t: Say<keyof (typeof pay)['en']> = this.speak(pay);
  private readonly loaded: Loaded<{ order: Order; shop: Shop }> = new Loaded<{ order: Order; shop: Shop }>(
    this,
    () => [this.order, this.secret],
    (client, signal) => {
      const { order: id, secret } = this;
      if (!id) return undefined;
      const order = client.orders.get(id, { secret: secret || undefined, signal });
      return Promise.all([order, shopOf(client)]).then(([found, shop]) => ({ order: found, shop }));
    },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    wantProof();
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
    if (now.value) return this.renderPanel(now.value.order, now.value.shop);
    if (now.state === 'failed') return this.renderFailure(now.error, this.loaded.retry);
    return html`<section role="status" aria-label=${this.t('loading')}>
      <div class="bone"></div>
      <div class="bone"></div>
    </section>`;
  }

  private renderPanel(order: Order, { mpesa }: Shop): TemplateResult {
    const { t } = this;
    const paid = order.paymentStatus === 'paid';
    return html`<section>
      <div role="status">${paid ? html`<h3 class="good">${icon(tick)} ${t('state.succeeded')}</h3>` : nothing}</div>
      ${
        paid
          ? nothing
          : mpesa && (!this.kind || this.kind === mpesa.kind)
            ? html`${paybillPanel(t, { mpesa, account: order.number, due: order.due }, this.copied, this.copy)}
                <duka-receipt-field
                  exportparts="receipt-input"
                  .order=${order.id}
                  .secret=${this.secret}
                ></duka-receipt-field>`
            : html`<p class="bad">${t('fail.payment_method_unavailable')}</p>`
      }
    </section>`;
  }

  private readonly copy = (row: string): void => {
    this.copied = row;
    this.tell('duka-copy', { row });
  };

  private readonly look = (): void => {
    const { client } = this;
    const { now } = this.loaded;
    if (document.hidden || !client || !now.value || now.value.order.paymentStatus === 'paid') return;
    void this.ask(client.orders.get(this.order, { secret: this.secret || undefined, retries: 0 }));
  };

  private async ask(asked: Promise<Order>): Promise<void> {
    try {
      if ((await asked).paymentStatus !== 'paid') return;
      this.loaded.retry();
      this.tell('duka-payment-succeeded', { orderId: this.order, paymentId: null, receipt: null });
    } catch (error) {
      // Not heard from the server this time; asked again in a moment.
      if (!isDukaError(error)) throw error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-paybill': DukaPaybill;
  }
}
