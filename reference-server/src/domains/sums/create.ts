import type { CustomerInput, Sum, SalesChannel, VatClass } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { inTransaction } from '../../platform/database.js';
import { newId, newSecret } from '../../platform/ids.js';
import type { Tenant } from '../../platform/tenancy.js';
import { quote } from '../carts/rules.js';
import { present } from '../orders/present.js';
import { createOrder, nextOrderNumber, type OrderRecord, type SoldLine } from '../orders/service.js';
import { mainLocation, shopOf } from '../shops/service.js';

/** What is asked for. */
export interface Asked {
  /** Minor units, whole shillings. */
  readonly amount: number;
  readonly description: string;
  readonly reference?: string | undefined;
  readonly vatClass?: VatClass | undefined;
  readonly customer?: CustomerInput | undefined;
  readonly channel: SalesChannel;
  /** Id of the link that asks; reports tell links apart, and take all other sums together. */
  readonly link?: string;
}

/**
 * Writes down an order for a sum: one line, no goods, nothing held. It is paid, watched and given back like any other.
 *
 * @param number From `nextOrderNumber`, taken outside the transaction.
 */
export async function writeSum(
  tenant: Tenant,
  asked: Asked,
  number: string,
  tx: ClientSession,
): Promise<{ order: OrderRecord; secret: string }> {
  const shop = await shopOf(tenant);
  const { amount, description, reference = '', vatClass = 'exempt', customer, channel } = asked;
  const { lines, totals } = quote([{ unitPrice: amount, quantity: 1, vatClass }], 0, shop.currency, shop.tax);
  const money = (value: number) => ({ amount: value, currency: shop.currency });
  const [, origin = ''] = /_(.+)$/.exec(asked.link ?? tenant.shop) ?? [];
  const id = newId('order');
  const secret = newSecret('os');
  const sold = lines.map(({ discount, total, taxRate, tax }): SoldLine => ({
    id: newId('line'),
    product: `prod_${origin}`,
    variant: `var_${origin}`,
    title: description,
    variantTitle: '',
    sku: reference,
    image: null,
    quantity: 1,
    unitPrice: money(amount),
    discount: money(discount),
    total: money(total),
    vatClass,
    taxRate,
    tax: money(tax),
    unitCost: null,
    category: null,
    brand: null,
    service: true,
  }));
  const order = await createOrder(
    tenant,
    {
      id,
      number,
      // No cart became it, so it stands for itself.
      cart: id,
      channel,
      location: mainLocation(shop)._id,
      lines: sold,
      totals,
      customer: customer ?? null,
      delivery: null,
      secrets: [secret],
      reservedUntil: null,
    },
    tx,
  );
  return { order, secret };
}

/** What a buyer's browser needs to pay this order, and no other. */
export const clientSecretOf = (order: string, secret: string): string => `${order}_secret_${secret}`;

/** Asks for a sum. */
export async function createSum(
  tenant: Tenant,
  asked: Asked,
  remember: (answer: Sum, tx: ClientSession) => Promise<void>,
): Promise<Sum> {
  const number = await nextOrderNumber(tenant);
  return inTransaction(async (tx) => {
    const { order, secret } = await writeSum(tenant, asked, number, tx);
    const answer = { order: present(order, []), clientSecret: clientSecretOf(order._id, secret) };
    await remember(answer, tx);
    return answer;
  });
}
