import { createDuka, type DukaBuyer } from '@smartduka/sdk/buyer';
import {
  css,
  html,
  LitElement,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { tellClientChange } from '../core/client.js';
import { codeOf } from '../core/codes.js';

/**
 * Names the shop, language and look for the elements inside it. Not needed when the script tag carries `data-key`, or when a page has one shop only
 * and calls `useDuka`.
 *
 * @element duka-provider
 * @slot - The part of the page that it speaks for.
 * @fires {CustomEvent<{ client: DukaBuyer }>} duka-ready - There is a client; elements inside start to load.
 * @fires {CustomEvent<{ online: boolean }>} duka-online-change - The line was lost, or is back.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - The key or server is not usable, or something inside did not load.
 * @example
 * ```html
 * <duka-provider server="https://shop.example.co.ke" public-key="pk_test_…" lang="sw" theme="auto">
 *   <duka-products></duka-products>
 * </duka-provider>
 * ```
 * @public
 */
export class DukaProvider extends LitElement {
  static override styles: CSSResultGroup = css`
    :host {
      display: contents;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
  `;

  static override properties: PropertyDeclarations = {
    server: {},
    key: {},
    publicKey: { attribute: 'public-key' },
    cartScope: { attribute: 'cart-scope' },
    theme: { reflect: true },
    dataSaver: { attribute: 'data-saver', reflect: true },
  };

  /** Address of the shop's server. Where the page itself comes from, when left out. */
  server = '';
  /** Publishable key, `pk_test_…` or `pk_live_…`. */
  key = '';
  /** The same as `key`, for React and other frameworks that keep an attribute of that name for themselves. */
  publicKey = '';
  /** A name that keeps the cart inside apart from other carts of the same shop on this site. */
  cartScope = '';
  /** `auto` follows the page's `color-scheme`. */
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** `on` leaves out pictures; `auto` does so when the browser asks to save data. */
  dataSaver: 'auto' | 'on' | 'off' = 'auto';

  private made: DukaBuyer | undefined;
  private given: DukaBuyer | undefined;

  /** The client in use. Set one of your own to share it with your code. */
  get client(): DukaBuyer | undefined {
    return this.given ?? this.made;
  }
  set client(client: DukaBuyer | undefined) {
    if (client === this.given) return;
    this.given = client;
    this.ready();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.line);
    addEventListener('offline', this.line);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.line);
    removeEventListener('offline', this.line);
    tellClientChange();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('dataSaver')) tellClientChange();
    const asked = ['server', 'key', 'publicKey', 'cartScope'] as const;
    if (this.given || !asked.some((name) => changed.has(name))) return;
    if (this.key || this.publicKey || this.server) this.create();
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  private create(): void {
    try {
      this.made = createDuka({
        key: this.publicKey || this.key || undefined,
        server: this.server || undefined,
        scope: this.cartScope || undefined,
      });
      this.ready();
    } catch (error) {
      const detail = { code: codeOf(error), retry: () => this.create() };
      this.dispatchEvent(new CustomEvent('duka-load-error', { detail, bubbles: true, composed: true }));
      // A wrong key or address is the page's own fault: its developer must see why nothing shows.
      reportError(error);
    }
  }

  private ready(): void {
    tellClientChange();
    if (this.client)
      this.dispatchEvent(
        new CustomEvent('duka-ready', { detail: { client: this.client }, bubbles: true, composed: true }),
      );
  }

  private readonly line = (): void => {
    const detail = { online: navigator.onLine };
    this.dispatchEvent(new CustomEvent('duka-online-change', { detail, bubbles: true, composed: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-provider': DukaProvider;
  }
}
