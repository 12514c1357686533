import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { openDrawer } from '../core/drawers.js';
import { DukaElement } from '../core/duka-element.js';
import { icon, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { buttons, fields } from '../core/styles.js';
import { shop } from '../locales/index.js';
import { styles } from './duka-add-to-cart.styles.js';

/**
 * What is about to go into the cart.
 *
 * @public
 */
export interface WishedLine {
  product?: string;
  variant?: string;
  quantity: number;
}

/** How long "Added" stays before the button is itself again. */
const addedMs = 2_500;

/**
 * Puts one product into the cart.
 *
 * @element duka-add-to-cart
 * @slot - Label. Falls back to "Add to cart" in the page's language.
 * @slot busy - Shown while it is being added.
 * @slot added - Shown for a moment afterwards.
 * @fires {CustomEvent<{ line: WishedLine }>} duka-cart-add - About to be added; `preventDefault()` stops it.
 * @fires {CustomEvent<{ error: unknown }>} duka-cart-error - It could not be added; nothing has changed.
 * @csspart button - The native button.
 * @example
 * ```html
 * <duka-add-to-cart product="kitenge-01" open="drawer">Weka kikapuni</duka-add-to-cart>
 * ```
 * @public
 */
export class DukaAddToCart extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, fields, styles];

  static override properties: PropertyDeclarations = {
    product: {},
    variant: {},
    quantity: { type: Number },
    open: {},
    productTitle: { attribute: 'product-title' },
    disabled: { type: Boolean, reflect: true },
    phase: { state: true },
    error: { state: true },
  };

  /** Id or slug of a product with one variant. */
  product = '';
  /** Id of the variant, where the product has several. */
  variant = '';
  /** How many to add. */
  quantity = 1;
  /** `drawer` opens the page's cart drawer once it is in. */
  open: 'drawer' | 'none' = 'none';
  /** What the product is called, for those who hear the page. */
  productTitle = '';
  disabled = false;

  private phase: 'idle' | 'busy' | 'added' = 'idle';
  private error: unknown;
  private timer = 0;
  private readonly t: Say<keyof (typeof shop)['en']> = this.speak(shop);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.phase = 'idle';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // In a list the same button may come to stand for another product: what it said was about the one before.
    if (this.phase === 'added' && (changed.has('product') || changed.has('productTitle'))) this.phase = 'idle';
  }

  override render(): TemplateResult {
    const { phase, t } = this;
    const title = this.productTitle;
    // What the button is called holds the words that it shows (WCAG 2.5.3), also while those are "Added".
    const label = title ? t(phase === 'added' ? 'added.what' : 'add.what', { title }) : nothing;
    return html`<button
        type="button"
        part="button"
        class="main"
        aria-label=${label}
        aria-disabled=${phase === 'busy' ? 'true' : nothing}
        ?disabled=${this.disabled}
        @click=${this.add}
      >
        <span class=${phase === 'idle' ? '' : 'away'}><slot>${t('add')}</slot></span>
        ${
          phase === 'busy'
            ? html`<span class="over" aria-hidden="true"
                ><slot name="busy"><span class="spin"></span></slot
              ></span>`
            : nothing
        }
        ${
          phase === 'added'
            ? html`<span class="over" aria-hidden="true"><slot name="added">${icon(tick)} ${t('added')}</slot></span>`
            : nothing
        }
      </button>
      <span class="quiet" role="status"
        >${phase === 'added' ? t('added.what', { title: this.productTitle || t('added') }) : nothing}</span
      >
      ${this.error ? html`<p class="error" role="alert">${this.sentence(this.error)}</p>` : nothing}`;
  }

  /** Adds it, as a tap does. */
  async add(): Promise<void> {
    const { client, product, variant, quantity } = this;
    if (!client || this.phase === 'busy' || this.disabled) return;
    const line: WishedLine = { ...(variant ? { variant } : { product }), quantity };
    if (!this.tell('duka-cart-add', { line }, true)) return;
    clearTimeout(this.timer);
    this.error = undefined;
    this.phase = 'busy';
    try {
      await client.cart.add(line);
    } catch (error) {
      this.phase = 'idle';
      this.error = error;
      this.tell('duka-cart-error', { error });
      return;
    }
    this.phase = 'added';
    this.timer = window.setTimeout(() => (this.phase = 'idle'), addedMs);
    if (this.open === 'drawer') openDrawer(client);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-add-to-cart': DukaAddToCart;
  }
}
