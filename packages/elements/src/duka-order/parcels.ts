import type { Fulfilment, Order } from '@smartduka/sdk/buyer';
import { html, nothing, type TemplateResult } from 'lit';
import { lineName } from '../core/goods.js';
import { cross, icon, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { instant } from '../core/time.js';
import type { Language, more } from '../locales/index.js';

type Words = Say<keyof (typeof more)['en']>;

/** What has been packed, handed over and delivered, each with what is in it and how to follow it; and whether something is still to come. */
export function parcels(
  order: Order,
  t: Words,
  language: Language,
  safe: (address: string) => string | undefined,
): TemplateResult {
  const several = order.fulfilments.length > 1 || order.fulfilmentStatus === 'partial';
  const collected = order.delivery?.method !== 'delivery';
  return html`${order.fulfilments.map((one) => parcel(one))}
  ${
    order.fulfilmentStatus === 'partial' && order.status === 'open'
      ? html`<li class="later"><span class="dot" aria-hidden="true"></span><b>${t('part.rest')}</b></li>`
      : nothing
  }`;

  function parcel({ state, lines, tracking, note, ...at }: Fulfilment): TemplateResult {
    const words: Record<string, Parameters<Words>[0]> = {
      ready: 'part.ready',
      handed_over: collected ? 'part.collected' : 'part.handed_over',
      delivered: 'part.delivered',
      canceled: 'part.canceled',
    };
    const off = state === 'canceled';
    const when = at.deliveredAt ?? at.handedOverAt ?? at.createdAt;
    const link = tracking ? safe(/^https?:/i.test(tracking) ? tracking : '') : undefined;
    return html`<li class=${off ? 'off' : 'past'} part="parcel">
      <span class="dot" aria-hidden="true">${icon(off ? cross : tick)}</span>
      <b>${t(words[state] ?? 'part.ready')}</b><span class="muted small">${instant(when, language)}</span>
      ${
        several || tracking || note
          ? html`<div class="parcel small">
              ${
                several
                  ? html`<ul aria-label=${t('part.items')}>
                      ${lines.map(({ line: id, quantity }) => {
                        const line = order.lines.find((sold) => sold.id === id);
                        return line ? html`<li>${quantity} × ${lineName(line, language)}</li>` : nothing;
                      })}
                    </ul>`
                  : nothing
              }
              ${
                link
                  ? html`<a href=${link} target="_blank" rel="noopener noreferrer">${t('track')}</a>`
                  : tracking
                    ? html`<p>${t('tracking', { text: tracking })}</p>`
                    : nothing
              }
              ${note ? html`<p class="muted">${note}</p>` : nothing}
            </div>`
          : nothing
      }
    </li>`;
  }
}
