// From the checkout onwards. The one script fetches this part when a page first needs it: see `core/later.ts`, `script.ts`.
import './duka-cart-share/define.js';
import './duka-checkout/define.js';
import './duka-discount-field/define.js';
import './duka-mpesa-button/define.js';
