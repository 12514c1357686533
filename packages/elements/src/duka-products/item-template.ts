import type { Product } from '@smartduka/sdk/buyer';
import type { DukaElement } from '../core/duka-element.js';
import { descriptionOf, serverOf, titleOf } from '../core/goods.js';
import { formatMoney } from '../core/money.js';
import { savesData } from '../core/saver.js';
import { safeUrl } from '../core/url.js';
import type { Language } from '../locales/index.js';

const mark = 'data-duka-item';

/**
 * Puts a copy of the page's template into the page for each product, as the content of the product's slot. Text is set as text and addresses only
 * when they are plain web, so that a shop's data stays data.
 */
export function fillItems(
  host: DukaElement,
  template: HTMLTemplateElement,
  products: readonly Product[],
  language: Language,
  hrefOf: (product: Product) => string | undefined,
): void {
  const copies = new Map([...host.querySelectorAll(`:scope > [${mark}]`)].map((one) => [one.slot, one]));
  for (const product of products) {
    const print = JSON.stringify([product, language, savesData(host)]);
    const before = copies.get(product.id);
    copies.delete(product.id);
    if (before?.getAttribute(mark) === print) continue;
    const copy = document.createElement('div');
    copy.slot = product.id;
    copy.setAttribute(mark, print);
    copy.append(template.content.cloneNode(true));
    fill(copy, host, product, language, hrefOf(product));
    if (before) before.replaceWith(copy);
    else host.append(copy);
  }
  for (const gone of copies.values()) gone.remove();
}

function fill(
  copy: HTMLElement,
  host: DukaElement,
  product: Product,
  language: Language,
  href: string | undefined,
): void {
  const title = titleOf(product, language);
  const texts: Record<string, string> = {
    title,
    price: formatMoney(product.price),
    description: descriptionOf(product, language),
    brand: product.brand ?? '',
  };
  for (const part of copy.querySelectorAll<HTMLElement>('[data-duka]')) {
    const wish = part.dataset.duka ?? '';
    if (wish in texts) part.textContent = texts[wish] as string;
    else if (wish === 'link' && part instanceof HTMLAnchorElement && href) part.href = href;
    else if (wish === 'image' && part instanceof HTMLImageElement) {
      const [image] = product.images;
      const url = savesData(host) ? undefined : safeUrl(image?.url, serverOf(host));
      part.hidden = !url;
      part.alt = '';
      if (url) part.src = url;
    }
  }
  const [variant] = product.variants;
  for (const ours of copy.querySelectorAll('duka-add-to-cart, duka-mpesa-button, duka-product'))
    Object.assign(ours, {
      product: product.slug,
      ...(ours.localName === 'duka-product' ? {} : { variant: variant?.id ?? '' }),
      ...(ours.localName === 'duka-add-to-cart'
        ? { productTitle: title, disabled: product.availability === 'out_of_stock' }
        : {}),
    });
}
