import type { FieldError } from '@smartduka/contract';
import { html, type Html } from '../html.js';
import { shillings, type Visit } from '../visit.js';
import type { Cart, Order } from '@smartduka/contract';

/** Sentences by the name of the field that they are about. */
export type Faults = Readonly<Record<string, string>>;

export interface FieldOptions {
  name: string;
  label: string;
  value?: string | undefined;
  type?: 'text' | 'tel' | 'email';
  hint?: string;
  autocomplete?: string;
  max?: number;
  required?: boolean;
}

/** A field with its label, hint and fault. */
export function field({ t }: Visit, faults: Faults, options: FieldOptions): Html {
  const { name, label, value = '', type = 'text', hint, autocomplete = 'off', max = 140, required = true } = options;
  const fault = faults[name];
  const about = [hint && `${name}-hint`, fault && `${name}-bad`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}${!required && html` <small>(${t('optional')})</small>`}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      maxlength="${max}"
      autocomplete="${autocomplete}"
      ${required && html` required`}
      ${about && html` aria-describedby="${about}"`}
      ${fault && html` aria-invalid="true"`}
    />
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${fault && html`<p class="bad" id="${name}-bad">${fault}</p>`}
  </div>`;
}

/** What is wrong, above the form, with a way to each field. */
export function summary({ t }: Visit, faults: Faults, problem?: string): Html | false {
  const all = Object.entries(faults);
  if (all.length === 0 && !problem) return false;
  return html`<div class="say wrong" role="alert">
    ${problem && html`<p>${problem}</p>`}${
      all.length > 0 &&
      html`<p>${t('check')}</p>
        <ul>
          ${all.map(([name, fault]) => html`<li><a href="#${name}">${fault}</a></li>`)}
        </ul>`
    }
  </div>`;
}

/** Sentences for what the contract found wrong: `customer.phone` is the field `phone`. */
export function faultsFrom(
  { t }: Visit,
  errors: readonly FieldError[],
  labels: Readonly<Record<string, string>>,
): Faults {
  const faults: Record<string, string> = {};
  for (const { path } of errors) {
    const name = path.split('.').at(-1) ?? '';
    const label = labels[name];
    if (label === undefined) continue;
    const kind = name === 'phone' ? 'bad.phone' : name === 'email' ? 'bad.email' : 'bad.value';
    faults[name] ??= t(kind, { field: label });
  }
  return faults;
}

/** What it comes to. */
export function totalsRows({ t }: Visit, { totals, delivery }: Pick<Cart | Order, 'totals' | 'delivery'>): Html {
  const row = (name: string, value: string, kind = '') =>
    html`<div class="${kind}">
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  const { subtotal, discount, rounding, total, tax } = totals;
  return html`<dl class="sums">
    ${row(t('subtotal'), shillings(subtotal))}${discount.amount > 0 && row(t('discount'), `−${shillings(discount)}`)}${
      delivery && row(t('fee'), totals.delivery.amount > 0 ? shillings(totals.delivery) : t('free'))
    }${rounding.amount !== 0 && row(t('rounding'), (rounding.amount < 0 ? '−' : '') + shillings({ ...rounding, amount: Math.abs(rounding.amount) }))}
    ${row(t('total'), shillings(total), 'all')}
    ${tax.amount > 0 && html`<div class="tax"><dt>${t('taxInside', { amount: shillings(tax) })}</dt></div>`}
  </dl>`;
}

/** The goods, a line each. */
export const billRows = ({ own }: Visit, lines: (Cart | Order)['lines']): Html =>
  html`<ul class="bill">
    ${lines.map(
      (line) =>
        html`<li>
          <span>${line.quantity} × ${own(line)}${line.variantTitle && ` · ${line.variantTitle}`}</span
          ><span>${shillings(line.total)}</span>
        </li>`,
    )}
  </ul>`;
