import { createDuka, type DukaBuyer, type Product, type Shop } from '@smartduka/sdk/buyer';
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { codeOf } from '../core/codes.js';
import { DukaElement } from '../core/duka-element.js';
import { back, icon } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { shopOf } from '../core/shop.js';
import { buttons, states } from '../core/styles.js';
import { more } from '../locales/index.js';
import { styles } from './duka-shop.styles.js';
import { baseOf, placeOf, type Place, type RouteKind } from './route.js';

/** Goods shown below a product. */
const alikeSize = 6;

/**
 * A whole shop from one tag: goods with search and shelves, a page for each product, cart and checkout in a drawer, and the buyer's orders. Each has
 * an address of its own, so that back, reload and a shared link work.
 *
 * @element duka-shop
 * @slot header - Beside the cart button, in place of the shop's name.
 * @slot footer - At the end.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - The key or server is not usable, or something inside did not load.
 * @csspart header - Name and cart button.
 * @csspart view - What is looked at.
 * @csspart item - A product in the list.
 * @csspart search - The search field.
 * @csspart pager - The button for more.
 * @csspart media - A picture.
 * @csspart title - What a product is called.
 * @csspart price - What it costs.
 * @csspart options - The choice of size or kind.
 * @csspart dialog - The cart's drawer.
 * @csspart checkout-button - The button that starts the checkout.
 * @example
 * ```html
 * <duka-shop server="https://shop.example.co.ke" public-key="pk_live_…"></duka-shop>
 * ```
 * @public
 */
export class DukaShop extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, states, styles];

  static override properties: PropertyDeclarations = {
    server: {},
    key: {},
    publicKey: { attribute: 'public-key' },
    category: {},
    route: {},
    place: { state: true },
    alike: { state: true },
    problem: { state: true },
  };

  /** Address of the shop's server. The page's own client is used when neither this nor a key is given. */
  server = '';
  /** Publishable key, `pk_test_…` or `pk_live_…`. */
  key = '';
  /** The same as `key`, for React and other frameworks that keep an attribute of that name for themselves. */
  publicKey = '';
  /** Id or slug of the one shelf to sell. */
  category = '';
  /** How addresses tell what is looked at: `#/p/unga`, or `/p/unga` where the page's server answers those too. */
  route: RouteKind = 'hash';

  private place: Place = { at: 'shelf', category: '' };
  /** Shelf of the product looked at. */
  private alike = '';
  private problem: unknown;
  private made: DukaBuyer | undefined;
  private readonly t: Say<keyof (typeof more)['en']> = this.speak(more);
  private readonly loaded: Loaded<Shop> = new Loaded<Shop>(
    this,
    () => '',
    (client) => shopOf(client),
  );

  /** The client in use: of its own key, or the page's. */
  override get client(): DukaBuyer | undefined {
    return this.made ?? super.client;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.moved);
    addEventListener('popstate', this.moved);
    this.moved();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.moved);
    removeEventListener('popstate', this.moved);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('route')) this.place = this.read();
    const asked = ['server', 'key', 'publicKey'] as const;
    if (asked.some((name) => changed.has(name)) && (this.server || this.key || this.publicKey)) this.create();
  }

  override render(): TemplateResult {
    if (this.problem) return this.renderFailure(this.problem, () => this.create());
    const name = this.loaded.now.value?.name;
    return html`<duka-provider .client=${this.client}>
      <div class="shop" @click=${this.follow}>
        <header part="header">
          <slot name="header"
            ><h2>
              ${name ? html`<a href=${this.hrefOf('')}>${name}</a>` : html`<span class="bone name"></span>`}
            </h2></slot
          >
          <duka-cart-button></duka-cart-button>
        </header>
        <div class="view" part="view" tabindex="-1">${this.renderPlace()}</div>
        <slot name="footer"></slot>
      </div>
      <duka-cart view="drawer" exportparts="dialog, line, total, checkout-button"></duka-cart>
    </duka-provider>`;
  }

  private renderPlace(): TemplateResult {
    const { place, t } = this;
    if (place.at === 'shelf') return this.renderGoods(place.category || this.category);
    const home = html`<a class="back" href=${this.hrefOf('')}>${icon(back)}${t('home')}</a>`;
    if (place.at === 'order') return html`${home}<duka-order .order=${place.order}></duka-order>`;
    return html`${home}
      <duka-product
        exportparts="media, title, price, options"
        .product=${place.product}
        @duka-product-load=${this.seen}
      ></duka-product>
      ${
        this.alike
          ? html`<h3>${t('alike')}</h3>
              ${this.renderGoods(this.alike, alikeSize)}`
          : nothing
      }`;
  }

  private renderGoods(category: string, size?: number): TemplateResult {
    return html`<duka-products
      exportparts="item, pager, search, media"
      .category=${category}
      .productHref=${this.hrefOf('p/{slug}')}
      .pageSize=${size ?? 24}
      ?hide-search=${size !== undefined}
    ></duka-products>`;
  }

  private create(): void {
    this.problem = undefined;
    try {
      this.made = createDuka({ key: this.publicKey || this.key || undefined, server: this.server || undefined });
    } catch (error) {
      this.made = undefined;
      this.problem = error;
      this.tell('duka-load-error', { code: codeOf(error), retry: () => this.create() });
      // A wrong key or address is the page's own fault: its developer must see why nothing shows.
      reportError(error);
    }
  }

  private hrefOf(place: string): string {
    return this.route === 'path'
      ? `${baseOf(location.pathname)}/${place}`
      : `${location.pathname}${location.search}#/${place}`;
  }

  private read(): Place {
    return placeOf(this.route === 'path' ? location.pathname : location.hash.slice(1));
  }

  private seen({ detail }: CustomEvent<{ product: Product }>): void {
    this.alike = detail.product.category.slug;
  }

  private readonly moved = (): void => {
    const before = JSON.stringify(this.place);
    this.place = this.read();
    if (!this.hasUpdated || before === JSON.stringify(this.place)) return;
    this.alike = '';
    void this.begin();
  };

  /** Another place begins at its top, for eyes and for the keyboard. */
  private async begin(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.view')?.focus({ preventScroll: true });
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView();
  }

  /** A plain tap on a link of the shop's own goes there without leaving the page. */
  private follow(event: MouseEvent): void {
    if (this.route !== 'path' || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((one): one is HTMLAnchorElement => one instanceof HTMLAnchorElement);
    if (!link || link.target || link.origin !== location.origin) return;
    if (baseOf(link.pathname) !== baseOf(location.pathname)) return;
    event.preventDefault();
    history.pushState(null, '', link.href);
    this.moved();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-shop': DukaShop;
  }
}
