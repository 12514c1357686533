import type { Category, Product, Variant } from '@smartduka/sdk/buyer';
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { DukaElement } from '../core/duka-element.js';
import { picture, pictures, serverOf, titleOf } from '../core/goods.js';
import { icon, magnifier, basket } from '../core/icons.js';
import { form, type Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { formatMoney } from '../core/money.js';
import { buttons, fields, states } from '../core/styles.js';
import { safeUrl } from '../core/url.js';
import { shop } from '../locales/index.js';
import { styles } from './duka-products.styles.js';

interface Found {
  items: Product[];
  next: string | null;
}

/** A pause in typing that long means "search for this". */
const typingMs = 300;

/**
 * The shop's goods, to look through, search and put into the cart.
 *
 * @element duka-products
 * @slot empty - Shown when there is nothing.
 * @slot item - A `template` for each product: `data-duka="title"` in it is filled with the title, and likewise `price`, `description`, `brand`,
 *   `image` and `link`; elements of ours in it are told which product it is.
 * @fires {CustomEvent<{ count: number, hasMore: boolean }>} duka-products-load - Goods are shown.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - They did not load; "Try again" is shown too.
 * @csspart search - The search field.
 * @csspart item - A product.
 * @csspart pager - The button for more.
 * @example
 * ```html
 * <duka-products category="flour" product-href="/products/{slug}"></duka-products>
 * ```
 * @public
 */
export class DukaProducts extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, fields, states, pictures, styles];

  static override properties: PropertyDeclarations = {
    category: {},
    query: {},
    sort: {},
    layout: { reflect: true },
    pageSize: { type: Number, attribute: 'page-size' },
    productHref: { attribute: 'product-href' },
    hideSearch: { type: Boolean, attribute: 'hide-search' },
    shelf: { state: true },
    words: { state: true },
    chosen: { state: true },
  };

  /** Id or slug of the one category to show. When set, buyers are offered no others. */
  category = '';
  /** Words to find. When set by the page, no search field is shown. */
  query = '';
  /** `title`, `price`, `-price`, `newest`; best match first while searching, when left out. */
  sort = '';
  layout: 'grid' | 'list' = 'grid';
  /** How many to load at a time, 1 to 100. */
  pageSize = 24;
  /** Address of a product's page, with `{slug}` or `{id}` in it. Titles link there. */
  productHref = '';
  /** Offers no search field, as where the page has one of its own. */
  hideSearch = false;

  private shelf = '';
  private words = '';
  private readonly chosen: Record<string, string> = {};
  private typing = 0;
  private moreWanted = false;
  private readonly t: Say<keyof (typeof shop)['en']> = this.speak(shop);
  private get template(): HTMLTemplateElement | null {
    return this.querySelector(':scope > template[slot=item]');
  }

  private readonly found: Loaded<Found> = new Loaded<Found>(
    this,
    () => [this.category, this.query, this.sort, this.pageSize, this.shelf, this.words],
    async (client, signal) => {
      const more = this.moreWanted ? this.found.now.value : undefined;
      this.moreWanted = false;
      const q = this.words || this.query;
      const page = await client.products.list(
        {
          ...(q && { q }),
          ...(this.sort && { sort: this.sort }),
          ...(this.shelf || this.category ? { category: this.shelf || this.category } : {}),
          ...(more?.next && { after: more.next }),
          limit: this.pageSize,
        },
        { signal },
      );
      return { items: [...(more?.items ?? []), ...page.data], next: page.nextCursor };
    },
    ({ items, next }) => this.tell('duka-products-load', { count: items.length, hasMore: Boolean(next) }),
  );
  private readonly shelves: Loaded<Category[]> = new Loaded<Category[]>(
    this,
    () => this.category,
    (client, signal) => (this.category ? undefined : client.categories.list({ signal })),
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.typing);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query') || changed.has('category')) {
      this.words = '';
      this.shelf = '';
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { template } = this;
    if (template) void this.fill(template);
  }

  /** The page's own look of a product stands in the page itself, where its style sheets reach it. */
  private async fill(template: HTMLTemplateElement): Promise<void> {
    try {
      const { fillItems } = await import('./item-template.js');
      fillItems(this, template, this.found.now.value?.items ?? [], this.language, (product) => this.hrefOf(product));
    } catch {
      // Did not come: our own look serves, and the next change asks again.
    }
  }

  override render(): TemplateResult {
    return html`<section class="all">${this.renderTools()}${this.renderFound()}</section>`;
  }

  private renderTools(): TemplateResult | typeof nothing {
    const { t } = this;
    const search = !this.query && !this.hideSearch;
    const shelves = !this.category && !(this.shelves.now.state === 'failed') && this.shelves.now.value?.length !== 0;
    if (!search && !shelves) return nothing;
    return html`<div class="tools ${search && shelves ? 'both' : ''}">
      ${
        search
          ? html`<form class="search" part="search" role="search" aria-label=${t('search')} @submit=${this.submit}>
              ${icon(magnifier)}
              <input
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                maxlength="80"
                aria-label=${t('search')}
                placeholder=${t('search')}
                .value=${this.words}
                @input=${this.type}
              />
            </form>`
          : nothing
      }
      ${
        shelves
          ? html`<fieldset class="shelves" @change=${this.choose}>
              <legend class="quiet">${t('categories')}</legend>
              ${[{ id: '', title: t('all'), translations: {} }, ...(this.shelves.now.value ?? [])].map(
                (one) =>
                  html`<label
                    ><input type="radio" name="shelf" .value=${one.id} .checked=${one.id === this.shelf} />${titleOf(
                      one,
                      this.language,
                    )}</label
                  >`,
              )}
            </fieldset>`
          : nothing
      }
    </div>`;
  }

  private renderFound(): TemplateResult {
    const { t } = this;
    const { now } = this.found;
    if (now.state === 'failed' && !now.value?.items.length) return this.renderFailure(now.error, this.found.retry);
    const items = now.value?.items;
    if (!items) {
      const bones = Array.from({ length: Math.min(this.pageSize, 12) });
      return html`<div role="status" aria-label=${t('loading')}>
        <ul class="items" aria-hidden="true">
          ${bones.map(
            () =>
              html`<li class="item">
                <span class="picture bone"></span>
                <span class="words"><span class="title bone"></span><span class="price bone"></span></span>
                <span class="sold bone"></span>
              </li>`,
          )}
        </ul>
      </div>`;
    }
    if (!items.length) return this.renderNone();
    const n = items.length;
    const more = now.value?.next;
    return html`<p class="quiet" role="status">${more ? t('found.more', { n }) : t(`found.${form(n)}`, { n })}</p>
      <ul class="items" aria-busy=${now.state === 'waiting' ? 'true' : 'false'}>
        ${repeat(
          items,
          // Each keeps its own element when others come and go around it, with what it says and the focus in it.
          (product) => product.id,
          (product, at) => this.renderItem(product, at < 4),
        )}
      </ul>
      ${now.state === 'failed' ? this.renderFailure(now.error, this.more) : nothing}
      ${
        more && now.state !== 'failed'
          ? html`<button type="button" class="pager" part="pager" @click=${this.more}>
              ${now.state === 'waiting' ? html`<span class="spin" aria-hidden="true"></span>` : nothing}${t('more')}
            </button>`
          : nothing
      }`;
  }

  private renderNone(): TemplateResult {
    const { t } = this;
    const query = this.words || this.query;
    return html`<slot name="empty"
      ><div class="state" role="status">
        ${icon(basket)}
        <p>${query ? t('found.none', { query }) : t('found.empty')}</p>
        ${this.words || this.shelf ? html`<button type="button" @click=${this.clear}>${t('found.clear')}</button>` : nothing}
      </div></slot
    >`;
  }

  private renderItem(product: Product, eager: boolean): TemplateResult {
    const { t } = this;
    const title = titleOf(product, this.language);
    const href = this.hrefOf(product);
    const variant = product.variants.find((one) => one.id === this.chosen[product.id]) ?? product.variants[0];
    const price = formatMoney(variant?.price ?? product.price);
    const { availability } = variant ?? product;
    const look = html`
      ${picture(this, product.images[0], title, eager)}
      <span class="words">
        <span class="title">${href ? html`<a href=${href}>${title}</a>` : title}</span>
        <span class="price num">${price}</span>
        ${availability === 'low_stock' ? html`<span class="tag warn">${t('low_stock')}</span>` : nothing}
      </span>
      ${product.variants.length > 1 ? this.renderKinds(product, title, variant) : nothing}
      ${
        availability === 'out_of_stock'
          ? html`<span class="sold">${t('out_of_stock')}</span>`
          : html`<duka-add-to-cart .variant=${variant?.id ?? ''} .productTitle=${title}></duka-add-to-cart>`
      }
    `;
    return html`<li class="item" part="item">
      ${this.template ? html`<slot name=${product.id}>${look}</slot>` : look}
    </li>`;
  }

  private renderKinds(product: Product, title: string, chosen: Variant | undefined): TemplateResult {
    const choose = (event: Event): void => {
      this.chosen[product.id] = (event.target as HTMLSelectElement).value;
      this.requestUpdate();
    };
    return html`<select aria-label="${this.t('choose')}: ${title}" @change=${choose}>
      ${product.variants.map((one) => html`<option value=${one.id} .selected=${one === chosen}>${one.title}</option>`)}
    </select>`;
  }

  private hrefOf({ slug, id }: Product): string | undefined {
    const { productHref } = this;
    const href = productHref.replace('{slug}', encodeURIComponent(slug)).replace('{id}', id);
    return href && safeUrl(new URL(href, document.baseURI).href, serverOf(this));
  }

  private readonly more = (): void => {
    this.moreWanted = true;
    this.found.retry();
  };

  private type(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => (this.words = value.trim()), typingMs);
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    clearTimeout(this.typing);
    this.words = this.renderRoot.querySelector('input')?.value.trim() ?? '';
  }

  private choose(event: Event): void {
    this.shelf = (event.target as HTMLInputElement).value;
  }

  private clear(): void {
    this.words = '';
    this.shelf = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-products': DukaProducts;
  }
}
