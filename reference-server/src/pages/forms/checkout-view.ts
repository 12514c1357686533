import type { Cart, Shop } from '@smartduka/contract';
import { html, type Html } from '../html.js';
import type { Page } from '../layout.js';
import { shillings, type Visit } from '../visit.js';
import { billRows, field, summary, totalsRows, type Faults } from './fields.js';

/** What the buyer has typed, by field. */
export type Draft = Readonly<Record<string, string>>;

const page = (visit: Visit, title: string, body: Html | false): Page => ({
  title: visit.t('checkoutTitle'),
  search: false,
  drawer: false,
  index: false,
  body: html`<div class="narrow">
    <h1>${title}</h1>
    <duka-checkout success-href="/orders">${body}</duka-checkout>
  </div>`,
});

/** Where there are scripts, the element knows the cart. */
export const nothingToOrder = (visit: Visit): Page =>
  page(
    visit,
    visit.t('checkoutTitle'),
    html`<noscript
      ><div class="panel">
        <p>${visit.t('cartEmpty')}</p>
        <p><a class="button" href="/">${visit.t('keepShopping')}</a></p>
      </div></noscript
    >`,
  );

/** Who buys, and how the goods reach them. */
export function detailsPage(
  visit: Visit,
  { delivery }: Shop,
  draft: Draft,
  faults: Faults = {},
  problem?: string,
): Page {
  const { t } = visit;
  const { zones, pickupPoints } = delivery;
  const how = draft['how'] ?? (zones.length > 0 ? 'delivery' : pickupPoints[0]?.id);
  const choice = (value: string, label: string, more: Html | false = false) =>
    html`<label class="choice"
      ><input type="radio" name="how" value="${value}" required ${value === how && html` checked`} /><span
        ><b>${label}</b>${more}</span
      ></label
    >`;
  return page(
    visit,
    t('checkoutTitle'),
    html`<form class="panel forms" method="post" action="/checkout" novalidate>
      ${summary(visit, faults, problem)}
      <fieldset>
        <legend>${t('you')}</legend>
        ${field(visit, faults, { name: 'name', label: t('name'), value: draft['name'], autocomplete: 'name', max: 80 })}
        ${field(visit, faults, { name: 'phone', label: t('phone'), value: draft['phone'], type: 'tel', autocomplete: 'tel', max: 24, hint: t('phoneHint') })}
        ${field(visit, faults, { name: 'email', label: t('email'), value: draft['email'], type: 'email', autocomplete: 'email', max: 254, required: false })}
      </fieldset>
      ${
        (zones.length > 0 || pickupPoints.length > 0) &&
        html`<fieldset id="how" tabindex="-1">
          <legend>${t('how')}</legend>
          ${pickupPoints.map(({ id, title, address, hours }) =>
            choice(id, t('collectAt', { title }), html`<small>${address}${hours && ` · ${hours}`}</small>`),
          )}
          ${
            zones.length > 0 &&
            html`${choice('delivery', t('bring'))}
              <div class="inside">
                <div class="field">
                  <label for="zone">${t('zone')}</label
                  ><select
                    id="zone"
                    name="zone"
                    ${faults['zone'] && html` aria-invalid="true" aria-describedby="zone-bad"`}
                  >
                    <option value="">${t('zoneChoose')}</option>
                    ${zones.map(
                      (zone) =>
                        html`<option value="${zone.id}" ${zone.id === draft['zone'] && html` selected`}>
                          ${zone.title} ·
                          ${zone.fee.amount > 0 ? shillings(zone.fee) : t('free')}${zone.estimate && ` · ${zone.estimate}`}
                        </option>`,
                    )}
                  </select>
                  ${faults['zone'] && html`<p class="bad" id="zone-bad">${faults['zone']}</p>`}
                </div>
                ${field(visit, faults, { name: 'place', label: t('place'), value: draft['place'], autocomplete: 'address-line1', required: false })}
                ${field(visit, faults, { name: 'landmark', label: t('landmark'), value: draft['landmark'], autocomplete: 'address-line2', hint: t('landmarkHint'), required: false })}
                ${field(visit, faults, { name: 'notes', label: t('riderNote'), value: draft['notes'], max: 280, required: false })}
              </div>`
          }
        </fieldset>`
      }
      <button class="button full">${t('toPayment')}</button>
    </form>`,
  );
}

/** What it comes to, and how to pay it. */
export function payPage(
  visit: Visit,
  { paymentMethods, mpesa }: Shop,
  cart: Cart,
  { key, phone = '', method }: { key: string; phone?: string | undefined; method?: string | undefined },
  faults: Faults = {},
  problem?: string,
): Page {
  const { t } = visit;
  const ready = (name: string) => paymentMethods.some((one) => one.method === name && one.ready);
  const ways = (['mpesa', 'paybill', 'cash'] as const).filter(
    (way) => (way === 'cash' ? ready('cash') : ready('mpesa')) && (way !== 'paybill' || mpesa !== null),
  );
  const chosen = ways.find((way) => way === method) ?? ways[0];
  const { total } = cart.totals;
  return page(
    visit,
    t('payTitle'),
    html`<form class="panel forms" method="post" action="/checkout/pay" novalidate>
      ${summary(visit, faults, problem)} ${billRows(visit, cart.lines)} ${totalsRows(visit, cart)}
      ${
        cart.delivery &&
        html`<p>
          <b>${t(cart.delivery.method === 'pickup' ? 'collect' : 'deliverTo')}</b><br />${[
            cart.delivery.title,
            cart.delivery.place,
            cart.delivery.landmark,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>`
      }
      <p><a class="plainly" href="/checkout">${t('editDetails')}</a></p>
      ${
        ways.length === 0
          ? html`<p class="say wrong">${t('noWay')}</p>`
          : html`<fieldset>
                <legend>${t('ways')}</legend>
                ${ways.map(
                  (way) =>
                    html`<label class="choice"
                      ><input type="radio" name="method" value="${way}" ${way === chosen && html` checked`} /><span
                        ><b>${t(`way.${way}`)}</b><small>${t(`way.${way}.say`)}</small></span
                      ></label
                    >`,
                )}
                ${ways.includes('mpesa') && payerField(visit, faults, phone)}
              </fieldset>
              <input type="hidden" name="key" value="${key}" /><input
                type="hidden"
                name="total"
                value="${total.amount}"
              />
              <button class="button full">${t('pay', { amount: shillings(total) })}</button>`
      }
    </form>`,
  );
}

/** Whose phone the request goes to. */
export const payerField = (visit: Visit, faults: Faults, phone: string): Html =>
  field(visit, faults, {
    name: 'phone',
    label: visit.t('payPhone'),
    value: phone,
    type: 'tel',
    autocomplete: 'tel',
    max: 24,
    hint: visit.t('payPhoneHint'),
  });
