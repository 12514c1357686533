import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { codeOf } from '../core/codes.js';
import { DukaElement } from '../core/duka-element.js';
import { icon, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { buttons, fields } from '../core/styles.js';
import { proof } from '../locales/proof.js';

type Key = keyof (typeof proof)['en'];

/** Shortest thing that can be a receipt number. */
const shortest = 10;

/**
 * Takes the M-Pesa message, or the receipt number in it, of somebody who paid an order from the M-Pesa menu, and says what M-Pesa says of it. In the
 * paybill panel already.
 *
 * @element duka-receipt-field
 * @fires {CustomEvent<{ receipt: string }>} duka-receipt-submit - A receipt is shown to the shop.
 * @csspart receipt-input - Where it is pasted.
 * @csspart status - What came of it.
 * @example
 * ```html
 * <duka-receipt-field order="ord_…"></duka-receipt-field>
 * ```
 * @public
 */
export class DukaReceiptField extends DukaElement {
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    buttons,
    fields,
    css`
      form,
      .field {
        display: grid;
        gap: 8px;
      }
      .good {
        display: flex;
        gap: 8px;
        align-items: center;
        color: var(--_success);
        font-weight: 600;
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    order: {},
    secret: {},
    open: { type: Boolean, reflect: true },
    phase: { state: true },
    fault: { state: true },
  };

  /** The order that was paid, `ord_…`. */
  order = '';
  /** Opens it, where it was not made in this browser. */
  secret = '';
  /** Shows the field at once, rather than a button that opens it. */
  open = false;

  private phase: 'idle' | 'asking' | 'applied' = 'idle';
  private fault = '';
  private readonly t: Say<Key> = this.speak(proof);

  override render(): TemplateResult {
    const { t, phase, fault } = this;
    if (phase === 'applied')
      return html`<p class="good" part="status" role="status">${icon(tick)}${t('proof.applied')}</p>`;
    if (!this.open) return html`<button type="button" class="link" @click=${this.show}>${t('proof')}</button>`;
    return html`<form novalidate @submit=${this.submit}>
      <div class="field">
        <label for="receipt">${t('proof.label')}</label>
        <textarea
          id="receipt"
          part="receipt-input"
          rows="3"
          maxlength="1000"
          autocomplete="off"
          spellcheck="false"
          required
          aria-invalid=${fault ? 'true' : 'false'}
          aria-describedby="hint ${fault ? 'bad' : ''}"
        ></textarea>
        <p class="hint" id="hint">${t('proof.hint')}</p>
        ${fault ? html`<p class="error" id="bad" role="alert">${fault}</p>` : nothing}
      </div>
      <button type="submit" aria-disabled=${phase === 'asking' ? 'true' : nothing}>
        ${phase === 'asking' ? html`<span class="spin" aria-hidden="true"></span>` : nothing}${t('proof.send')}
      </button>
      <span part="status" role="status" class="small muted">${phase === 'asking' ? t('proof.asking') : nothing}</span>
    </form>`;
  }

  private async show(): Promise<void> {
    this.open = true;
    await this.updateComplete;
    this.renderRoot.querySelector('textarea')?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { client, order, secret, t } = this;
    const receipt = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    if (!client || this.phase === 'asking') return;
    if (receipt.length < shortest) {
      this.fault = t('proof.required');
      return;
    }
    this.fault = '';
    this.phase = 'asking';
    this.tell('duka-receipt-submit', { receipt });
    try {
      const { state, reason } = await client.payments.submitReceipt(order, receipt, { secret: secret || undefined });
      this.phase = state === 'applied' ? 'applied' : 'idle';
      if (state !== 'applied') this.fault = t(keyFor(state === 'refused' ? reason : 'unanswered'));
    } catch (error) {
      this.phase = 'idle';
      const known = refusals[codeOf(error)];
      this.fault = known ? t(known) : this.sentence(error);
    }
  }
}

const refusals: Record<string, Key> = {
  receipt_used: 'proof.already_used',
  receipt_check_unavailable: 'proof.unavailable',
  order_paid: 'proof.order_paid',
  validation_failed: 'proof.required',
};

function keyFor(reason: string | null): Key {
  const key = `proof.${reason}`;
  return key in proof.en ? (key as Key) : 'proof.unanswered';
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-receipt-field': DukaReceiptField;
  }
}
