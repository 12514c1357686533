import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { aStage, type Stage } from '../../test/stage.js';

/** What somebody may have got into a shop's data. */
const texts = [
  '<img src=x onerror="globalThis.hit()">',
  '"><script>globalThis.hit()</script>',
  "'-globalThis.hit()-'",
  '${globalThis.hit()}',
  '{{constructor.constructor("globalThis.hit()")()}}',
  '</style><svg onload=globalThis.hit()>',
  '<iframe srcdoc="<script>parent.hit()</script>">',
  '\u202Eexe.aznuf\u202C',
  'javascript:globalThis.hit()',
  '?lit$000000000$<!---->',
];
const addresses = [
  'javascript:globalThis.hit()',
  'JaVaScRiPt:globalThis.hit()',
  ' \u0001javascript:globalThis.hit()',
  'java\tscript:globalThis.hit()',
  'data:text/html,<script>parent.hit()</script>',
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.hit()"/>',
  'vbscript:globalThis.hit()',
  'file:///etc/passwd',
  'blob:https://shop.example/1',
  '//[',
  'https://shop.example/x" onerror="globalThis.hit()',
];

/** Every text that people see, and every address, says the same bad thing; ids, codes, states and money stay as they are. */
function poison(value: unknown, text: string, address: string, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => poison(one, text, address, name));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poison(one, text, address, key)]));
  if (typeof value !== 'string') return value;
  if (/url$/i.test(name)) return address;
  const shown = ['title', 'variantTitle', 'description', 'name', 'address', 'alt', 'hours', 'estimate', 'sku', 'brand'];
  return shown.includes(name) ? text : value;
}

const walk = (root: ParentNode): Element[] =>
  [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? walk(one.shadowRoot) : [])]);

let stage: Stage;
let hits = 0;
beforeEach(() => {
  hits = 0;
  Object.assign(globalThis, { hit: () => hits++ });
  stage = aStage();
});
afterEach(() => {
  stage.end();
  Reflect.deleteProperty(globalThis, 'hit');
});

describe('hostile data', () => {
  const cases = texts.map((text, at) => [text, addresses[at % addresses.length] as string] as const);
  const rest = addresses.slice(texts.length).map((address) => [texts[0] as string, address] as const);

  it.each([...cases, ...rest])('is shown as text or not at all: %s with %s (V6)', async (text, address) => {
    const { shop } = stage;
    const image = { url: address, alt: text, width: 4, height: 4 };
    shop.products = poison(shop.products, text, address) as typeof shop.products;
    for (const product of shop.products) product.images = [image] as typeof product.images;
    shop.categories = poison(shop.categories, text, address) as typeof shop.categories;
    shop.shop = poison(shop.shop, text, address) as typeof shop.shop;
    const order = await stage.anOrder({ product: 'pishori-rice-5kg' });
    await stage.duka.payments.start(order.id, { phone: '0712345678' });
    shop.pays(text);
    await stage.duka.orders.get(order.id);
    Object.assign(shop.order, { number: text, receiptUrl: address });
    await stage.fill({ product: 'ndengu-1kg' });
    await stage.duka.cart.setCustomer({ name: text, phone: '0712345678' });
    stage.show('duka-products', 'duka-cart', 'duka-checkout', 'duka-cart-button');
    stage.show(Object.assign(document.createElement('duka-product'), { product: 'hass-avocado' }));
    stage.show(
      Object.assign(document.createElement('duka-products'), { productHref: address, query: text, category: 'x' }),
    );
    stage.show(
      Object.assign(document.createElement('duka-add-to-cart'), { product: 'hass-avocado', productTitle: text }),
    );
    for (const tag of ['duka-order', 'duka-receipt', 'duka-paybill', 'duka-mpesa-button'] as const)
      stage.show(Object.assign(document.createElement(tag), { order: order.id, phone: text }));
    stage.show(Object.assign(document.createElement('duka-phone-field'), { name: text, value: text }));
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    await expect.poll(() => walk(stage.root).filter((one) => one.matches('[part=item]')).length).toBeGreaterThan(3);
    await expect.poll(() => walk(stage.root).some((one) => one.matches('[part=timeline]'))).toBe(true);

    const all = walk(stage.root);
    expect(all.filter((one) => one.matches('script, iframe, object, embed, style'))).toEqual([]);
    const dangerous = all.flatMap((one) =>
      [...one.attributes]
        .filter(
          ({ name, value }) =>
            /^on|^style$|^srcdoc$/.test(name) ||
            (/^(href|src|action|formaction)$/.test(name) && !/^https?:/.test(value)),
        )
        .map(({ name, value }) => `${one.localName} ${name}=${value}`),
    );
    expect(dangerous).toEqual([]);
    expect(hits).toBe(0);
  });
});
