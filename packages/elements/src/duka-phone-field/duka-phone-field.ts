import { toE164 } from '@smartduka/sdk/buyer';
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
import { networkOf, type Network } from '../core/network.js';
import { fields } from '../core/styles.js';
import { checkout, pay } from '../locales/index.js';

/**
 * A Kenyan mobile number in a form of your own: takes 07…, 01…, 7…, 254… and +254…, and sends `+2547…`.
 *
 * @element duka-phone-field
 * @slot label - Label. Falls back to "Phone number" in the page's language.
 * @fires input - The number was edited.
 * @fires change - The buyer has finished editing.
 * @csspart field - Label, input, hint and error.
 * @csspart error - What is wrong.
 * @example
 * ```html
 * <form><duka-phone-field name="phone" required></duka-phone-field></form>
 * ```
 * @public
 */
export class DukaPhoneField extends DukaElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { ...DukaElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    fields,
    css`
      .net {
        color: var(--_muted);
        font-size: 0.875em;
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    name: { reflect: true },
    value: {},
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    touched: { state: true },
  };

  /** Name under which a form sends it. */
  name = '';
  /** What was typed. A form sends the E.164 form of it. */
  value = '';
  required = false;
  disabled = false;

  private touched = false;
  private get input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }
  private readonly internals: ElementInternals = this.attachInternals();
  private readonly t: Say<keyof (typeof pay)['en']> = this.speak(pay);
  private readonly c: Say<keyof (typeof checkout)['en']> = this.speak(checkout);

  /** `+254712345678`, or null while it is not a Kenyan mobile number. */
  get e164(): string | null {
    return toE164(this.value);
  }

  /** Whose number it is, by its prefix; null when that cannot be told. Numbers move between networks, so take it as a hint. */
  get network(): Network | null {
    return networkOf(this.e164);
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
    this.touched = true;
    return this.internals.reportValidity();
  }

  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? '';
    this.touched = false;
  }

  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.internals.setFormValue(this.e164);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { fault, input } = this;
    this.internals.setValidity(
      fault ? { valueMissing: fault === 'required', typeMismatch: fault === 'invalid' } : {},
      fault ? this.t(`phone.${fault}`) : '',
      input ?? undefined,
    );
  }

  override render(): TemplateResult {
    const { t, fault } = this;
    const shown = this.touched && fault;
    return html`<div class="field" part="field">
      <label for="phone"><slot name="label">${this.c('phone')}</slot></label>
      <input
        id="phone"
        type="tel"
        inputmode="tel"
        autocomplete="tel"
        maxlength="24"
        .value=${this.value}
        ?required=${this.required}
        ?disabled=${this.disabled}
        aria-invalid=${shown ? 'true' : 'false'}
        aria-describedby="hint ${shown ? 'bad' : ''}"
        @input=${this.edit}
        @change=${this.finish}
      />
      <p class="hint" id="hint">${this.c('phone.hint')}</p>
      ${shown ? html`<p class="error" part="error" id="bad">${t(`phone.${shown}`)}</p>` : nothing}
    </div>`;
  }

  private get fault(): '' | 'required' | 'invalid' {
    if (!this.value.trim()) return this.required ? 'required' : '';
    return this.e164 ? '' : 'invalid';
  }

  private edit(event: Event): void {
    this.value = (event.target as HTMLInputElement).value;
  }

  private finish(): void {
    this.touched = true;
    // Unlike `input`, `change` does not leave a shadow root by itself.
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-phone-field': DukaPhoneField;
  }
}
