import type { Cart, CartLine, Product } from '@smartduka/contract';
import { html, type Html } from '../html.js';
import type { Page } from '../layout.js';
import { shillings, type Visit } from '../visit.js';
import { totalsRows } from './fields.js';

/** Puts a product into the cart. */
export function buyForm({ t }: Visit, product: Product): Html | false {
  const kinds = product.variants.filter(({ availability }) => availability !== 'out_of_stock');
  const [only] = kinds;
  if (!only) return html`<p><b>${t('outOfStock')}</b></p>`;
  return html`<form class="buy" method="post" action="/cart/add">
    ${
      product.variants.length === 1
        ? html`<input type="hidden" name="variant" value="${only.id}" />`
        : html`<div class="field">
            <label for="variant">${t('chooseSize')}</label
            ><select id="variant" name="variant">
              ${kinds.map((kind) => html`<option value="${kind.id}">${kind.title} · ${shillings(kind.price)}</option>`)}
            </select>
          </div>`
    }
    <div class="field">
      <label for="quantity">${t('howMany')}</label
      ><input id="quantity" name="quantity" type="number" inputmode="numeric" min="1" max="9999" value="1" />
    </div>
    <button class="button">${t('addToCart')}</button>
  </form>`;
}

/** @param say What just happened, in good words or bad. */
export function cartPage(
  visit: Visit,
  cart: Cart | null,
  say: { note?: string | undefined; problem?: string } = {},
): Page {
  const { t } = visit;
  const said = html`${say.note && html`<p class="say" role="status">${say.note}</p>`}${say.problem && html`<p class="say wrong" role="alert">${say.problem}</p>`}`;
  return {
    title: t('cartTitle'),
    search: '',
    drawer: false,
    index: false,
    body: html`<div class="narrow">
      <h1>${t('cartTitle')}</h1>
      <duka-cart>${cart && cart.lines.length > 0 ? full(visit, cart, said) : empty(visit, said)}</duka-cart>
    </div>`,
  };
}

/** Where there are scripts the cart may hold something all the same, so only a page without them says that it is empty. */
const empty = ({ t }: Visit, said: Html): Html =>
  html`${said}<noscript
      ><div class="panel">
        <p>${t('cartEmpty')}</p>
        <p><a class="button" href="/">${t('keepShopping')}</a></p>
      </div></noscript
    >`;

function full(visit: Visit, cart: Cart, said: Html): Html {
  const { t } = visit;
  const problems = cart.lines.some((line) => line.problem !== null);
  return html`<div class="panel forms">
    ${said}
    <ul class="lines">
      ${cart.lines.map((line) => lineForm(visit, line))}
    </ul>
    ${codeForm(visit, cart)} ${totalsRows(visit, cart)}
    ${problems ? html`<p class="bad">${t('fixLines')}</p>` : html`<a class="button full" href="/checkout">${t('toCheckout')}</a>`}
    <a class="plainly" href="/">${t('keepShopping')}</a>
  </div>`;
}

function lineForm({ t, own }: Visit, line: CartLine): Html {
  const title = own(line);
  const { problem, availableQuantity: left, previousUnitPrice: before } = line;
  const note =
    problem === 'insufficient_stock' && left
      ? t('shortLine', { n: left })
      : problem === 'unavailable'
        ? t('goneLine')
        : problem
          ? t('soldOutLine')
          : before && t('priceLine', { from: shillings(before), to: shillings(line.unitPrice) });
  return html`<li>
    ${line.image && html`<img src="${line.image.url}" alt="" width="72" height="72" loading="lazy" />`}
    <div>
      <b>${title}${line.variantTitle && ` · ${line.variantTitle}`}</b>
      ${line.quantity > 1 && html`<small>${t('each', { price: shillings(line.unitPrice) })}</small>`}
      ${note && html`<p class="bad">${note}</p>`}
    </div>
    <b class="sum">${shillings(line.total)}</b>
    <form method="post" action="/cart/lines/${line.id}">
      <input
        name="quantity"
        type="number"
        inputmode="numeric"
        min="1"
        max="9999"
        value="${line.quantity}"
        aria-label="${t('quantityOf', { title })}"
      /><button aria-label="${t('changeWhat', { title })}">${t('change')}</button
      ><button class="plainly" name="remove" value="yes" formnovalidate aria-label="${t('removeWhat', { title })}">
        ${t('remove')}
      </button>
    </form>
  </li>`;
}

function codeForm({ t }: Visit, { discountCode }: Cart): Html {
  if (discountCode)
    return html`<form class="code" method="post" action="/cart/code">
      <b>${discountCode.code}</b
      ><button name="remove" value="yes">${t('codeRemove', { code: discountCode.code })}</button>
    </form>`;
  return html`<form class="code" method="post" action="/cart/code">
    <label class="quiet" for="code">${t('code')}</label
    ><input
      id="code"
      name="code"
      maxlength="40"
      autocomplete="off"
      autocapitalize="characters"
      placeholder="${t('code')}"
    /><button>${t('codeUse')}</button>
  </form>`;
}
