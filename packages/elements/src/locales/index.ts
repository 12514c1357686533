// By group, so that a page loads only the sentences it shows.
export { checkout, discount, order } from './checkout.js';
export { pay } from './pay.js';
export { common, shop } from './shop.js';
export type { Language, Texts } from './texts.js';
