import type { Product, Variant } from '@smartduka/sdk/buyer';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DukaElement } from '../core/duka-element.js';
import { descriptionOf, picture, pictures, titleOf } from '../core/goods.js';
import type { Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { formatMoney } from '../core/money.js';
import { buttons, fields, states } from '../core/styles.js';
import { shop } from '../locales/index.js';
import { styles } from './duka-product.styles.js';

/**
 * One product: picture, price, its sizes or kinds, and the button that puts it into the cart.
 *
 * @element duka-product
 * @slot media - In place of the picture.
 * @slot action - In place of the button.
 * @slot unavailable - Shown instead of the button when it cannot be bought.
 * @fires {CustomEvent<{ product: Product }>} duka-product-load - It is shown.
 * @fires {CustomEvent<{ variant: Variant }>} duka-variant-change - The buyer chose another size or kind.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - It did not load; "Try again" is shown too.
 * @csspart media - The picture.
 * @csspart title - What it is called.
 * @csspart price - What it costs.
 * @csspart options - The choice of size or kind.
 * @example
 * ```html
 * <duka-product product="unga-pembe-2kg"></duka-product>
 * ```
 * @public
 */
export class DukaProduct extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, fields, states, pictures, styles];

  static override properties: PropertyDeclarations = {
    product: {},
    variant: {},
    data: { attribute: false },
  };

  /** Id or slug. */
  product = '';
  /** Id of the variant chosen; the first, when left out. */
  variant = '';
  /** The product itself, for a page that has it already: nothing is loaded then. */
  data: Product | undefined;

  private readonly t: Say<keyof (typeof shop)['en']> = this.speak(shop);
  private readonly loaded: Loaded<Product> = new Loaded<Product>(
    this,
    () => [this.product, this.data?.id],
    (client, signal) => (this.product && !this.data ? client.products.get(this.product, { signal }) : undefined),
    (product) => this.tell('duka-product-load', { product }),
  );

  override render(): TemplateResult {
    const product = this.data ?? this.loaded.now.value;
    if (product) return this.renderProduct(product);
    if (this.loaded.now.state === 'failed') return this.renderFailure(this.loaded.now.error, this.loaded.retry);
    return html`<div class="all" role="status" aria-label=${this.t('loading')}>
      <article aria-hidden="true">
        <span class="picture bone"></span>
        <div class="words">
          <span class="bone line"></span><span class="bone line"></span><span class="bone act"></span>
        </div>
      </article>
    </div>`;
  }

  private renderProduct(product: Product): TemplateResult {
    const { t } = this;
    const title = titleOf(product, this.language);
    const about = descriptionOf(product, this.language);
    const variant = product.variants.find((one) => one.id === this.variant) ?? product.variants[0];
    const { availability, price } = variant ?? product;
    const sold = availability === 'out_of_stock';
    return html`<div class="all">
      <article>
        <slot name="media">${picture(this, product.images[0], title, true)}</slot>
        <div class="words">
          <h2 part="title">${title}</h2>
          <p class="price num" part="price">${formatMoney(price)}</p>
          ${
            sold || availability === 'low_stock'
              ? html`<p><span class="tag ${sold ? 'bad' : 'warn'}">${t(sold ? 'out_of_stock' : 'low_stock')}</span></p>`
              : nothing
          }
          ${about ? html`<p class="about muted">${about}</p>` : nothing}
          ${product.variants.length > 1 ? this.renderKinds(product.variants, variant) : nothing}
          ${
            sold
              ? html`<slot name="unavailable"></slot>`
              : html`<slot name="action"
                  ><duka-add-to-cart .variant=${variant?.id ?? ''} .productTitle=${title}></duka-add-to-cart
                ></slot>`
          }
        </div>
      </article>
    </div>`;
  }

  private renderKinds(variants: readonly Variant[], chosen: Variant | undefined): TemplateResult {
    return html`<fieldset class="kinds" part="options">
      <legend>${this.t('choose')}</legend>
      ${variants.map(
        (one) =>
          html`<label class="choice"
            ><input type="radio" name="kind" .checked=${one === chosen} @change=${() => this.choose(one)} /><span
              >${one.title}${one.availability === 'out_of_stock' ? ` · ${this.t('out_of_stock')}` : nothing}</span
            ></label
          >`,
      )}
    </fieldset>`;
  }

  private choose(variant: Variant): void {
    this.variant = variant.id;
    this.tell('duka-variant-change', { variant });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-product': DukaProduct;
  }
}
