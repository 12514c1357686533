import type { Duka, Shop } from '@smartduka/sdk/fetch';

const shops = new WeakMap<Duka, Promise<Shop>>();

/** The shop's profile, asked for once per client. A failure is not kept. */
export function shopOf(client: Duka): Promise<Shop> {
  let shop = shops.get(client);
  if (!shop) {
    shop = client.shop.get();
    shops.set(client, shop);
    shop.catch(() => shops.delete(client));
  }
  return shop;
}
