// Fetched by whoever pays from the M-Pesa menu, once they do.
import './duka-receipt-field/define.js';
