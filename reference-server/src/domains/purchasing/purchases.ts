import { trusted, type ClientSession } from 'mongoose';
import type { NewPurchase, Purchase, PurchaseReceipt } from '@smartduka/contract';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned } from '../../platform/tenancy.js';
import { setCost, variantsNamed } from '../catalog/named.js';
import { receive } from '../inventory/receive.js';
import { turnPaper } from '../inventory/papers.js';
import { stockQueue } from '../inventory/service.js';
import type { StockCall } from '../inventory/transfers.js';
import { locationNamed } from '../shops/locations.js';
import { shopOf } from '../shops/service.js';
import { Purchases, Suppliers, type PurchaseRecord } from './model.js';
import { averageCost } from './rules.js';

type Call = StockCall<Purchase>;

/** @throws Refused `not_found` for a supplier, place or counted variant that is not there */
export const createPurchase = (call: Call, input: NewPurchase): Promise<Purchase> =>
  buying(call, 'purchase.created', async (tx) => {
    const { tenant } = call;
    if (
      !(await Suppliers.exists({ ...owned(tenant), _id: input.supplier, archived: trusted({ $ne: true }) }).session(tx))
    )
      throw new Refused('not_found');
    const location = (await locationNamed(tenant, input.location, tx))._id;
    const named = await variantsNamed(
      tenant,
      input.lines.map(({ variant }) => variant),
      tx,
    );
    const lines = input.lines.map(({ variant, quantity, unitCost }, i) => {
      const found = named.get(variant);
      if (!found || found.product.deletedAt) throw new Refused('not_found');
      if (found.product.kind === 'service')
        throw invalid(`lines.${i}.variant`, 'service', 'is a service, which is not kept in stock');
      const { sku, title } = found.variant;
      const name = [found.product.title, title].filter((part) => part !== '').join(' · ');
      return { variant, sku, title: name, quantity, received: 0, unitCost };
    });
    const now = clock.now();
    const record: PurchaseRecord = {
      ...owned(tenant),
      _id: newId('purchase', now),
      state: 'draft',
      ...{ supplier: input.supplier, location, lines },
      note: input.note ?? null,
      version: 1,
      createdAt: now,
      updatedAt: now,
      orderedAt: null,
      receivedAt: null,
    };
    await Purchases.create([record], { session: tx });
    return record;
  });

export const orderPurchase = (call: Call, id: string): Promise<Purchase> =>
  buying(call, 'purchase.ordered', async (tx) => {
    const change = { state: 'ordered', orderedAt: clock.now() } as const;
    return (await turnPaper(Purchases, call.tenant, id, ['draft'], () => change, tx)).after;
  });

/**
 * Takes in what has arrived: stock grows and the average cost moves, in one transaction, and never by more than was ordered.
 *
 * @throws Refused `wrong_state`, `validation_failed` when more arrives than is still to come
 */
export const receivePurchase = (call: Call, id: string, input: PurchaseReceipt): Promise<Purchase> =>
  buying(call, 'purchase.received', async (tx) => {
    const { tenant } = call;
    const arrive = ({ lines }: PurchaseRecord): Partial<PurchaseRecord> => {
      const after = lines.map((line) => ({ ...line }));
      for (const [i, { variant, quantity }] of input.lines.entries()) {
        const line = after.find((one) => one.variant === variant);
        if (!line) throw invalid(`lines.${i}.variant`, 'unknown', 'is not part of this purchase');
        line.received += quantity;
        if (line.received > line.quantity)
          throw invalid(`lines.${i}.quantity`, 'too_big', 'is more than is still to come');
      }
      const all = after.every((line) => line.received === line.quantity);
      return {
        lines: after,
        ...(all ? { state: 'received', receivedAt: clock.now() } : { state: 'partially_received' }),
      };
    };
    const { after } = await turnPaper(Purchases, tenant, id, ['ordered', 'partially_received'], arrive, tx);
    const named = await variantsNamed(
      tenant,
      input.lines.map(({ variant }) => variant),
      tx,
    );
    for (const { variant, quantity, unitCost } of input.lines) {
      const entry = { reason: 'received', reference: id, staff: call.actor.id, at: clock.now() };
      const before = await receive(tenant, variant, after.location, quantity, entry, tx);
      const paid = unitCost ?? after.lines.find((line) => line.variant === variant)?.unitCost ?? 0;
      const cost = named.get(variant)?.variant.cost ?? null;
      await setCost(tenant, variant, averageCost({ onHand: before, cost }, { quantity, unitCost: paid }), tx);
    }
    return after;
  });

/** What has arrived stays; the rest is called off. */
export const cancelPurchase = (call: Call, id: string): Promise<Purchase> =>
  buying(call, 'purchase.canceled', async (tx) => {
    const from = ['draft', 'ordered', 'partially_received'] as const;
    return (await turnPaper(Purchases, call.tenant, id, from, () => ({ state: 'canceled' }), tx)).after;
  });

const buying = async (
  call: Call,
  action: string,
  work: (tx: ClientSession) => Promise<PurchaseRecord>,
): Promise<Purchase> => {
  const { currency } = await shopOf(call.tenant);
  return inTransaction(
    async (tx) => {
      const record = await work(tx);
      const answer = toPurchase(record, currency);
      const after = { state: answer.state, lines: record.lines };
      await audit(call.tenant, call.actor, { action, subject: record._id, after }, call.requestId, tx);
      await call.remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(call.tenant) },
  );
};

export function toPurchase(record: PurchaseRecord, currency: string): Purchase {
  const { _id: id, state, supplier, location, lines, note, version } = record;
  const total = lines.reduce((sum, line) => sum + line.quantity * line.unitCost, 0);
  return {
    ...{ id, state, supplier, location, note, version },
    lines: lines.map(({ variant, sku, title, quantity, received, unitCost }) => ({
      ...{ variant, sku, title, quantity, received },
      unitCost: { amount: unitCost, currency },
    })),
    total: { amount: total, currency },
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    orderedAt: record.orderedAt?.toISOString() ?? null,
    receivedAt: record.receivedAt?.toISOString() ?? null,
  };
}
