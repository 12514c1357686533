import type { Receipt, TaxLine } from '@smartduka/sdk/buyer';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DukaElement } from '../core/duka-element.js';
import { lineName } from '../core/goods.js';
import type { Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { formatMoney } from '../core/money.js';
import { buttons, states } from '../core/styles.js';
import { instant } from '../core/time.js';
import { totalsStyles, totalsTable } from '../core/totals.js';
import { order as orderTexts, pay, shop } from '../locales/index.js';
import { styles } from './duka-receipt.styles.js';

/**
 * The receipt of a paid order, with the tax inside it; prints on paper and on 58 and 80 mm rolls.
 *
 * @element duka-receipt
 * @fires {CustomEvent<{ number: string }>} duka-receipt-print - About to print; `preventDefault()` leaves it to the page.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - It did not load; "Try again" is shown too.
 * @csspart summary - The totals.
 * @csspart total - The total.
 * @example
 * ```html
 * <duka-receipt order="ord_…" format="58mm"></duka-receipt>
 * ```
 * @public
 */
export class DukaReceipt extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, states, totalsStyles, styles];

  static override properties: PropertyDeclarations = {
    order: {},
    secret: {},
    format: { reflect: true },
  };

  /** The paid order, `ord_…`. */
  order = '';
  /** Opens it, where it was not made in this browser. */
  secret = '';
  /** Where it will be read. */
  format: 'screen' | '58mm' | '80mm' = 'screen';

  private readonly t: Say<keyof (typeof orderTexts)['en']> = this.speak(orderTexts);
  private readonly s: Say<keyof (typeof shop)['en']> = this.speak(shop);
  private readonly p: Say<keyof (typeof pay)['en']> = this.speak(pay);
  private readonly loaded: Loaded<Receipt> = new Loaded<Receipt>(
    this,
    () => [this.order, this.secret],
    (client, signal) =>
      this.order ? client.orders.receipt(this.order, { secret: this.secret || undefined, signal }) : undefined,
  );

  override render(): TemplateResult {
    const { now } = this.loaded;
    if (now.value) return this.renderReceipt(now.value);
    if (now.state === 'failed') return this.renderFailure(now.error, this.loaded.retry);
    return html`<article role="status" aria-label=${this.t('loading')}>
      <div class="bone"></div>
      <div class="bone"></div>
    </article>`;
  }

  private renderReceipt(receipt: Receipt): TemplateResult {
    const { t, language } = this;
    const { shop: seller, tenders, totals } = receipt;
    const pair = (name: string, value: string): TemplateResult =>
      html`<p class="pair"><span>${name}</span><span class="num">${value}</span></p>`;
    return html`<article>
      <header>
        <h2>${seller.name}</h2>
        ${[seller.address, seller.phone, seller.kraPin && t('pin', { pin: seller.kraPin })].map((line) =>
          line ? html`<p class="muted small">${line}</p>` : nothing,
        )}
      </header>
      <div class="facts">
        ${pair(t('receipt.number', { number: receipt.number }), instant(receipt.issuedAt, language))}
        ${pair(t('title', { number: receipt.orderNumber }), '')}
      </div>
      <ul class="lines">
        ${receipt.lines.map(
          (line) =>
            html`<li>
              <p>${lineName(line, this.language)}</p>
              ${pair(`${line.quantity} × ${formatMoney(line.unitPrice)}`, formatMoney(line.total))}
            </li>`,
        )}
      </ul>
      ${totalsTable(this.s, { ...totals, tax: { ...totals.tax, amount: 0 } }, Boolean(receipt.delivery))}
      ${totals.taxes.length ? html`<div class="facts">${totals.taxes.map((tax) => pair(this.taxName(tax), formatMoney(tax.tax)))}</div>` : nothing}
      ${tenders.map((tender) =>
        pair(
          t('by', {
            method: tender.method === 'cash' ? t('cash') : tender.method === 'mpesa' ? t('mpesa') : tender.method,
          }),
          formatMoney(tender.amount),
        ),
      )}
      ${tenders.map(({ receiptNumber: number }) =>
        number ? html`<p class="muted small">${this.p('receipt', { number })}</p>` : nothing,
      )}
      ${receipt.mode === 'test' ? html`<p class="warn small note">${t('test')}</p>` : nothing}
      <button type="button" @click=${() => this.print(receipt)}>${t('print')}</button>
    </article>`;
  }

  private taxName({ vatClass, rate }: TaxLine): string {
    if (vatClass === 'exempt') return this.t('exempt');
    if (vatClass === 'zero') return this.t('zero');
    return this.t('vat', { rate: rate / 100 });
  }

  private print({ number }: Receipt): void {
    if (this.tell('duka-receipt-print', { number }, true)) window.print();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-receipt': DukaReceipt;
  }
}
