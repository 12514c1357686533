import { isDukaError, type Cart, type DukaBuyer, type Shop } from '@smartduka/sdk/buyer';
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
import { DukaElement } from '../core/duka-element.js';
import { alert, icon, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { formatMoney } from '../core/money.js';
import { unfinishedCheckout } from '../core/pending.js';
import { shopOf } from '../core/shop.js';
import { buttons, fields, states } from '../core/styles.js';
import { totalsStyles } from '../core/totals.js';
import { safeUrl } from '../core/url.js';
import type { DukaMpesaButton } from '../duka-mpesa-button/duka-mpesa-button.js';
import { checkout, order as orderTexts, shop } from '../locales/index.js';
import {
  customerOf,
  deliveryOf,
  draftFrom,
  emptyDraft,
  faultsFrom,
  faultsOfContact,
  faultsOfDelivery,
  recall,
  remember,
  wantedFields,
  type Draft,
  type Faults,
  type Field,
} from './draft.js';
import { styles } from './duka-checkout.styles.js';
import { contactForm, deliveryForm, type FormState } from './forms.js';
import { Ordering } from './ordering.js';
import { bill, choiceOfWays, waysOf, type Way } from './pay-step.js';
import { problemsBox } from './problems.js';

type Step = 'contact' | 'delivery' | 'pay';

/**
 * From the cart to a paid order: who buys, how it is delivered, how it is paid. One step is open at a time; what was typed lasts over a reload, and
 * so does a payment under way.
 *
 * @element duka-checkout
 * @slot before-pay - Above the pay button.
 * @slot legal - Below it.
 * @slot success - In place of the words after the order.
 * @slot help - At the end.
 * @fires {CustomEvent<{ step: string }>} duka-step-change - Another step is open.
 * @fires {CustomEvent<{ cart: Cart, method: string }>} duka-order-create - About to order; `preventDefault()` stops it.
 * @fires {CustomEvent<{ order: Order, payment: Payment | null }>} duka-complete - Ordered, and paid unless the buyer pays in cash.
 * @fires {CustomEvent<{ to: 'shop' | 'cart' }>} duka-checkout-leave - The buyer wants to go on shopping, or back to the cart.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - It did not load; "Try again" is shown too.
 * @csspart step - A step.
 * @csspart field - A field with its label.
 * @csspart error - What is wrong with it.
 * @csspart summary - The totals.
 * @csspart pay-button - The button that orders and pays.
 * @example
 * ```html
 * <duka-checkout collect="name,phone" methods="mpesa,cash" success-href="/asante"></duka-checkout>
 * ```
 * @public
 */
export class DukaCheckout extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, fields, states, totalsStyles, styles];

  static override properties: PropertyDeclarations = {
    order: {},
    secret: {},
    steps: {},
    methods: {},
    collect: {},
    successHref: { attribute: 'success-href' },
    embedded: { type: Boolean, reflect: true },
    step: { state: true },
    faults: { state: true },
    problem: { state: true },
    busy: { state: true },
    way: { state: true },
    remembers: { state: true },
  };

  /** An order made elsewhere, to pay; with its `secret` where it was not made in this browser. */
  order = '';
  secret = '';
  /** Steps to take, in this order. */
  steps = 'contact,delivery,pay';
  /** Ways to pay that the page wants to offer, of those that the shop can take. */
  methods = 'mpesa,paybill,cash';
  /** Fields of the contact step; `?` makes one optional. */
  collect = 'name,phone,email?';
  /** Where to go once it is done. The order's id is added as `order`. */
  successHref = '';

  /** Inside a panel of somebody else's: no border of its own. */
  embedded = false;

  private step: Step = 'contact';
  private faults: Faults = {};
  private problem: unknown;
  private busy = false;
  private way: Way | '' = '';
  private remembers = false;
  private get payButton(): DukaMpesaButton | null {
    return this.renderRoot.querySelector('duka-mpesa-button');
  }
  private draft: Draft = emptyDraft();
  private filled = false;
  private readonly t: Say<keyof (typeof checkout)['en']> = this.speak(checkout);
  private readonly s: Say<keyof (typeof shop)['en']> = this.speak(shop);
  private readonly o: Say<keyof (typeof orderTexts)['en']> = this.speak(orderTexts);
  private readonly store: CartController = new CartController(this);
  private readonly shop: Loaded<Shop> = new Loaded<Shop>(
    this,
    () => '',
    (client) => shopOf(client),
  );
  private readonly ordering: Ordering = this.makeOrdering();

  protected override clientChanged(client: DukaBuyer | undefined): void {
    const unfinished = client && !this.order && unfinishedCheckout(client);
    if (unfinished) void this.resume(unfinished.order);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.order && changed.has('order')) this.step = 'pay';
    const cart = this.store.cart;
    if (this.filled || !cart || this.shop.now.state !== 'ready') return;
    this.filled = true;
    const recalled = recall();
    this.remembers = Boolean(recalled);
    this.draft = draftFrom(cart, { ...this.draft, ...recalled });
    const { zones, pickupPoints } = this.shop.now.value.delivery;
    if (!cart.delivery && !zones.length) this.draft.how = 'pickup';
    if (pickupPoints.length === 1) this.draft.point ||= pickupPoints[0]?.id ?? '';
    const open = this.path[0];
    if (open && !this.settled) this.step = open;
  }

  override render(): TemplateResult {
    const { now } = this.shop;
    const { done } = this.ordering;
    if (done && this.way === 'cash') return this.renderDone(done);
    if (now.state === 'failed' && !now.value) return this.renderFailure(now.error, this.shop.retry);
    const nothingYet = !now.value || (!this.settled && !this.cart && this.store.waiting);
    if (nothingYet)
      return html`<div class="all" role="status" aria-label=${this.t('loading')}>
        <div class="bone"></div>
        <div class="bone"></div>
        <div class="bone"></div>
      </div>`;
    if (!this.settled && !this.cart?.lines.length) return this.renderEmpty();
    return html`<div class="all">
      <div role="alert">${this.renderProblems()}</div>
      <ol class="steps">
        ${this.path.map((step, at) => this.renderStep(step, at, now.value as Shop))}
      </ol>
      <slot name="help"></slot>
    </div>`;
  }

  private get cart(): Cart | null {
    return this.ordering.cart;
  }

  /** There is an order: how to pay it is the button's to say, which offers the menu beside the prompt. */
  private get settled(): boolean {
    return Boolean(this.ordering.made || this.order);
  }

  /** The steps that this shop and page need. */
  private get path(): Step[] {
    const { delivery } = this.shop.now.value ?? {};
    if (this.settled) return ['pay'];
    return this.steps.split(',').flatMap((word): Step[] => {
      const step = word.trim();
      if (step === 'contact') return wantedFields(this.collect).length ? ['contact'] : [];
      if (step === 'delivery') return delivery?.zones.length || delivery?.pickupPoints.length ? ['delivery'] : [];
      return step === 'pay' ? ['pay'] : [];
    });
  }

  private get formState(): FormState {
    return { t: this.t, free: this.s('free'), draft: this.draft, faults: this.faults, edit: this.edit };
  }

  private renderEmpty(): TemplateResult {
    return html`<div class="state">
      <p>${this.s('cart.empty')}</p>
      ${this.renderLeave()}
    </div>`;
  }

  private renderStep(step: Step, at: number, profile: Shop): TemplateResult {
    const { t, path } = this;
    const open = path.indexOf(this.step);
    const when = at === open ? 'now' : at < open ? 'past' : 'later';
    const name = t(step);
    return html`<li class="step ${when}" part="step" aria-current=${when === 'now' ? 'step' : nothing}>
      ${
        path.length > 1
          ? html`<div class="head">
              <span class="dot" aria-hidden="true">${when === 'past' ? icon(tick) : at + 1}</span>
              <h3 tabindex="-1" id="head-${step}">${name}</h3>
              ${
                when === 'past'
                  ? html`<button
                      type="button"
                      class="link small"
                      aria-label=${t('edit.what', { what: name })}
                      @click=${() => this.go(step)}
                    >
                      ${t('edit')}
                    </button>`
                  : nothing
              }
            </div>`
          : nothing
      }
      ${when === 'past' ? html`<p class="gist">${this.gist(step)}</p>` : nothing}
      ${when === 'now' ? (step === 'pay' ? this.renderPay(profile) : this.renderForm(step, profile)) : nothing}
    </li>`;
  }

  /** A step done, in a line. */
  private gist(step: Step): string {
    const { name, phone, place, landmark } = this.draft;
    if (step === 'contact') return [name, phone].filter(Boolean).join(' · ');
    return [this.cart?.delivery?.title, ...(this.draft.how === 'delivery' ? [place, landmark] : [])]
      .filter(Boolean)
      .join(' · ');
  }

  private renderForm(step: 'contact' | 'delivery', profile: Shop): TemplateResult {
    return html`<form novalidate @submit=${this.submit}>
      ${
        step === 'contact'
          ? contactForm(this.formState, wantedFields(this.collect), this.remembers)
          : deliveryForm(this.formState, profile.delivery)
      }
      <button type="submit" class="main wide" aria-disabled=${this.busy ? 'true' : nothing}>
        ${this.busy ? html`<span class="spin" aria-hidden="true"></span>` : nothing}${this.t('next')}
      </button>
    </form>`;
  }

  private renderProblems(): TemplateResult | typeof nothing {
    const { problem } = this;
    const sentences = [...(problem ? [this.sentence(problem)] : []), ...this.ordering.sentences];
    return problemsBox(this.t, this.faults, sentences, {
      goTo: (name) => void this.focusOn(name),
      toCart: codeOf(problem) === 'insufficient_stock' ? () => this.leave('cart') : undefined,
    });
  }

  private renderPay(profile: Shop): TemplateResult {
    const { t, cart, ordering } = this;
    const { made, done } = ordering;
    const goods = made ?? cart;
    const ways = waysOf(this.methods, profile);
    const way = this.way || ways[0];
    return html`<div class="work">
      ${goods ? bill(t, this.s, goods, this.language) : nothing}
      <slot name="before-pay"></slot>
      ${
        way
          ? html`${this.settled ? nothing : choiceOfWays(t, ways, way, (other) => (this.way = other))}
            ${way === 'mpesa' || this.settled ? this.renderPayButton() : this.renderOrderButton(way)}`
          : html`<p class="alert bad" role="alert">${icon(alert)}<span>${t('no.way')}</span></p>`
      }
      <slot name="legal"></slot>
      ${done ? this.renderDone(done) : nothing}
    </div>`;
  }

  private renderPayButton(): TemplateResult {
    const { order, secret, ordering } = this;
    return html`<duka-mpesa-button
      part="pay-button"
      exportparts="button, phone, status, progress, timer, fallback"
      show-amount
      .order=${order}
      .secret=${secret}
      .subject=${order ? undefined : ordering.subject}
      .phone=${this.draft.phone}
      .amount=${this.cart?.totals.total}
      @duka-payment-succeeded=${this.paid}
    ></duka-mpesa-button>`;
  }

  private renderOrderButton(way: Way): TemplateResult {
    const { t, busy } = this;
    const total = this.cart?.totals.total;
    return html`<button
      type="button"
      class="main wide"
      part="pay-button"
      aria-disabled=${busy ? 'true' : nothing}
      @click=${() => this.place(way)}
    >
      ${busy ? html`<span class="spin" aria-hidden="true"></span>` : nothing}
      ${total ? t('order.amount', { amount: formatMoney(total) }) : t('order')}
    </button>`;
  }

  private renderDone({ order }: NonNullable<Ordering['done']>): TemplateResult {
    const { t } = this;
    const cash = order.paymentStatus !== 'paid';
    const receipt = safeUrl(order.receiptUrl, this.client?.server ?? '');
    return html`<slot name="success"
      ><div class="done" role="status">
        ${icon(tick)}
        <h2>${t('done')}</h2>
        <p>
          ${cash ? t('done.placed', { number: order.number, amount: formatMoney(order.due) }) : t('done.paid', { number: order.number })}
        </p>
        ${
          receipt && !cash
            ? html`<a class="button" href=${receipt} target="_blank" rel="noopener">${this.o('receipt')}</a>`
            : nothing
        }
        ${this.renderLeave()}
      </div></slot
    >`;
  }

  /** Back to the shop: where this is the whole page, the page has its own way there. */
  private renderLeave(): TemplateResult | typeof nothing {
    return this.embedded
      ? html`<button type="button" @click=${() => this.leave('shop')}>${this.s('cart.browse')}</button>`
      : nothing;
  }

  private readonly edit = (event: Event): void => {
    const { name, value, checked } = event.target as HTMLInputElement;
    if (name === 'remember') {
      this.remembers = checked;
      return;
    }
    this.draft = { ...this.draft, [name]: value };
    if (this.faults[name as Field]) {
      const { [name as Field]: _, ...others } = this.faults;
      this.faults = others;
    }
    if (['how', 'point', 'zone'].includes(name)) this.requestUpdate();
  };

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { client, draft, step } = this;
    if (!client || this.busy) return;
    const wanted = wantedFields(this.collect);
    this.clearProblems();
    this.faults = step === 'contact' ? faultsOfContact(draft, wanted) : faultsOfDelivery(draft);
    if (Object.keys(this.faults).length) return this.focusOn('faults');
    this.busy = true;
    try {
      if (step === 'contact') {
        remember(draft, this.remembers);
        await client.cart.setCustomer(customerOf(draft, wanted));
      } else await client.cart.setDelivery(deliveryOf(draft));
      this.go(this.path[this.path.indexOf(step) + 1] ?? 'pay');
    } catch (error) {
      this.refused(error);
    } finally {
      this.busy = false;
    }
  }

  private go(step: Step): void {
    this.step = step;
    this.faults = {};
    this.clearProblems();
    this.tell('duka-step-change', { step });
    // The form that held the focus is gone: go on reading where the next one begins.
    void this.focusOn(`head-${step}`);
  }

  private async focusOn(id: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }

  private refused(error: unknown): void {
    this.faults = faultsFrom(isDukaError(error) ? error.problem?.errors : undefined);
    const named = Object.keys(this.faults) as Field[];
    this.problem = named.length ? undefined : error;
    if (named.length) {
      this.step = named.some((name) => ['name', 'phone', 'email'].includes(name)) ? 'contact' : 'delivery';
      void this.focusOn('faults');
    }
  }

  private clearProblems(): void {
    this.problem = undefined;
    this.ordering.sentences = [];
  }

  private makeOrdering(): Ordering {
    const cart = (): Cart | null => this.store.cart;
    const client = (): DukaBuyer | undefined => this.client;
    return new Ordering({
      get client(): DukaBuyer | undefined {
        return client();
      },
      get cart(): Cart | null {
        return cart();
      },
      t: this.t,
      tell: (type, detail, cancelable) => this.tell(type, detail, cancelable),
      refused: (error) => this.refused(error),
      refreshCart: () => this.store.refresh(),
      requestUpdate: () => this.requestUpdate(),
    });
  }

  /** Orders without a prompt: to be paid in cash, or from the M-Pesa menu. */
  private async place(way: Way): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      const made = await this.ordering.begin(way === 'cash' ? { method: 'cash' } : undefined);
      if (!made) return;
      this.way = way;
      if (way === 'cash') this.finish(made);
      else {
        await this.updateComplete;
        await this.payButton?.updateComplete;
        await this.payButton?.openMenu();
      }
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  private async paid({ detail }: CustomEvent<{ orderId: string; paymentId: string | null }>): Promise<void> {
    try {
      await this.ordering.paid(detail.orderId, detail.paymentId, this.secret);
      this.goToSuccess();
    } catch (error) {
      // The money is in, and the button says so; only the words about the order are missing.
      this.problem = error;
    }
  }

  private finish({ order, payment }: NonNullable<Ordering['done']>): void {
    this.ordering.complete(order, payment);
    this.goToSuccess();
  }

  private goToSuccess(): void {
    const { done } = this.ordering;
    if (!this.successHref || !done) return;
    const href = new URL(this.successHref, document.baseURI);
    href.searchParams.set('order', done.order.id);
    const safe = safeUrl(href.href, this.client?.server ?? '');
    if (safe) location.assign(safe);
  }

  private leave(to: 'shop' | 'cart'): void {
    this.tell('duka-checkout-leave', { to });
    if (!this.ordering.done) return;
    this.ordering.forget();
    this.way = '';
    this.filled = false;
  }

  /** Goes on where a reload, a crash or a dead line cut the buyer off. */
  private async resume(order: string | null): Promise<void> {
    try {
      if (await this.ordering.resume(order)) this.step = 'pay';
    } catch (error) {
      if (isDukaError(error) && error.status === 0)
        addEventListener('online', () => void this.resume(order), { once: true });
      else this.problem = error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-checkout': DukaCheckout;
  }
}
