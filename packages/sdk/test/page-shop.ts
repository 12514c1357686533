import type { Transport, TransportRequest } from '../src/fetch.js';
import type { Payment } from '../src/types.js';
import { aCart, anOrder, aPayment } from './makers.js';

/** A small shop behind the transport port, for tests that run in a page. It keeps idempotency keys as the server does. */
export interface PageShop {
  transport: Transport;
  heard: TransportRequest[];
  to(route: string): TransportRequest[];
  payment: Payment;
  /** Loses the answers of calls that are on their way; they are carried out all the same. */
  losesAnswers: boolean;
}

export function pageShop(): PageShop {
  const answers = new Map<string, { status: number; value: unknown }>();
  const heard: TransportRequest[] = [];
  let carts = 0;
  let version = 0;
  let ordered = false;
  const pathOf = ({ url }: TransportRequest): string => new URL(url).pathname.replace('/api', '');
  const routeOf = (request: TransportRequest): string => `${request.method} ${pathOf(request).replace(/_\w+/g, '_')}`;
  const cart = () => aCart({ id: `cart_${carts}`, version: ++version });

  const carryOut = (request: TransportRequest): { status: number; value: unknown } => {
    switch (routeOf(request)) {
      case 'POST /carts':
        carts++;
        return { status: 201, value: { ...cart(), secret: 'secret of the cart' } };
      case 'POST /carts/cart_/items':
      case 'GET /carts/cart_':
        return { status: 200, value: cart() };
      case 'POST /carts/cart_/checkout': {
        const refusal = {
          code: 'cart_completed',
          status: 409,
          title: '',
          order: 'ord_1',
          requestId: 'r',
          retryable: false,
        };
        if (ordered) return { status: 409, value: refusal };
        ordered = true;
        return { status: 201, value: { order: anOrder(), payment: shop.payment, secret: 'secret of the order' } };
      }
      case 'GET /orders/ord_':
        return { status: 200, value: anOrder({ payments: [shop.payment] }) };
      case 'GET /payments/pay_':
        return { status: 200, value: shop.payment };
      default:
        return {
          status: 404,
          value: { code: 'not_found', status: 404, title: routeOf(request), requestId: 'r', retryable: false },
        };
    }
  };

  const shop: PageShop = {
    heard,
    payment: aPayment(),
    losesAnswers: false,
    to: (route) => heard.filter((request) => routeOf(request) === route),
    transport: async (request) => {
      heard.push(request);
      await Promise.resolve();
      const key = request.headers['Idempotency-Key'];
      const answer = (key && answers.get(key)) || carryOut(request);
      if (key) answers.set(key, answer);
      if (shop.losesAnswers) throw new TypeError('Failed to fetch');
      return Response.json(answer.value, { status: answer.status });
    },
  };
  return shop;
}
