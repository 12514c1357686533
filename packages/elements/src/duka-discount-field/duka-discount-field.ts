import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { CartController } from '../core/cart-controller.js';
import { codeOf } from '../core/codes.js';
import { DukaElement } from '../core/duka-element.js';
import { cross, icon, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { formatMoney } from '../core/money.js';
import { buttons, fields } from '../core/styles.js';
import { discount } from '../locales/index.js';

type EnteredCode = NonNullable<NonNullable<CartController['cart']>['discountCode']>;

/**
 * Takes a coupon code for the cart, says what it takes off or why it does not apply, and takes it out again. In a form of yours it sends the code in
 * use.
 *
 * @element duka-discount-field
 * @fires change - A code was put in or taken out.
 * @csspart field - Label, input and error.
 * @csspart code - The code in use.
 * @csspart error - Why it does not apply.
 * @example
 * ```html
 * <duka-discount-field name="code"></duka-discount-field>
 * ```
 * @public
 */
export class DukaDiscountField extends DukaElement {
  static readonly formAssociated = true;
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    buttons,
    fields,
    css`
      .enter,
      .code {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .enter input {
        text-transform: uppercase;
      }
      .code {
        min-block-size: 44px;
        padding-inline-start: 12px;
        border: 1px dashed var(--_edge);
        border-radius: var(--_radius);
      }
      .code span {
        flex: 1;
        overflow-wrap: anywhere;
      }
      .code.good svg:first-child {
        color: var(--_success);
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    name: { reflect: true },
    open: { state: true },
    busy: { state: true },
  };

  /** Name under which a form sends the code in use. */
  name = '';

  private open = false;
  private busy = false;
  private readonly internals: ElementInternals = this.attachInternals();
  private readonly store: CartController = new CartController(this);
  private readonly t: Say<keyof (typeof discount)['en']> = this.speak(discount);

  /** The code in use; empty when there is none. */
  get value(): string {
    return this.store.cart?.discountCode?.code ?? '';
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  protected override willUpdate(): void {
    this.internals.setFormValue(this.value || null);
  }

  override render(): TemplateResult | typeof nothing {
    const { t, store } = this;
    if (!store.cart?.lines.length) return nothing;
    const code = store.cart.discountCode;
    if (code) return this.renderCode(code);
    if (!this.open) return html`<button type="button" class="link" @click=${this.show}>${t('code.have')}</button>`;
    const bad = store.error ? this.reason(store.error) : '';
    return html`<form class="field" part="field" novalidate @submit=${this.submit}>
      <label for="code">${t('code')}</label>
      <div class="enter">
        <input
          id="code"
          name="code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="40"
          aria-invalid=${bad ? 'true' : 'false'}
          aria-describedby=${bad ? 'bad' : nothing}
        />
        <button type="submit" aria-disabled=${this.busy ? 'true' : nothing}>${t('code.use')}</button>
      </div>
      ${bad ? html`<p class="error" part="error" id="bad" role="alert">${bad}</p>` : nothing}
    </form>`;
  }

  private renderCode({ code, problem, minimum }: EnteredCode): TemplateResult {
    const { t, store } = this;
    const off = store.cart?.discounts.find((one) => one.code === code)?.amount;
    return html`<div>
      <div class="code ${problem ? '' : 'good'}" part="code">
        ${problem ? nothing : icon(tick)}
        <span role="status"><b>${code}</b>${off ? ` · −${formatMoney(off)}` : nothing}</span>
        <button type="button" class="icon" aria-label=${t('code.remove', { code })} @click=${this.takeOut}>
          ${icon(cross)}
        </button>
      </div>
      ${problem ? html`<p class="error" part="error">${this.why(problem, minimum)}</p>` : nothing}
    </div>`;
  }

  /** A code was accepted and does not apply any more, or not yet. */
  private why(problem: string, minimum: EnteredCode['minimum']): string {
    const key = whyNot[problem] ?? 'code.bad';
    return this.t(minimum ? 'code.minimum' : key, { amount: minimum ? formatMoney(minimum) : '' });
  }

  /** A code was refused. */
  private reason(error: unknown): string {
    const key = refusedFor[codeOf(error)];
    return key ? this.t(key) : this.sentence(error);
  }

  private async show(): Promise<void> {
    this.open = true;
    this.store.error = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const code = this.renderRoot.querySelector('input')?.value.trim().toUpperCase() ?? '';
    if (!code || this.busy) return;
    this.busy = true;
    const applied = await this.store.applyCode(code);
    this.busy = false;
    if (applied) this.changed();
  }

  private async takeOut(): Promise<void> {
    if (await this.store.removeCode()) this.changed();
  }

  private changed(): void {
    this.open = false;
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

const refusedFor: Record<string, keyof (typeof discount)['en']> = {
  validation_failed: 'code.bad',
  discount_unknown: 'code.bad',
  discount_expired: 'code.expired',
  discount_not_now: 'code.not_now',
  discount_minimum: 'code.too_little',
  discount_not_for_cart: 'code.nothing',
  discount_used_up: 'code.used',
  discount_needs_phone: 'code.phone',
  discount_outdone: 'code.outdone',
};

const whyNot: Record<string, keyof (typeof discount)['en']> = {
  unknown: 'code.bad',
  not_started: 'code.not_now',
  not_now: 'code.not_now',
  expired: 'code.expired',
  minimum_not_reached: 'code.too_little',
  nothing_in_cart: 'code.nothing',
  used_up: 'code.used',
  customer_used_up: 'code.used',
  customer_needed: 'code.phone',
  better_discount: 'code.outdone',
};

declare global {
  interface HTMLElementTagNameMap {
    'duka-discount-field': DukaDiscountField;
  }
}
