import type { Cart, Order, Shop } from '@smartduka/sdk/buyer';
import { html, nothing, type TemplateResult } from 'lit';
import { lineName } from '../core/goods.js';
import type { Say } from '../core/language.js';
import { formatMoney } from '../core/money.js';
import { totalsTable } from '../core/totals.js';
import type { checkout, Language, shop } from '../locales/index.js';

export type Way = 'mpesa' | 'paybill' | 'cash';
type Words = Say<keyof (typeof checkout)['en']>;

/** Ways that the page offers and the shop can take now, in the page's order. */
export function waysOf(methods: string, { paymentMethods, mpesa }: Shop): Way[] {
  const ready = (method: string): boolean => paymentMethods.some((one) => one.method === method && one.ready);
  const can: Record<Way, boolean> = {
    mpesa: ready('mpesa'),
    paybill: ready('mpesa') && Boolean(mpesa),
    cash: ready('cash'),
  };
  return methods
    .split(',')
    .map((word) => word.trim())
    .filter((word): word is Way => can[word as Way]);
}

/** What is bought, and what it comes to. */
export function bill(
  t: Words,
  s: Say<keyof (typeof shop)['en']>,
  goods: Cart | Order,
  language: Language,
): TemplateResult {
  return html`<ul class="items" aria-label=${t('items')}>
      ${goods.lines.map(
        (line) =>
          html`<li>
            <span>${line.quantity} × ${lineName(line, language)}</span
            ><span class="num">${formatMoney(line.total)}</span>
          </li>`,
      )}
    </ul>
    ${totalsTable(s, goods.totals, Boolean(goods.delivery))}`;
}

/** How to pay, where there is a choice. */
export function choiceOfWays(
  t: Words,
  ways: readonly Way[],
  chosen: Way,
  choose: (way: Way) => void,
): TemplateResult | typeof nothing {
  if (ways.length < 2) return nothing;
  return html`<fieldset class="field">
    <legend>${t('ways')}</legend>
    ${ways.map(
      (way) =>
        html`<label class="choice"
          ><input type="radio" name="way" .checked=${way === chosen} @change=${() => choose(way)} /><span class="grow"
            ><b>${t(`way.${way}`)}</b><br /><span class="muted small">${t(`way.${way}.say`)}</span></span
          ></label
        >`,
    )}
  </fieldset>`;
}
