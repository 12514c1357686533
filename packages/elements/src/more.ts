// What stands around buying and paying. The one script fetches this part when one of its tags is in the page, after the part that it builds on.
import './paying.js';
import './duka-delivery-field/define.js';
import './duka-order/define.js';
import './duka-paybill/define.js';
import './duka-phone-field/define.js';
import './duka-receipt/define.js';
import './duka-shop/define.js';
