import type { DukaBuyer, Shop } from '@smartduka/sdk/buyer';

const shops = new WeakMap<DukaBuyer, Promise<Shop>>();

/** The shop's profile, asked for once per client. A failure is not kept. */
export function shopOf(client: DukaBuyer): Promise<Shop> {
  let shop = shops.get(client);
  if (!shop) {
    shop = client.shop.get();
    shops.set(client, shop);
    shop.catch(() => shops.delete(client));
  }
  return shop;
}
