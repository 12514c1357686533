import type { ArrivedSale, OfflineBatch, OfflineResults, OfflineSale, SaleConflict } from '@smartduka/contract';
import { Schema, model, trusted, type ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { olderThan, pageById, type PageAsked } from '../../platform/cursors.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned, tenancy, type Owned, type Tenant } from '../../platform/tenancy.js';
import { cartOfSale } from '../carts/counter.js';
import type { LineRecord } from '../carts/model.js';
import { findVariants } from '../catalog/service.js';
import { placeOrder } from '../checkout/place.js';
import { stockQueue } from '../inventory/service.js';
import { supply } from '../inventory/supply.js';
import { dueOf, findOrder, nextOrderNumber, type OrderRecord } from '../orders/service.js';
import { writeTender } from '../payments/tenders.js';
import { findShift, shiftById } from '../shifts/drawer.js';
import { mainLocation, shopOf } from '../shops/service.js';

interface ArrivedRecord extends Owned {
  /** Id of the order that it became. */
  _id: string;
  sale: string;
  number: string;
  conflicts: SaleConflict[];
  /** Has conflicts that nobody has acknowledged. */
  open: boolean;
  soldAt: Date;
  receivedAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: { id: string | null; name: string | null } | null;
}

const schema = new Schema<ArrivedRecord>(
  {
    _id: String,
    sale: { type: String, required: true, immutable: true },
    number: { type: String, required: true },
    conflicts: { type: Schema.Types.Mixed, required: true } as never,
    open: { type: Boolean, required: true },
    soldAt: { type: Date, required: true },
    receivedAt: { type: Date, required: true },
    acknowledgedAt: { type: Date, default: null },
    acknowledgedBy: { type: Schema.Types.Mixed, default: null },
  },
  { minimize: false, versionKey: false },
);
schema.plugin(tenancy);
// However often a till sends it, it is one sale.
schema.index({ shop: 1, mode: 1, sale: 1 }, { unique: true });
schema.index({ shop: 1, mode: 1, _id: -1 });
schema.index({ shop: 1, mode: 1, open: 1, _id: -1 });
const Arrived = model('OfflineSale', schema, 'offline_sales');

interface Call<Answer> {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
  readonly remember: (answer: Answer, tx: ClientSession) => Promise<void>;
}

/** A till’s clock may be wrong by this much without anybody having to know. */
const skewMs = 5 * 60_000;
/** Older than that, the clock of the till is the likelier reason. */
const oldestMs = 7 * 24 * 3_600_000;

/** Takes sales that were made without a line. Each is a transaction of its own, so that what was taken stays so; a batch sent again goes on where it was. */
export async function sendOfflineSales(call: Call<OfflineResults>, { sales }: OfflineBatch): Promise<OfflineResults> {
  const data: OfflineResults['data'] = [];
  for (const sale of sales) data.push(await takeOne(call, sale));
  return { data };
}

async function takeOne(call: Call<OfflineResults>, sale: OfflineSale): Promise<OfflineResults['data'][number]> {
  const { tenant } = call;
  const known = () => Arrived.findOne({ ...owned(tenant), sale: sale.id }).lean<ArrivedRecord>();
  const answer = (record: ArrivedRecord, outcome: 'accepted' | 'repeated') => ({
    ...{ id: record.sale, order: record._id, orderNumber: record.number, conflicts: record.conflicts, outcome },
  });
  const before = await known();
  if (before) return answer(before, 'repeated');
  const number = await nextOrderNumber(tenant);
  try {
    return answer(await write(call, sale, number), 'accepted');
  } catch (error) {
    // The same sale in two batches at once: one of them was first.
    const first = isDuplicate(error) ? await known() : null;
    if (!first) throw error;
    return answer(first, 'repeated');
  }
}

async function write(call: Call<OfflineResults>, sale: OfflineSale, number: string): Promise<ArrivedRecord> {
  const { tenant, actor, requestId } = call;
  const shop = await shopOf(tenant);
  const today = await findVariants(
    tenant,
    sale.items.map((item) => item.variant),
  );
  const id = newId('order');
  return inTransaction(
    async (tx) => {
      const now = clock.now();
      const conflicts: SaleConflict[] = [];
      const note = (kind: SaleConflict['kind'], about: Partial<SaleConflict> = {}) =>
        conflicts.push({ kind, variant: null, sold: null, found: null, ...about });
      const record = { ...owned(tenant), _id: id, sale: sale.id, number };
      // First, so that of two who take the same sale at once one ends here.
      await Arrived.create(
        [{ ...record, conflicts: [], open: false, soldAt: new Date(sale.soldAt), receivedAt: now }],
        { session: tx },
      );

      const said = new Date(sale.soldAt).getTime();
      const off = said > now.getTime() + skewMs || said < now.getTime() - oldestMs;
      if (off) note('clock_skew');
      const soldAt = off ? now : new Date(Math.min(said, now.getTime()));
      const found = await findShift(tenant, sale.shift, tx);
      if (!found) note('shift_unknown');
      if (found?.state === 'closed') note('shift_closed');
      const shift = found?.state === 'open' ? (await shiftById(tenant, found._id, tx))._id : null;
      const location = found?.location ?? mainLocation(shop)._id;
      const staff = found?.cashier.id.startsWith('stf_') ? found.cashier.id : actor.kind === 'staff' ? actor.id : null;

      const counted = sale.items.filter((item) => today.get(item.variant)?.product.kind !== 'service');
      for (const item of sale.items) {
        const price = today.get(item.variant)?.variant.price;
        const { variant } = item;
        if (price === undefined) note('product_gone', { variant });
        else if (price !== item.unitPrice) note('price_changed', { variant, sold: item.unitPrice, found: price });
      }
      for (const line of await supply(tenant, location, counted, { order: id, staff }, tx))
        note('stock_short', { variant: line.variant, sold: line.requested, found: line.available });

      const cart = await cartOfSale(
        tenant,
        sale.items.map(toLine),
        { items: [] },
        { actor, requestId, subject: id, now },
        tx,
      );
      const order = await placeOrder(
        tenant,
        {
          ...{ id, number, cart: cart._id, opener: 'shop', channel: 'counter', location, staff, shift, soldAt },
          ...{ customer: sale.customer, expectedTotal: undefined, secrets: [] },
          reservedUntil: new Date(now.getTime() + skewMs),
        },
        tx,
      );
      await takeMoney(tenant, { actor, shift }, order, sale, tx);
      const after: ArrivedRecord = {
        ...{ ...record, conflicts, open: conflicts.length > 0, soldAt: new Date(sale.soldAt), receivedAt: now },
        ...{ acknowledgedAt: null, acknowledgedBy: null },
      };
      await Arrived.updateOne(
        { ...owned(tenant), _id: id },
        { $set: { conflicts, open: after.open } },
        { session: tx },
      );
      const deed = {
        action: 'sale.arrived',
        subject: id,
        after: { sale: sale.id, conflicts: conflicts.map(({ kind }) => kind) },
      };
      await audit(tenant, actor, deed, requestId, tx);
      return after;
    },
    { inTurn: stockQueue(tenant) },
  );
}

const toLine = ({
  product,
  variant,
  title,
  sku,
  quantity,
  unitPrice,
  discount,
}: OfflineSale['items'][number]): LineRecord => ({
  ...{ _id: newId('line'), product, variant, quantity, title, sku, variantTitle: '', slug: sku.toLowerCase() },
  ...{ priceWhenAdded: unitPrice, asSold: { unitPrice, discount } },
});

/** The money is in the drawer: the last tender takes what is due, be it some cents of rounding more or less. */
async function takeMoney(
  tenant: Tenant,
  taker: { readonly actor: Actor; readonly shift: string | null },
  order: OrderRecord,
  { tenders }: OfflineSale,
  tx: ClientSession,
): Promise<void> {
  for (const [i, { kind, amount: said, tendered, reference }] of tenders.entries()) {
    const now = await findOrder(tenant, order._id, tx);
    if (!now) throw new Error(`${order._id} has gone`);
    const due = dueOf(now);
    const amount = i === tenders.length - 1 ? due : Math.min(said, due);
    if (amount === 0 && order.totals.total.amount > 0) continue;
    const input =
      kind === 'cash'
        ? ({ method: 'cash', amount, tendered: Math.max(amount, tendered ?? amount) } as const)
        : ({ method: 'other', kind, amount, reference } as const);
    await writeTender(tenant, taker, now, input, tx);
  }
}

export async function listOfflineSales(tenant: Tenant, query: PageAsked & { conflicts?: 'open' | 'any' | undefined }) {
  const filter =
    query.conflicts === 'open'
      ? { open: true }
      : query.conflicts === 'any'
        ? { 'conflicts.0': trusted({ $exists: true }) }
        : {};
  const page = await pageById(tenant, `offline sales ${query.conflicts ?? 'all'}`, query, (last, limit) =>
    Arrived.find({ ...owned(tenant), ...filter, ...olderThan(last) } as Record<string, unknown> & Owned)
      .sort({ _id: -1 })
      .limit(limit)
      .lean<ArrivedRecord[]>(),
  );
  return { ...page, data: page.data.map(toArrived) };
}

/** Repeated, it changes nothing. @throws Refused `not_found` */
export async function acknowledgeConflicts(call: Call<ArrivedSale>, order: string): Promise<ArrivedSale> {
  const { tenant, actor, requestId, remember } = call;
  return inTransaction(async (tx) => {
    const before = await Arrived.findOne({ ...owned(tenant), _id: order }, null, { session: tx }).lean<ArrivedRecord>();
    if (!before) throw new Refused('not_found');
    let after = before;
    if (before.open) {
      const set = { open: false, acknowledgedAt: clock.now(), acknowledgedBy: { id: actor.id, name: actor.name } };
      await Arrived.updateOne({ ...owned(tenant), _id: order }, { $set: set }, { session: tx });
      after = { ...before, ...set };
      await audit(tenant, actor, { action: 'sale.conflicts_seen', subject: order }, requestId, tx);
    }
    const answer = toArrived(after);
    await remember(answer, tx);
    return answer;
  });
}

const toArrived = (record: ArrivedRecord): ArrivedSale => ({
  ...{ id: record.sale, order: record._id, orderNumber: record.number, conflicts: record.conflicts },
  soldAt: record.soldAt.toISOString(),
  receivedAt: record.receivedAt.toISOString(),
  acknowledgedAt: record.acknowledgedAt?.toISOString() ?? null,
  acknowledgedBy: record.acknowledgedBy?.name ?? null,
});
