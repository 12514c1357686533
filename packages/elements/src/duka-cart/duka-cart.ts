import type { Cart, CartLine, DukaBuyer } from '@smartduka/sdk/buyer';
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { CartController } from '../core/cart-controller.js';
import { codeOf } from '../core/codes.js';
import { addDrawer } from '../core/drawers.js';
import { DukaElement } from '../core/duka-element.js';
import { Later } from '../core/later.js';
import { lineName, picture, pictures, titleOf } from '../core/goods.js';
import { alert, back, basket, cross, icon, minus, plus } from '../core/icons.js';
import { form, type Say } from '../core/language.js';
import { formatMoney } from '../core/money.js';
import { unfinishedCheckout } from '../core/pending.js';
import { forgetSharedCode, sharedCode } from '../core/shared-cart.js';
import { savesData } from '../core/saver.js';
import { buttons, fields, states } from '../core/styles.js';
import { totalsStyles, totalsTable } from '../core/totals.js';
import { shop } from '../locales/index.js';
import { styles } from './duka-cart.styles.js';

const most = 9_999;

/**
 * The cart, in the page or as a drawer, with the checkout inside it.
 *
 * @element duka-cart
 * @slot header - In place of the title.
 * @slot empty - Shown while there is nothing in it.
 * @slot summary - Above the totals.
 * @slot footer - Below the checkout button.
 * @fires {CustomEvent<{ cart: Cart | null, reason: string }>} duka-cart-change - Something in it changed, here or in another tab.
 * @fires duka-cart-open - The drawer opened.
 * @fires duka-cart-close - The drawer closed.
 * @fires {CustomEvent<{ cart: Cart }>} duka-checkout-start - The buyer wants to check out; `preventDefault()` keeps the built-in checkout away.
 * @csspart dialog - The drawer.
 * @csspart line - A line.
 * @csspart stepper - Its quantity.
 * @csspart remove - The button that takes it out.
 * @csspart discount - What is taken off.
 * @csspart discount-field - Where a code is entered.
 * @csspart total - The total.
 * @csspart checkout-button - The button that starts the checkout.
 * @cssprop [--duka-drawer-width=440px] - Width of the drawer on wide screens.
 * @example
 * ```html
 * <duka-cart-button></duka-cart-button>
 * <duka-cart view="drawer"></duka-cart>
 * ```
 * @public
 */
export class DukaCart extends DukaElement {
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    buttons,
    fields,
    states,
    pictures,
    totalsStyles,
    styles,
  ];

  static override properties: PropertyDeclarations = {
    view: { reflect: true },
    open: { type: Boolean, reflect: true },
    readonly: { type: Boolean },
    phase: { state: true },
  };

  view: 'inline' | 'drawer' = 'inline';
  /** The drawer is open. */
  open = false;
  /** Shows the cart without the means to change it. */
  readonly = false;

  private phase: 'cart' | 'checkout' = 'cart';
  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
  private endDrawer: (() => void) | undefined;
  private readonly store: CartController = new CartController(this, (cart, reason) =>
    this.tell('duka-cart-change', { cart, reason }),
  );
  private readonly t: Say<keyof (typeof shop)['en']> = this.speak(shop);
  private readonly checkout: Later = new Later(this, () => import('../paying.js'));

  override connectedCallback(): void {
    super.connectedCallback();
    this.endDrawer = addDrawer(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endDrawer?.();
  }

  /** Opens the drawer. */
  show(): void {
    if (this.view === 'drawer') this.open = true;
  }

  /** Closes the drawer. */
  close(): void {
    this.open = false;
  }

  protected override clientChanged(client: DukaBuyer | undefined): void {
    if (!client) return;
    const code = sharedCode();
    if (code) void this.openShared(code);
    // A page that was reloaded, or died, while the buyer was paying: go on where they were.
    if (!unfinishedCheckout(client)) return;
    this.phase = 'checkout';
    this.show();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { dialog, open } = this;
    // A buyer with something in the cart is likely to check out, and the line may be gone by then.
    if (this.phase === 'checkout' || (this.store.cart?.lines.length && !this.readonly && !savesData(this)))
      this.checkout.want();
    if (!dialog || dialog.open === open) return;
    if (open) {
      dialog.showModal();
      this.tell('duka-cart-open');
      if (this.store.cart) this.store.refresh();
    } else dialog.close();
  }

  override render(): TemplateResult {
    return this.view === 'drawer'
      ? html`<dialog part="dialog" aria-labelledby="title" @close=${this.closed} @click=${this.backdrop}>
          ${this.open ? this.renderCart() : nothing}
        </dialog>`
      : this.renderCart();
  }

  private renderCart(): TemplateResult {
    const { t, phase } = this;
    const checkingOut = phase === 'checkout';
    return html`<div class="cart">
      <div class="head">
        ${
          checkingOut && this.store.cart
            ? html`<button type="button" class="icon" aria-label=${t('back')} @click=${this.toCart}>
                ${icon(back)}
              </button>`
            : nothing
        }
        <slot name="header"><h2 id="title">${checkingOut ? t('cart.checkout.title') : t('cart')}</h2></slot>
        ${
          this.view === 'drawer'
            ? html`<button type="button" class="icon" aria-label=${t('close')} @click=${this.close}>
                ${icon(cross)}
              </button>`
            : nothing
        }
      </div>
      ${checkingOut ? html`<div class="body checkout">${this.renderCheckout()}</div>` : this.renderContents()}
    </div>`;
  }

  private renderCheckout(): TemplateResult {
    const { ready, error, again } = this.checkout;
    if (ready) return html`<duka-checkout embedded @duka-checkout-leave=${this.leave}></duka-checkout>`;
    return error ? this.renderFailure(error, again) : this.renderBones();
  }

  private renderBones(): TemplateResult {
    return html`<div role="status" aria-label=${this.t('loading')}>
      <div class="bone line"></div>
      <div class="bone line"></div>
    </div>`;
  }

  private renderContents(): TemplateResult {
    const { store } = this;
    const { cart } = store;
    if (!cart && store.waiting && !store.error) return html`<div class="body">${this.renderBones()}</div>`;
    if (!cart && store.error) return this.renderFailure(store.error, store.refresh);
    const lines = cart?.lines ?? [];
    return html`<div class="body">
        ${
          store.error
            ? html`<p class="alert bad" role="alert">${icon(alert)}<span>${this.sentence(store.error)}</span></p>`
            : nothing
        }
        <div role="status">${store.removed ? this.renderUndo(titleOf(store.removed, this.language)) : nothing}</div>
        ${lines.length ? nothing : this.renderEmpty()}
        <ul>
          ${lines.map((line) => this.renderLine(line))}
        </ul>
      </div>
      ${cart && lines.length ? this.renderFoot(cart) : nothing}`;
  }

  private renderEmpty(): TemplateResult {
    const { t } = this;
    return html`<slot name="empty"
      ><div class="state">
        ${icon(basket)}
        <h3>${t('cart.empty')}</h3>
        <p class="muted">${t('cart.empty.say')}</p>
        ${
          this.view === 'drawer'
            ? html`<button type="button" @click=${this.close}>${t('cart.browse')}</button>`
            : nothing
        }
      </div></slot
    >`;
  }

  private renderUndo(title: string): TemplateResult {
    return html`<div class="undo">
      <span>${this.t('removed', { title })}</span>
      <button type="button" class="link" id="undo" @click=${this.undo}>${this.t('undo')}</button>
    </div>`;
  }

  private renderLine(line: CartLine): TemplateResult {
    const { t, store } = this;
    const title = titleOf(line, this.language);
    const quantity = store.quantity(line);
    return html`<li class="line" part="line">
      ${picture(this, line.image, title)}
      <p class="name">${lineName(line, this.language)}</p>
      <p class="muted small num">${quantity > 1 ? t('each', { price: formatMoney(line.unitPrice) }) : nothing}</p>
      <p class="sum num">${this.readonly ? `${quantity} × ` : nothing}${formatMoney(line.total)}</p>
      ${this.readonly ? nothing : this.renderTools(line, quantity)} ${this.renderNotes(line)}
    </li>`;
  }

  private renderTools(line: CartLine, quantity: number): TemplateResult {
    const { t, store } = this;
    const title = titleOf(line, this.language);
    const to = (wish: number): void => void (Number.isInteger(wish) && store.setQuantity(line, Math.min(wish, most)));
    return html`<div class="tools">
      <div class="stepper" part="stepper">
        <button
          type="button"
          class="icon"
          aria-label=${t('less', { title })}
          ?disabled=${quantity < 2}
          @click=${() => to(quantity - 1)}
        >
          ${icon(minus)}
        </button>
        <input
          type="number"
          inputmode="numeric"
          min="1"
          max=${most}
          aria-label=${t('quantity', { title })}
          .value=${String(quantity)}
          @change=${(event: Event) => to(Math.max(1, (event.target as HTMLInputElement).valueAsNumber || quantity))}
        />
        <button
          type="button"
          class="icon"
          aria-label=${t('plus', { title })}
          ?disabled=${quantity >= most}
          @click=${() => to(quantity + 1)}
        >
          ${icon(plus)}
        </button>
      </div>
      <button
        type="button"
        class="link remove small"
        part="remove"
        aria-label=${t('remove.what', { title })}
        @click=${() => this.takeOut(line)}
      >
        ${t('remove')}
      </button>
    </div>`;
  }

  private renderNotes(line: CartLine): TemplateResult | typeof nothing {
    const { t } = this;
    const { problem, availableQuantity: n, previousUnitPrice: before } = line;
    if (problem) {
      const left = problem === 'insufficient_stock' && n ? n : 0;
      const sentence = left
        ? t(`line.insufficient_stock.${form(left)}`, { n: left })
        : t(problem === 'unavailable' ? 'line.unavailable' : 'line.out_of_stock');
      return html`<p class="note bad">
        ${icon(alert)}<span>${sentence}</span>
        ${left && !this.readonly ? html`<button type="button" @click=${() => this.store.setQuantity(line, left)}>${t('line.take', { n: left })}</button>` : nothing}
      </p>`;
    }
    if (!before) return nothing;
    return html`<p class="note warn">
      <span>${t('line.price', { from: formatMoney(before), to: formatMoney(line.unitPrice) })}</span>
    </p>`;
  }

  private renderFoot(cart: Cart): TemplateResult {
    const { t } = this;
    const problems = cart.lines.some((line) => line.problem);
    return html`<div class="foot">
      <slot name="summary"></slot>
      ${this.readonly ? nothing : html`<duka-discount-field part="discount-field"></duka-discount-field>`}
      ${totalsTable(t, cart.totals, Boolean(cart.delivery), this.store.busy)}
      ${problems ? html`<p class="small bad" id="why">${t('cart.problems')}</p>` : nothing}
      ${
        this.readonly
          ? nothing
          : html`<button
              type="button"
              class="main wide"
              part="checkout-button"
              ?disabled=${problems}
              aria-describedby=${problems ? 'why' : nothing}
              @click=${this.checkOut}
            >
              ${t('cart.checkout')}
            </button>`
      }
      ${this.readonly ? nothing : html`<duka-cart-share></duka-cart-share>`}
      <slot name="footer"></slot>
    </div>`;
  }

  /** The page was opened by a link to a cart. */
  private async openShared(code: string): Promise<void> {
    this.show();
    // The store follows the client from the first update on.
    await this.updateComplete;
    // What can still come is asked for again at the next visit; the rest must not be, or the goods would be in twice.
    if ((await this.store.openShared(code)) || codeOf(this.store.error) === 'not_found') forgetSharedCode();
  }

  private checkOut(): void {
    if (!this.tell('duka-checkout-start', { cart: this.store.cart }, true)) return;
    this.phase = 'checkout';
    this.checkout.again();
  }

  private toCart(): void {
    this.phase = 'cart';
    this.store.refresh();
  }

  /** The buyer is done, or wants to see the cart again. */
  private leave(event: CustomEvent<{ to: 'shop' | 'cart' }>): void {
    this.toCart();
    if (event.detail.to === 'shop') this.close();
  }

  private async takeOut(line: CartLine): Promise<void> {
    await this.store.remove(line);
    await this.updateComplete;
    // The button that was pressed is gone with its line; without this, the keyboard would start again at the top of the page.
    this.renderRoot.querySelector<HTMLElement>('#undo')?.focus();
  }

  private undo(): void {
    void this.store.undo();
  }

  private closed(): void {
    this.open = false;
    this.tell('duka-cart-close');
  }

  private backdrop(event: MouseEvent): void {
    if (event.target === this.dialog) this.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-cart': DukaCart;
  }
}
