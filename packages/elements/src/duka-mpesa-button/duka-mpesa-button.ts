import type { DukaBuyer, Money, Product, Shop } from '@smartduka/sdk/buyer';
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { DukaElement } from '../core/duka-element.js';
import { alert, icon, phone as phoneIcon } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { formatMoney } from '../core/money.js';
import { isHopeless, isPaid, isUndecided, sameNumberMayHelp, type PayState } from '../core/pay-rules.js';
import { paybillPanel, paybillStyles, wantProof } from '../core/paybill.js';
import { PaymentFlow, type Listener, type Subject } from '../core/payment-flow.js';
import { shopOf } from '../core/shop.js';
import { buttons, fields } from '../core/styles.js';
import { pay } from '../locales/index.js';
import { styles } from './duka-mpesa-button.styles.js';
import { purchaseByLink, purchaseOf, type Purchase } from './purchase.js';
import { nextStep, phoneField, status, sumField, timer, tone } from './views.js';

export type { PayState };

/** A prompt this old without an answer may not have arrived: the M-Pesa menu is offered beside it. */
const offerMenuAfterMs = 25_000;

/**
 * Sends an M-Pesa prompt and follows it until it is decided, through reloads and dead lines; offers the M-Pesa menu where no prompt comes through.
 * Takes an order, one product, a sum that the shop's server asked for, or a payment link. Never a bare amount: what is to be paid is the server's to say.
 *
 * @element duka-mpesa-button
 * @slot label - Label. Falls back to "Pay with M-Pesa" in the page's language.
 * @slot icon - In place of the phone.
 * @slot terms - Below the button.
 * @fires {CustomEvent<{ orderId: string | null }>} duka-payment-start - About to ask for money; `preventDefault()` stops it.
 * @fires {CustomEvent<{ orderId: string, paymentId: string }>} duka-payment-prompt - The prompt is on the phone.
 * @fires {CustomEvent<{ paymentId: string, secondsLeft: number }>} duka-payment-waiting - Every second of it.
 * @fires {CustomEvent<{ orderId: string, paymentId: string }>} duka-payment-checking - An outcome is being confirmed.
 * @fires {CustomEvent<{ orderId: string, paymentId: string }>} duka-payment-unknown - No answer yet; may still be paid.
 * @fires {CustomEvent<{ orderId: string, paymentId: string | null, receipt: string | null }>} duka-payment-succeeded - Money received, the server says so. Once per payment.
 * @fires {CustomEvent<{ orderId: string | null, paymentId: string | null, reason: string, retryable: boolean }>} duka-payment-failed - Certainly not paid by this attempt.
 * @fires {CustomEvent<{ orderId: string, paymentId: string, receipt: string | null }>} duka-payment-late - Paid after it was thought lost; `duka-payment-succeeded` follows.
 * @csspart button - The native button.
 * @csspart phone - The phone field.
 * @csspart amount - The field for the amount, where a payment link leaves it to the buyer.
 * @csspart status - What is happening, in words.
 * @csspart progress - Time left for the prompt.
 * @csspart timer - The same in numbers.
 * @csspart fallback - Paybill or till, account and amount.
 * @cssprop [--duka-color-accent] - Background of the button.
 * @example
 * ```html
 * <duka-mpesa-button product="kitenge-01" label="buy" show-amount></duka-mpesa-button>
 * ```
 * @public
 */
export class DukaMpesaButton extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, fields, paybillStyles, styles];

  static override properties: PropertyDeclarations = {
    order: {},
    secret: {},
    product: {},
    variant: {},
    quantity: { type: Number },
    payment: {},
    paymentLink: { attribute: 'payment-link' },
    phone: {},
    label: {},
    size: { reflect: true },
    showAmount: { type: Boolean, attribute: 'show-amount' },
    subject: { attribute: false },
    amount: { attribute: false },
    copied: { state: true },
    shop: { state: true },
    goods: { state: true },
    menuProblem: { state: true },
    asksSum: { state: true },
    sumWrong: { state: true },
  };

  /** Order to pay, `ord_…`. */
  order = '';
  /** Opens the order, where it was not made in this browser. */
  secret = '';
  /** Id or slug of one product to buy and pay at once. */
  product = '';
  /** Id of its variant, where it has several. */
  variant = '';
  quantity = 1;
  /** Client secret of a sum that the shop's server asked for, `ord_…_secret_…`. */
  payment = '';
  /** Code at the end of a payment link. */
  paymentLink = '';
  /** Payer, in any Kenyan form. When empty, the element asks. */
  phone = '';
  /** What the label says. */
  label: 'pay' | 'buy' | 'donate' = 'pay';
  size: 'small' | 'medium' | 'large' = 'medium';
  /** Shows the amount in the label. */
  showAmount = false;
  /** Makes the order when there is none yet. How the checkout uses this button. */
  subject: Subject | undefined;
  /** The amount, for a caller who knows it before there is an order. */
  amount: Money | undefined;

  private copied = '';
  private shop: Shop | undefined;
  private goods: Product | undefined;
  private menuProblem = '';
  /** A payment link that leaves the amount to the buyer. */
  private asksSum = false;
  private sumWrong = false;
  private get field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('#phone');
  }
  private flow: PaymentFlow | undefined;
  private purchase: Purchase | undefined;
  private readonly t: Say<keyof (typeof pay)['en']> = this.speak(pay);
  private readonly listener: Listener = {
    changed: () => this.requestUpdate(),
    tell: (event, detail, cancelable) => this.tell(event, detail, cancelable),
  };

  /** Where the payment stands; the attribute of the same name says it too. */
  get state(): PayState {
    return this.flow?.state ?? 'idle';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.flow?.stop();
    this.flow = undefined;
  }

  protected override clientChanged(): void {
    this.flow?.stop();
    this.flow = undefined;
  }

  /** Pays, as a tap does. */
  async pay(): Promise<void> {
    // Kept as a property only: a number has no business in the page's markup.
    this.phone = this.field?.value ?? this.phone;
    if (!this.sumIsRight()) return;
    await this.flow?.pay(this.phone);
  }

  /** Sends another prompt after one that failed. Refused while one is undecided. */
  resend(): Promise<void> {
    return this.pay();
  }

  /** Starts afresh, unless a payment is undecided. */
  reset(): void {
    this.purchase?.forget();
    this.flow?.reset();
  }

  /** Takes over an order just made, and its attempt. */
  adopt(...made: Parameters<PaymentFlow['adopt']>): void {
    this.flow?.adopt(...made);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const other = ['order', 'product', 'variant', 'quantity', 'secret', 'subject', 'payment', 'paymentLink'] as const;
    if (!this.flow || other.some((name) => changed.has(name))) this.begin();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (this.getAttribute('state') !== this.state) this.setAttribute('state', this.state);
  }

  override render(): TemplateResult {
    const { flow, t } = this;
    const now = this.state;
    return html`<form class="all" novalidate @submit=${this.submit}>
      ${this.asksSum && !flow?.order ? sumField(t, this.amount ? String(this.amount.amount / 100) : '', this.sumWrong) : nothing}
      ${now === 'asking-phone' ? phoneField(t, this.phone, flow?.phoneError ?? '') : nothing}
      <button
        type="submit"
        part="button"
        class="pay ${now === 'fallback' || now === 'unknown' ? '' : isPaid(now) ? 'paid' : 'main'}"
        aria-disabled=${this.resting || isPaid(now) || !flow ? 'true' : nothing}
      >
        ${this.renderLabel(now)}
      </button>
      <div class="panel ${now === 'idle' && !this.menuProblem ? 'bare' : ''}">
        <div part="status" role="status" class="tell ${tone(now)}">${status(t, now, flow, this.due)}</div>
        ${now === 'prompt-sent' && flow ? timer(t, flow) : nothing} ${now === 'fallback' ? this.renderMenu() : nothing}
        ${this.renderMore(now)}
        ${this.menuProblem ? html`<p class="error" role="alert">${this.menuProblem}</p>` : nothing}
      </div>
      ${this.mode === 'test' && now !== 'idle' ? html`<p class="test">${t('test')}</p>` : nothing}
      <slot name="terms"></slot>
    </form>`;
  }

  private get mode(): string | undefined {
    return this.flow?.order?.mode ?? this.shop?.mode;
  }

  /** The button does nothing for now. */
  private get resting(): boolean {
    return isUndecided(this.state) || Boolean(this.flow?.restLeft);
  }

  private get due(): Money | undefined {
    const { flow, amount, goods, variant, quantity } = this;
    const price = (goods?.variants.find(({ id }) => id === variant) ?? goods?.variants[0])?.price;
    return (
      flow?.payment?.amount ??
      flow?.order?.due ??
      amount ??
      (price && { amount: price.amount * quantity, currency: price.currency })
    );
  }

  private renderLabel(now: PayState): TemplateResult | string {
    const { t, flow } = this;
    const label = t(`label.${this.label}`);
    if (now !== 'idle' && flow) return nextStep(t, now, flow, label);
    const amount = this.showAmount && this.due;
    return html`<slot name="icon">${icon(phoneIcon)}</slot
      ><slot name="label">${amount ? t('label.amount', { label, amount: formatMoney(amount) }) : label}</slot>`;
  }

  private renderMenu(): TemplateResult | typeof nothing {
    const { t, flow, shop } = this;
    const order = flow?.order;
    if (!order || !shop?.mpesa) return nothing;
    const open = flow.payment && !flow.payment.final;
    return html`<div part="fallback">
      ${paybillPanel(t, { mpesa: shop.mpesa, account: order.number, due: order.due }, this.copied, (row) => (this.copied = row))}
      <duka-receipt-field exportparts="receipt-input" .order=${order.id} .secret=${this.opening}></duka-receipt-field>
      ${open ? html`<p class="alert warn">${icon(alert)}<span>${t('menu.once')}</span></p>` : nothing}
    </div>`;
  }

  /** Ways out, beside the button. */
  private renderMore(now: PayState): TemplateResult | typeof nothing {
    const { t, flow } = this;
    const reason = flow?.reason ?? '';
    const menu = html`<button type="button" @click=${this.openMenu}>${t('menu')}</button>`;
    const other = html`<button type="button" @click=${this.askPhone}>${t('other')}</button>`;
    if (now === 'asking-phone' || now === 'unknown') return html`<div class="more">${menu}</div>`;
    if (now === 'failed' && !isHopeless(reason))
      return html`<div class="more">${sameNumberMayHelp(reason) ? other : nothing}${menu}</div>`;
    const sent = flow?.payment ? Date.parse(flow.payment.createdAt) : Infinity;
    const stale = (this.client?.now() ?? 0) - sent > offerMenuAfterMs;
    if (!stale || (now !== 'prompt-sent' && now !== 'checking')) return nothing;
    return html`<div class="more">
      <p class="muted small">${t('prompts')}</p>
      ${menu}
    </div>`;
  }

  private begin(): void {
    const { client } = this;
    this.flow?.stop();
    if (!client) {
      this.flow = undefined;
      return;
    }
    const { product, variant, quantity, payment, paymentLink } = this;
    this.purchase =
      product || variant
        ? purchaseOf(client, { product, variant, quantity })
        : paymentLink
          ? purchaseByLink(client, paymentLink, () => (this.asksSum ? this.amount?.amount : undefined))
          : undefined;
    const [order = '', secret = ''] = payment.split('_secret_');
    const own = (): Subject => ({
      order: this.order || order || undefined,
      secret: this.secret || secret || undefined,
    });
    this.flow = new PaymentFlow(client, () => this.subject ?? this.purchase ?? own(), this.listener);
    void this.flow.resume();
    void this.know(client);
  }

  /** What the label wants to show before anything is ordered, and what a payment link asks for. */
  private async know(client: DukaBuyer): Promise<void> {
    const { product, paymentLink } = this;
    try {
      if (paymentLink && !product) {
        const { amount } = await client.payments.link(paymentLink);
        this.asksSum = !amount;
        if (amount) this.amount = amount;
      } else if (this.showAmount && product && !this.subject) this.goods = await client.products.get(product);
    } catch {
      // The label does without an amount; the tap says what is wrong.
    }
  }

  /** Takes in the amount that the buyer typed; true where there is nothing to type. */
  private sumIsRight(): boolean {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#sum');
    if (!field) return true;
    const shillings = Number(field.value.replace(/[\s,]/g, ''));
    this.sumWrong = !(Number.isInteger(shillings) && shillings >= 1 && shillings <= 250_000);
    if (this.sumWrong) field.focus();
    else this.amount = { amount: shillings * 100, currency: 'KES' };
    return !this.sumWrong;
  }

  /** What opens the order, for those who ask about it. */
  private get opening(): string {
    return this.secret || this.purchase?.secret || this.payment.split('_secret_')[1] || '';
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { flow, state: now } = this;
    if (!flow || this.resting || isPaid(now)) return;
    if (now === 'unknown') return flow.check();
    if (now === 'fallback') {
      flow.closeMenu();
      return this.focusField();
    }
    if (now === 'failed' && !sameNumberMayHelp(flow.reason)) return this.askPhone();
    await this.pay();
    await this.focusField();
  }

  private async askPhone(): Promise<void> {
    this.flow?.askPhone();
    await this.focusField();
  }

  /** Shows how to pay from the M-Pesa menu, making the order first if there is none. */
  async openMenu(): Promise<void> {
    const { client, flow } = this;
    if (!client || !flow) return;
    if (!this.sumIsRight()) return;
    wantProof();
    this.copied = '';
    this.menuProblem = '';
    try {
      this.shop = await shopOf(client);
    } catch (error) {
      this.menuProblem = this.sentence(error);
      return;
    }
    if (this.shop.mpesa) await flow.openMenu();
    else this.menuProblem = this.t('fail.payment_method_unavailable');
  }

  /** The buyer asked for the field, or left it wrong: this is where they go next. */
  private async focusField(): Promise<void> {
    await this.updateComplete;
    this.field?.focus();
    this.field?.select();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-mpesa-button': DukaMpesaButton;
  }
}
