import type { DeliveryInput, Money, Shop } from '@smartduka/sdk/buyer';
import {
  css,
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { DukaElement } from '../core/duka-element.js';
import type { Say } from '../core/language.js';
import { Loaded } from '../core/loaded.js';
import { shopOf } from '../core/shop.js';
import { buttons, fields, states } from '../core/styles.js';
import { deliveryOf, emptyDraft, faultsOfDelivery, type Draft, type Faults } from '../duka-checkout/draft.js';
import { deliveryForm, faultSentence } from '../duka-checkout/forms.js';
import { checkout, shop } from '../locales/index.js';

/**
 * Where to bring the goods, or where the buyer collects them, for a form of your own: areas with their fees, a place that a rider finds, pick-up
 * points. A form sends what `duka.cart.setDelivery` and the API take, as JSON.
 *
 * @element duka-delivery-field
 * @fires input - Something was edited.
 * @fires change - It is another delivery now.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - The areas did not load; "Try again" is shown too.
 * @csspart field - A field with its label.
 * @csspart error - What is wrong with it.
 * @example
 * ```html
 * <form><duka-delivery-field name="delivery" required></duka-delivery-field></form>
 * ```
 * @public
 */
export class DukaDeliveryField extends DukaElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { ...DukaElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    buttons,
    fields,
    states,
    css`
      .all,
      fieldset {
        display: grid;
        gap: 14px;
      }
      .grow {
        flex: 1;
      }
      .bone {
        block-size: 56px;
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    name: { reflect: true },
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    draft: { state: true },
    faults: { state: true },
  };

  /** Name under which a form sends it. */
  name = '';
  /** The form is held back until the delivery is complete. */
  required = false;
  disabled = false;

  private draft: Draft = emptyDraft();
  private faults: Faults = {};
  private readonly internals: ElementInternals = this.attachInternals();
  private readonly t: Say<keyof (typeof checkout)['en']> = this.speak(checkout);
  private readonly s: Say<keyof (typeof shop)['en']> = this.speak(shop);
  private readonly loaded: Loaded<Shop> = new Loaded<Shop>(
    this,
    () => '',
    (client) => shopOf(client),
    ({ delivery: { zones, pickupPoints } }) => {
      if (!zones.length && pickupPoints.length) this.draft = { ...this.draft, how: 'pickup' };
      if (pickupPoints.length === 1) this.draft = { ...this.draft, point: pickupPoints[0]?.id ?? '' };
    },
  );

  /** The delivery as the API takes it; null while it is not complete. Set it to fill the fields in. */
  get value(): DeliveryInput | null {
    return Object.keys(faultsOfDelivery(this.draft)).length ? null : deliveryOf(this.draft);
  }
  set value(value: DeliveryInput | null) {
    const filled = value && {
      how: value.method,
      ...(value.method === 'pickup' ? { point: value.pickupPoint ?? '' } : { landmark: '', notes: '', ...value }),
    };
    this.draft = { ...emptyDraft(), ...filled } as Draft;
    this.faults = {};
  }

  /** What it costs before the value of the goods is known; null while nothing is chosen. The cart has the last word. */
  get fee(): Money | null {
    const { how, zone } = this.draft;
    const profile = this.loaded.now.value;
    if (how === 'pickup') return profile ? { amount: 0, currency: profile.currency } : null;
    return profile?.delivery.zones.find(({ id }) => id === zone)?.fee ?? null;
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get validity(): ValidityState {
    return this.internals.validity;
  }

  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  /** As `checkValidity`, and shows what is wrong. */
  reportValidity(): boolean {
    this.faults = this.required ? faultsOfDelivery(this.draft) : {};
    return this.internals.reportValidity();
  }

  formResetCallback(): void {
    this.value = null;
  }

  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { value } = this;
    this.internals.setFormValue(value && JSON.stringify(value));
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const [fault] = this.required ? Object.entries(faultsOfDelivery(this.draft)) : [];
    const anchor = this.renderRoot.querySelector<HTMLElement>('input, select') ?? undefined;
    if (!fault) return this.internals.setValidity({});
    const [field, kind] = fault as [keyof Faults, 'required'];
    this.internals.setValidity({ valueMissing: true }, faultSentence(this.t, field, kind), anchor);
  }

  override render(): TemplateResult {
    const { now } = this.loaded;
    if (now.state === 'failed' && !now.value) return this.renderFailure(now.error, this.loaded.retry);
    if (!now.value)
      return html`<div class="all" role="status" aria-label=${this.t('loading')}>
        <div class="bone"></div>
        <div class="bone"></div>
      </div>`;
    const state = { t: this.t, free: this.s('free'), draft: this.draft, faults: this.faults, edit: this.edit };
    return html`<fieldset class="all" ?disabled=${this.disabled} @change=${this.changed}>
      ${now.value.delivery.zones.length || now.value.delivery.pickupPoints.length ? deliveryForm(state, now.value.delivery) : nothing}
    </fieldset>`;
  }

  private readonly edit = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement;
    this.draft = { ...this.draft, [name]: value };
    this.faults = Object.fromEntries(Object.entries(this.faults).filter(([field]) => field !== name));
  };

  private changed(): void {
    // Unlike `input`, `change` does not leave a shadow root by itself.
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-delivery-field': DukaDeliveryField;
  }
}
