import type { Shop } from '@smartduka/sdk/buyer';
import { html, nothing, type TemplateResult } from 'lit';
import type { Say } from '../core/language.js';
import { formatMoney } from '../core/money.js';
import type { checkout } from '../locales/index.js';
import { longest, type Draft, type Fault, type Faults, type Field, type Wanted } from './draft.js';

/** What the forms of the steps have in common. */
export interface FormState {
  t: Say<keyof (typeof checkout)['en']>;
  free: string;
  draft: Draft;
  faults: Faults;
  /** A field or choice changed. */
  edit(event: Event): void;
}

const labelOf: Record<Field, keyof (typeof checkout)['en']> = {
  name: 'name',
  phone: 'phone',
  email: 'email',
  zone: 'zone',
  place: 'place',
  landmark: 'landmark',
  notes: 'notes',
  point: 'point',
};

/** The sentence of a fault, with the field's name in it, since the summary shows it away from its field. */
export const faultSentence = (t: FormState['t'], field: Field, fault: Fault): string =>
  t(`bad.${fault}`, { field: t(labelOf[field]) });

type Kind = 'text' | 'tel' | 'email' | 'area';

function field(
  { t, draft, faults, edit }: FormState,
  name: Field,
  kind: Kind,
  autocomplete: string,
  { optional = false, hint = '', choices = [] as readonly string[] } = {},
): TemplateResult {
  const fault = faults[name];
  const described = `${hint ? `${name}-hint ` : ''}${fault ? `${name}-bad` : ''}`.trim() || nothing;
  const common = { invalid: fault ? 'true' : 'false', required: !optional };
  return html`<div class="field" part="field">
    <label for=${name}
      >${t(labelOf[name])}${optional ? html` <span class="muted small">(${t('optional')})</span>` : nothing}</label
    >
    ${
      kind === 'area'
        ? html`<textarea
            id=${name}
            name=${name}
            rows="2"
            maxlength=${longest[name]}
            autocomplete=${autocomplete}
            .value=${draft[name]}
            aria-invalid=${common.invalid}
            aria-describedby=${described}
            @input=${edit}
          ></textarea>`
        : html`<input
            id=${name}
            name=${name}
            type=${kind}
            inputmode=${kind}
            maxlength=${longest[name]}
            autocomplete=${autocomplete}
            ?required=${common.required}
            .value=${draft[name]}
            aria-invalid=${common.invalid}
            list=${choices.length ? `${name}-list` : nothing}
            aria-describedby=${described}
            @input=${edit}
          />`
    }
    ${
      choices.length
        ? html`<datalist id="${name}-list">${choices.map((one) => html`<option value=${one}></option>`)}</datalist>`
        : nothing
    }
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
    ${fault ? html`<p class="error" part="error" id="${name}-bad">${faultSentence(t, name, fault)}</p>` : nothing}
  </div>`;
}

/** Name, phone and email, in the order in which the page asks for them. */
export function contactForm(state: FormState, wanted: readonly Wanted[], remembers: boolean): TemplateResult {
  const { t, edit } = state;
  const kinds = { name: ['text', 'name'], phone: ['tel', 'tel'], email: ['email', 'email'] } as const;
  return html`${wanted.map(({ field: name, optional }) => {
      const [kind, autocomplete] = kinds[name];
      return field(state, name, kind, autocomplete, { optional, hint: name === 'phone' ? t('phone.hint') : '' });
    })}
    <label class="tick"
      ><input type="checkbox" name="remember" .checked=${remembers} @change=${edit} /><span
        >${t('remember')}</span
      ></label
    >`;
}

function choice(
  name: string,
  value: string,
  chosen: boolean,
  text: TemplateResult | string,
  state: FormState,
): TemplateResult {
  return html`<label class="choice"
    ><input type="radio" name=${name} .value=${value} .checked=${chosen} @change=${state.edit} /><span class="grow"
      >${text}</span
    ></label
  >`;
}

/** Brought to a place that a rider can find, or collected at the shop. */
export function deliveryForm(state: FormState, { zones, pickupPoints }: Shop['delivery']): TemplateResult {
  const { t, draft, faults, edit, free } = state;
  const both = zones.length > 0 && pickupPoints.length > 0;
  const chosen = zones.find(({ id }) => id === draft.zone);
  const price = ({ fee, freeAbove }: (typeof zones)[number]): string =>
    [
      fee.amount ? formatMoney(fee) : free,
      ...(freeAbove ? [t('zone.free', { amount: formatMoney(freeAbove) })] : []),
    ].join(', ');
  return html`${
    both
      ? html`<fieldset class="field">
          <legend>${t('how')}</legend>
          ${choice('how', 'delivery', draft.how === 'delivery', t('how.delivery'), state)}
          ${choice('how', 'pickup', draft.how === 'pickup', t('how.pickup'), state)}
        </fieldset>`
      : nothing
  }
  ${
    draft.how === 'pickup'
      ? html`<fieldset class="field" id="point" tabindex="-1" aria-describedby=${faults.point ? 'point-bad' : nothing}>
          <legend>${t('point')}</legend>
          ${pickupPoints.map(({ id, title, address, hours }) =>
            choice(
              'point',
              id,
              draft.point === id,
              html`<b>${title}</b><br /><span class="muted small">${address}${hours ? ` · ${hours}` : ''}</span>`,
              state,
            ),
          )}
          ${faults.point ? html`<p class="error" part="error" id="point-bad">${faultSentence(t, 'point', faults.point)}</p>` : nothing}
        </fieldset>`
      : html`<div class="field" part="field">
            <label for="zone">${t('zone')}</label>
            <select
              id="zone"
              name="zone"
              required
              aria-invalid=${faults.zone ? 'true' : 'false'}
              aria-describedby=${faults.zone ? 'zone-bad' : nothing}
              @change=${edit}
            >
              <option value="" ?selected=${!draft.zone}>${t('zone.choose')}</option>
              ${zones.map(
                (zone) =>
                  html`<option value=${zone.id} ?selected=${draft.zone === zone.id}>
                    ${zone.title} · ${price(zone)}${zone.estimate ? ` · ${zone.estimate}` : ''}
                  </option>`,
              )}
            </select>
            ${chosen?.areas.length ? html`<p class="hint">${chosen.areas.join(', ')}</p>` : nothing}
            ${faults.zone ? html`<p class="error" part="error" id="zone-bad">${faultSentence(t, 'zone', faults.zone)}</p>` : nothing}
          </div>
          ${field(state, 'place', 'text', 'address-line1')}
          ${field(state, 'landmark', 'text', 'address-line2', {
            optional: true,
            hint: t('landmark.hint'),
            choices: chosen?.landmarks ?? [],
          })}
          ${field(state, 'notes', 'area', 'off', { optional: true })}`
  }`;
}
