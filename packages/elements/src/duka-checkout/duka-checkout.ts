import { isDukaError, type Cart, type DukaBuyer, type Order, type Payment, type Shop } from '@smartduka/sdk/buyer';
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
import type { Subject } from '../core/payment-flow.js';
import { unfinishedCheckout } from '../core/pending.js';
import { shopOf } from '../core/shop.js';
import { buttons, fields, states } from '../core/styles.js';
import { totalsStyles, totalsTable } from '../core/totals.js';
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
import { contactForm, deliveryForm, faultSentence, type FormState } from './forms.js';

type Step = 'contact' | 'delivery' | 'pay';
type Way = 'mpesa' | 'paybill' | 'cash';

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
    problems: { state: true },
    busy: { state: true },
    way: { state: true },
    made: { state: true },
    done: { state: true },
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
  private problems: string[] = [];
  private busy = false;
  private way: Way | '' = '';
  private made: Order | undefined;
  private done: { order: Order; payment: Payment | null } | undefined;
  private remembers = false;
  private get payButton(): DukaMpesaButton | null {
    return this.renderRoot.querySelector('duka-mpesa-button');
  }
  /** The cart as it was ordered: the store lets go of it before the answer has reached us. */
  private ordering: Cart | undefined;
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
  private readonly subject: Subject = this.makeSubject();

  protected override clientChanged(client: DukaBuyer | undefined): void {
    const unfinished = client && !this.order && unfinishedCheckout(client);
    if (unfinished) void this.resume(client, unfinished.order);
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
    if (open && !this.made && !this.order) this.step = open;
  }

  override render(): TemplateResult {
    const { now } = this.shop;
    if (this.done && this.way === 'cash') return this.renderDone(this.done);
    if (now.state === 'failed' && !now.value) return this.renderFailure(now.error, this.shop.retry);
    const nothingYet = !now.value || (!this.made && !this.order && !this.cart && this.store.waiting);
    if (nothingYet)
      return html`<div class="all" role="status" aria-label=${this.t('loading')}>
        <div class="bone"></div>
        <div class="bone"></div>
        <div class="bone"></div>
      </div>`;
    if (!this.made && !this.order && !this.cart?.lines.length) return this.renderEmpty();
    return html`<div class="all">
      <div role="alert">${this.renderProblems()}</div>
      <ol class="steps">
        ${this.path.map((step, at) => this.renderStep(step, at, now.value as Shop))}
      </ol>
      <slot name="help"></slot>
    </div>`;
  }

  private get cart(): Cart | null {
    return this.store.cart ?? this.ordering ?? null;
  }

  /** The steps that this shop and page need. */
  private get path(): Step[] {
    const { delivery } = this.shop.now.value ?? {};
    if (this.made || this.order) return ['pay'];
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

  /** What went wrong, above all steps: fields to go to, or sentences. */
  private renderProblems(): TemplateResult | typeof nothing {
    const { t } = this;
    const faults = Object.entries(this.faults) as [Field, NonNullable<Faults[Field]>][];
    if (!faults.length && !this.problem && !this.problems.length) return nothing;
    return html`<div class="alert bad">
      ${icon(alert)}
      <div class="wrong">
        ${faults.length ? html`<b id="faults" tabindex="-1">${t('bad.summary')}</b>` : nothing}
        ${this.problem ? html`<p>${this.sentence(this.problem)}</p>` : nothing}
        ${this.problems.map((sentence) => html`<p>${sentence}</p>`)}
        <ul>
          ${faults.map(
            ([name, fault]) =>
              html`<li>
                <button type="button" class="link" @click=${() => this.focusOn(name)}>
                  ${faultSentence(t, name, fault)}
                </button>
              </li>`,
          )}
        </ul>
        ${
          codeOf(this.problem) === 'insufficient_stock'
            ? html`<button type="button" @click=${() => this.leave('cart')}>${t('to.cart')}</button>`
            : nothing
        }
      </div>
    </div>`;
  }

  private renderPay(profile: Shop): TemplateResult {
    const { t, s, cart, made } = this;
    const lines = made?.lines ?? cart?.lines ?? [];
    const totals = made?.totals ?? cart?.totals;
    const delivery = made ? made.delivery : cart?.delivery;
    return html`<div class="work">
      ${
        totals
          ? html`<ul class="items" aria-label=${t('items')}>
                ${lines.map(
                  (line) =>
                    html`<li>
                      <span
                        >${line.quantity} ×
                        ${line.title}${line.variantTitle ? html` <span class="kind">· ${line.variantTitle}</span>` : nothing}</span
                      ><span class="num">${formatMoney(line.total)}</span>
                    </li>`,
                )}
              </ul>
              ${totalsTable(s, totals, Boolean(delivery))}`
          : nothing
      }
      <slot name="before-pay"></slot>
      ${this.renderWays(profile)}
      <slot name="legal"></slot>
      ${this.done ? this.renderDone(this.done) : nothing}
    </div>`;
  }

  private renderWays(profile: Shop): TemplateResult {
    const { t } = this;
    const ways = this.waysOf(profile);
    const way = this.way || ways[0];
    if (!way) return html`<p class="alert bad" role="alert">${icon(alert)}<span>${t('no.way')}</span></p>`;
    // Once there is an order, the way to pay it is the button's to say: it offers the menu beside the prompt.
    const settled = Boolean(this.made || this.order);
    const total = this.cart?.totals.total;
    return html`${
      ways.length > 1 && !settled
        ? html`<fieldset class="field">
            <legend>${t('ways')}</legend>
            ${ways.map(
              (one) =>
                html`<label class="choice"
                  ><input type="radio" name="way" .checked=${one === way} @change=${() => (this.way = one)} /><span
                    class="grow"
                    ><b>${t(`way.${one}`)}</b><br /><span class="muted small">${t(`way.${one}.say`)}</span></span
                  ></label
                >`,
            )}
          </fieldset>`
        : nothing
    }
    ${
      way === 'mpesa' || settled
        ? html`<duka-mpesa-button
            part="pay-button"
            exportparts="button, phone, status, progress, timer, fallback"
            show-amount
            .order=${this.order}
            .secret=${this.secret}
            .subject=${this.order ? undefined : this.subject}
            .phone=${this.draft.phone}
            .amount=${total}
            @duka-payment-succeeded=${this.paid}
          ></duka-mpesa-button>`
        : html`<button
            type="button"
            class="main wide"
            part="pay-button"
            aria-disabled=${this.busy ? 'true' : nothing}
            @click=${() => this.place(way)}
          >
            ${this.busy ? html`<span class="spin" aria-hidden="true"></span>` : nothing}
            ${total ? t('order.amount', { amount: formatMoney(total) }) : t('order')}
          </button>`
    }`;
  }

  private renderDone({ order }: { order: Order }): TemplateResult {
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

  /** Ways that the page offers and the shop can take now. */
  private waysOf({ paymentMethods, mpesa }: Shop): Way[] {
    const ready = (method: string): boolean => paymentMethods.some((one) => one.method === method && one.ready);
    const can: Record<Way, boolean> = {
      mpesa: ready('mpesa'),
      paybill: ready('mpesa') && Boolean(mpesa),
      cash: ready('cash'),
    };
    return this.methods
      .split(',')
      .map((word) => word.trim())
      .filter((word): word is Way => can[word as Way]);
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
    if (name === 'how' || name === 'point') this.requestUpdate();
  };

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { client, draft, step } = this;
    if (!client || this.busy) return;
    const wanted = wantedFields(this.collect);
    this.problem = undefined;
    this.problems = [];
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
    this.problem = undefined;
    this.problems = [];
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

  /** How the pay button, or "Place order", makes the order. */
  private makeSubject(): Subject {
    const made = (): Order | undefined => this.made;
    return {
      get order(): string | undefined {
        return made()?.id;
      },
      begin: (phone, signal) => this.begin(phone ? { method: 'mpesa', phone } : undefined, signal),
    };
  }

  private async begin(
    pay: { method: 'mpesa'; phone: string } | { method: 'cash' } | undefined,
    signal?: AbortSignal,
  ): Promise<{ order: Order; payment: Payment | null } | undefined> {
    const { client, store } = this;
    const cart = store.cart ?? this.ordering;
    if (!client || !cart) return undefined;
    if (!this.tell('duka-order-create', { cart, method: pay?.method ?? 'paybill' }, true)) return undefined;
    this.problem = undefined;
    this.problems = [];
    this.ordering = cart;
    try {
      const ordered = await client.checkout({ pay, expectedTotal: cart.totals.total.amount }, { signal });
      this.made = ordered.order;
      return ordered;
    } catch (error) {
      if (
        !isDukaError(error) ||
        error.code === 'aborted' ||
        error.retryable ||
        error.problem?.errors?.some(({ path }) => path.startsWith('payment'))
      )
        throw error;
      this.ordering = undefined;
      this.explain(error, cart);
      return undefined;
    }
  }

  /** Nothing was ordered, and nothing asked for: says why, and shows what is true now. */
  private explain(error: unknown, cart: Cart): void {
    const problem = isDukaError(error) ? error.problem : null;
    const { t } = this;
    this.refused(error);
    if (problem?.total !== undefined)
      this.problems = [t('total.now', { amount: formatMoney({ amount: problem.total, currency: cart.currency }) })];
    for (const { title, available } of problem?.lines ?? [])
      this.problems = [...this.problems, t('stock.now', { title, n: available })];
    this.store.refresh();
  }

  private async place(way: Way): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const ordered = await this.begin(way === 'cash' ? { method: 'cash' } : undefined);
      if (!ordered) return;
      this.way = way;
      if (way === 'cash') this.complete(ordered.order, ordered.payment);
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

  private async paid(event: CustomEvent<{ orderId: string; paymentId: string | null }>): Promise<void> {
    const { client } = this;
    if (!client || this.done) return;
    try {
      const order = await client.orders.get(event.detail.orderId, { secret: this.secret || undefined });
      this.complete(order, order.payments.find(({ id }) => id === event.detail.paymentId) ?? null);
    } catch (error) {
      // The money is in, and the button says so; only the words about the order are missing.
      if (this.made) this.complete({ ...this.made, paymentStatus: 'paid' }, null);
      else this.problem = error;
    }
  }

  private complete(order: Order, payment: Payment | null): void {
    this.made = order;
    this.done = { order, payment };
    this.tell('duka-complete', { order, payment });
    if (!this.successHref) return;
    const href = new URL(this.successHref, document.baseURI);
    href.searchParams.set('order', order.id);
    const safe = safeUrl(href.href, this.client?.server ?? '');
    if (safe) location.assign(safe);
  }

  private leave(to: 'shop' | 'cart'): void {
    this.tell('duka-checkout-leave', { to });
    if (!this.done) return;
    // The next visit to this page's checkout is for the next cart.
    this.made = this.ordering = undefined;
    this.done = undefined;
    this.way = '';
    this.filled = false;
  }

  /** Goes on where a reload, a crash or a dead line cut the buyer off. */
  private async resume(client: DukaBuyer, order: string | null): Promise<void> {
    try {
      const ordered = order ? { order: await client.orders.get(order) } : await client.resumeCheckout();
      if (!ordered || this.made) return;
      this.made = ordered.order;
      this.step = 'pay';
    } catch (error) {
      if (isDukaError(error) && error.status === 0) {
        addEventListener('online', () => void this.resume(client, order), { once: true });
        return;
      }
      this.problem = error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-checkout': DukaCheckout;
  }
}
