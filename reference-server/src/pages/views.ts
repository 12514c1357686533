import type { Category, Product } from '@smartduka/contract';
import { buyForm } from './forms/cart-view.js';
import { html, type Html } from './html.js';
import type { Page } from './layout.js';
import { shillings, type Visit } from './visit.js';

/** Shelves with a picture of what stands on them. */
export interface PicturedShelf {
  category: Category;
  picture: string | null;
  /** Another one, for a row of samples. */
  sample: string | null;
}

export const card = ({ own, t }: Visit, product: Product): Html => {
  const [image] = product.images;
  const price = shillings(product.price);
  return html`<li>
    <a class="card" href="/p/${product.slug}"
      >${image && html`<img src="${image.url}" alt="" width="${image.width}" height="${image.height}" loading="lazy" decoding="async" />`}<b>${own(product)}</b>${
        product.availability === 'out_of_stock'
          ? html`<span class="out">${t('outOfStock')}</span>`
          : html`<span>${product.variants.length > 1 ? t('from', { price }) : price}</span>`
      }</a
    >
  </li>`;
};

const cards = (visit: Visit, products: readonly Product[]): Html =>
  html`<ul class="cards">
    ${products.map((product) => card(visit, product))}
  </ul>`;

const icons = {
  phone: html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <rect x="6" y="2" width="12" height="20" rx="3" />
    <path d="m9.5 12 2 2 3.5-4" />
  </svg>`,
  boda: html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="5.5" cy="17" r="3" />
    <circle cx="18.5" cy="17" r="3" />
    <path d="M8.5 17h6l2-6h-5l-2-3H6M15 6h2l2 8" />
  </svg>`,
  tag: html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M3 12V4h8l10 10-8 7z" />
    <circle cx="7.5" cy="8" r="1" />
  </svg>`,
};

export function homePage(visit: Visit, shelves: readonly PicturedShelf[], products: readonly Product[]): Page {
  const { t, own, shop, language } = visit;
  const fees = shop.zones.map((zone) => zone.fee);
  const fee = shillings({ amount: fees.length > 0 ? Math.min(...fees) : 0, currency: shop.currency });
  const promise = (icon: Html, title: string, more: string) =>
    html`<li>${icon}<b>${title}</b><span>${more}</span></li>`;
  const crate = shelves.filter((shelf) => shelf.sample !== null).slice(0, 8);
  return {
    title: shop.name,
    search: '',
    body: html`<div class="wide">
      <div class="hero">
        <div>
          <h1>${shop.tagline[language] ?? shop.name}</h1>
          <p class="lead">${t('description', { name: shop.name })}</p>
        </div>
        <div class="crate" aria-hidden="true">
          ${crate.map((shelf) => html`<a href="/c/${shelf.category.slug}" tabindex="-1"><img src="${shelf.sample ?? ''}" alt="" width="240" height="240" /></a>`)}
        </div>
      </div>
      <nav aria-labelledby="shelves">
        <h2 id="shelves">${t('shelves')}</h2>
        <div class="shelves">
          ${shelves.map(
            ({ category, picture }) =>
              html`<a class="shelf" href="/c/${category.slug}"
                >${picture !== null && html`<img src="${picture}" alt="" width="240" height="240" loading="lazy" />`}<span
                  >${own(category)}<small>${t('items', { n: category.productCount })}</small></span
                ></a
              >`,
          )}
        </div>
      </nav>
      <section aria-labelledby="goods">
        <div class="head"><h2 id="goods">${t('allGoods')}</h2></div>
        <duka-products product-href="/p/{slug}">${cards(visit, products)}</duka-products>
      </section>
      <ul class="promises">
        ${promise(icons.phone, t('promisePay'), t('promisePayMore'))}${promise(icons.boda, t('promiseDeliver'), t('promiseDeliverMore', { fee }))}${promise(icons.tag, t('promisePrices'), t('promisePricesMore'))}
      </ul>
    </div>`,
  };
}

export function searchPage(visit: Visit, q: string, products: readonly Product[]): Page {
  const { t } = visit;
  return {
    title: t('found', { q }),
    search: q,
    index: false,
    body: html`<div class="wide">
      ${crumbs(visit, [])}
      <div class="head"><h1>${t('found', { q })}</h1></div>
      <duka-products query="${q}" product-href="/p/{slug}">${cards(visit, products)}</duka-products>
    </div>`,
  };
}

export function shelfPage(
  visit: Visit,
  category: Category,
  above: readonly Category[],
  below: readonly Category[],
  products: readonly Product[],
): Page {
  const { t, own } = visit;
  return {
    title: own(category),
    search: '',
    body: html`<div class="wide">
      ${crumbs(visit, above)}
      <div class="head">
        <h1>${own(category)}</h1>
        <p>${t('items', { n: category.productCount })}</p>
      </div>
      ${
        below.length > 0 &&
        html`<nav class="chips" aria-label="${t('shelves')}">
          ${below.map((one) => html`<a href="/c/${one.slug}" ${one.id === category.id && html` aria-current="page"`}>${own(one)}</a>`)}
        </nav>`
      }
      <section>
        <duka-products class="plain" category="${category.slug}" product-href="/p/{slug}"
          >${cards(visit, products)}</duka-products
        >
      </section>
    </div>`,
  };
}

export function productPage(
  visit: Visit,
  product: Product,
  above: readonly Category[],
  alike: readonly Product[],
): Page {
  const { t, own, language } = visit;
  const title = own(product);
  const description = product.translations[language]?.description ?? product.description;
  const [image] = product.images;
  const shelf = above.at(-1);
  const row = (name: string, value: string | Html) =>
    html`<dt>${name}</dt>
      <dd>${value}</dd>`;
  return {
    title,
    description: `${title}: ${shillings(product.price)}. ${description}`,
    search: '',
    image: image?.url,
    body: html`<div class="wide">
      ${crumbs(visit, above)}
      <h1 class="quiet">${title}</h1>
      <section>
        <duka-product product="${product.slug}"
          ><article class="panel">
            ${image && html`<img src="${image.url}" alt="${title}" width="${image.width}" height="${image.height}" />`}
            <h2>${title}</h2>
            <p>${shillings(product.price)}</p>
            <p>${description}</p>
            ${buyForm(visit, product)}
          </article></duka-product
        >
      </section>
      <div class="facts">
        <section class="panel" aria-labelledby="sizes">
          <h2 id="sizes">${t('sizes')}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">${t('size')}</th>
                <th scope="col">${t('barcode')}</th>
                <th scope="col">${t('price')}</th>
              </tr>
            </thead>
            <tbody>
              ${product.variants.map(
                (variant) =>
                  html`<tr>
                    <td>${variant.title}</td>
                    <td><code>${variant.barcode}</code></td>
                    <td>${variant.availability === 'out_of_stock' ? t('outOfStock') : shillings(variant.price)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </section>
        <section class="panel">
          <dl class="rows">
            ${product.brand !== null && row(t('brand'), product.brand)}${shelf && row(t('shelf'), html`<a href="/c/${shelf.slug}">${own(shelf)}</a>`)}${visit.shop.tax.vatRegistered && row(t('vat'), t(`vat.${product.vatClass}`))}
          </dl>
        </section>
      </div>
      ${
        alike.length > 0 &&
        html`<section aria-labelledby="more">
          <div class="head"><h2 id="more">${t('more')}</h2></div>
          ${cards(visit, alike)}
        </section>`
      }
    </div>`,
  };
}

function crumbs({ t, own }: Visit, above: readonly Category[]): Html {
  return html`<nav aria-label="${t('shelves')}">
    <ol class="crumbs">
      <li><a href="/">${t('home')}</a></li>
      ${above.map((one) => html`<li><a href="/c/${one.slug}">${own(one)}</a></li>`)}
    </ol>
  </nav>`;
}

/** A page that has only a sentence to say. */
export const sorryPage = (
  visit: Visit,
  say: { title: string; text: string; link: { href: string; text: string } },
  picture: string,
): Page => ({
  title: say.title,
  search: '',
  index: false,
  body: html`<div class="wide sorry">
    <img src="${picture}" alt="" width="144" height="144" />
    <h1>${say.title}</h1>
    <p>${say.text}</p>
    <a class="button" href="${say.link.href}">${say.link.text}</a>
  </div>`,
});
