import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { CartController } from '../core/cart-controller.js';
import { openDrawer } from '../core/drawers.js';
import { DukaElement } from '../core/duka-element.js';
import { basket, icon } from '../core/icons.js';
import { form, type Say } from '../core/language.js';
import { buttons } from '../core/styles.js';
import { shop } from '../locales/index.js';

/**
 * Opens the cart, and shows how many things are in it.
 *
 * @element duka-cart-button
 * @slot icon - In place of the basket.
 * @fires duka-cart-open - Tapped; the page's cart drawer opens unless `preventDefault()` is called.
 * @csspart button - The native button.
 * @csspart badge - The count.
 * @public
 */
export class DukaCartButton extends DukaElement {
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    buttons,
    css`
      :host {
        display: inline-block;
      }
      :host([hidden]) {
        display: none;
      }
      button {
        position: relative;
        min-inline-size: var(--_control);
        padding: 0;
      }
      svg {
        inline-size: 1.625em;
        block-size: 1.625em;
        stroke-width: 1.75;
      }
      .badge {
        position: absolute;
        inset-block-start: -6px;
        inset-inline-end: -6px;
        min-inline-size: 24px;
        padding-inline: 6px;
        font-size: 0.8125em;
        line-height: 24px;
        color: var(--_on-accent);
        background: var(--_accent);
        border-radius: 12px;
        font-variant-numeric: tabular-nums;
      }
      @media (forced-colors: active) {
        .badge {
          border: 1px solid;
        }
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    hideWhenEmpty: { type: Boolean, attribute: 'hide-when-empty' },
  };

  /** Shows nothing while the cart is empty. */
  hideWhenEmpty = false;

  private readonly store: CartController = new CartController(this);
  private readonly t: Say<keyof (typeof shop)['en']> = this.speak(shop);

  override render(): TemplateResult | typeof nothing {
    const n = this.store.cart?.itemCount ?? 0;
    if (!n && this.hideWhenEmpty) return nothing;
    return html`<button
      type="button"
      part="button"
      aria-label=${this.t(`cart.count.${form(n)}`, { n })}
      aria-haspopup="dialog"
      @click=${this.open}
    >
      <slot name="icon">${icon(basket)}</slot>
      ${n ? html`<span class="badge" part="badge" aria-hidden="true">${n}</span>` : nothing}
    </button>`;
  }

  private open(): void {
    if (this.tell('duka-cart-open', undefined, true)) openDrawer(this.client);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-cart-button': DukaCartButton;
  }
}
