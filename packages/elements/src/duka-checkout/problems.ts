import { html, nothing, type TemplateResult } from 'lit';
import { alert, icon } from '../core/icons.js';
import type { Fault, Faults, Field } from './draft.js';
import { faultSentence, type FormState } from './forms.js';

/** What went wrong, above all steps: fields to go to, and sentences. */
export function problemsBox(
  t: FormState['t'],
  faults: Faults,
  sentences: readonly string[],
  { goTo, toCart }: { goTo(field: Field): void; toCart: (() => void) | undefined },
): TemplateResult | typeof nothing {
  const fields = Object.entries(faults) as [Field, Fault][];
  if (!fields.length && !sentences.length) return nothing;
  return html`<div class="alert bad">
    ${icon(alert)}
    <div class="wrong">
      ${fields.length ? html`<b id="faults" tabindex="-1">${t('bad.summary')}</b>` : nothing}
      ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
      <ul>
        ${fields.map(
          ([name, fault]) =>
            html`<li>
              <button type="button" class="link" @click=${() => goTo(name)}>${faultSentence(t, name, fault)}</button>
            </li>`,
        )}
      </ul>
      ${toCart ? html`<button type="button" @click=${toCart}>${t('to.cart')}</button>` : nothing}
    </div>
  </div>`;
}
