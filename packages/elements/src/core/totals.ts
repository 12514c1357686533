import type { Totals } from '@smartduka/sdk/buyer';
import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { Texts } from '../locales/index.js';
import type { shop } from '../locales/index.js';
import type { Say } from './language.js';
import { formatMoney } from './money.js';

type Words = typeof shop extends Texts<infer Key> ? Key : never;

/** The sum from the lines down to the total, with the tax that is inside. `delivery: null` says that it comes later. */
export function totalsTable(t: Say<Words>, totals: Totals, delivery: boolean, busy = false): TemplateResult {
  const row = (name: TemplateResult | string, amount: string, kind = ''): TemplateResult =>
    html`<div class=${kind}>
      <dt>${name}</dt>
      <dd class="num" part=${kind || nothing}>${amount}</dd>
    </div>`;
  const { subtotal, discount, rounding, total, tax } = totals;
  const plain = !discount.amount && !rounding.amount && !totals.delivery.amount && !delivery;
  return html`<dl class="totals ${busy ? 'busy' : ''}" part="summary">
    ${plain ? nothing : row(t('subtotal'), formatMoney(subtotal))}
    ${discount.amount ? row(t('discount'), `−${formatMoney(discount)}`, 'discount') : nothing}
    ${delivery ? row(t('delivery'), totals.delivery.amount ? formatMoney(totals.delivery) : t('free')) : nothing}
    ${rounding.amount ? row(t('rounding'), formatMoney(rounding)) : nothing}
    ${row(t('total'), formatMoney(total), 'total')}
    ${tax.amount ? html`<div class="muted small"><dt>${t('tax', { amount: formatMoney(tax) })}</dt></div>` : nothing}
  </dl>`;
}

export const totalsStyles: CSSResult = css`
  .totals {
    display: grid;
    gap: 6px;
    transition: opacity var(--_motion);
  }
  .totals.busy {
    opacity: 0.5;
  }
  .totals > div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  .totals dd {
    white-space: nowrap;
  }
  .totals .total {
    padding-block-start: 8px;
    font-size: 1.1875em;
    font-weight: 700;
    border-block-start: 1px solid var(--_border);
  }
  .totals .total:first-child {
    padding: 0;
    border: 0;
  }
  .totals .discount {
    color: var(--_success);
  }
`;
