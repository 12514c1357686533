// By group, so that a page loads only the sentences it shows.
export { checkout, discount, order } from './checkout.js';
export { more } from './more.js';
export { pay } from './pay.js';
export { proof } from './proof.js';
export { common, shop } from './shop.js';
export type { Language, Texts } from './texts.js';
