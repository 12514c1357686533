import { Schema, model, type ClientSession } from 'mongoose';
import type { StockCount, StockTake, StockTakeState } from '@smartduka/contract';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, tenancy, type Tenant } from '../../platform/tenancy.js';
import { locationNamed } from '../shops/locations.js';
import { keepHere, moveStock } from './ledger.js';
import { turnPaper, type Paper } from './papers.js';
import { stockQueue } from './service.js';
import type { StockCall } from './transfers.js';

interface CountLine {
  variant: string;
  sku: string;
  counted: number;
  /** What the books said when it was counted: goods sold since then were there, and are no variance. */
  expected: number;
  at: Date;
}
export interface StockTakeRecord extends Paper {
  state: StockTakeState;
  location: string;
  lines: CountLine[];
  note: string | null;
  closedAt: Date | null;
}

const number = { type: Number, required: true, min: 0, validate: Number.isSafeInteger };
const schema = new Schema<StockTakeRecord>({
  _id: String,
  state: { type: String, required: true },
  location: { type: String, required: true },
  lines: [
    new Schema<CountLine>(
      { variant: String, sku: String, counted: number, expected: number, at: Date },
      { _id: false },
    ),
  ],
  note: { type: String, default: null },
  version: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
  closedAt: { type: Date, default: null },
});
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, _id: 1 });
schema.index({ shop: 1, mode: 1, state: 1, _id: 1 });
export const StockTakes = model('StockTake', schema, 'stock_takes');

type Call = StockCall<StockTake>;
/** Finds the variant that a scanned barcode or SKU means; null when there is none. */
export type FindCode = (tenant: Tenant, code: string, tx: ClientSession) => Promise<string | null>;

const mostLines = 2_000;

/** @throws Refused `not_found` for a place that is not there */
export const openStockTake = (
  call: Call,
  input: { location?: string | undefined; note?: string | undefined },
): Promise<StockTake> =>
  counting(call, 'stock_take.opened', async (tx) => {
    const now = clock.now();
    const record: StockTakeRecord = {
      ...owned(call.tenant),
      _id: newId('stockTake', now),
      state: 'open',
      location: (await locationNamed(call.tenant, input.location, tx))._id,
      lines: [],
      note: input.note ?? null,
      version: 1,
      createdAt: now,
      updatedAt: now,
      closedAt: null,
    };
    await StockTakes.create([record], { session: tx });
    return record;
  });

/**
 * Writes down what somebody counted just now, beside what the books say at this moment. A variant counted again replaces its first count, or adds
 * to it.
 */
export const countStock = (call: Call, id: string, { counts }: StockCount, find: FindCode): Promise<StockTake> =>
  counting(call, null, async (tx) => {
    const { tenant } = call;
    const count = async (take: StockTakeRecord): Promise<Partial<StockTakeRecord>> => {
      const lines = new Map(take.lines.map((line) => [line.variant, line]));
      for (const [i, { variant, code, quantity, add }] of counts.entries()) {
        const meant = variant ?? (await find(tenant, code ?? '', tx));
        if (meant === null) throw invalid(`counts.${i}.code`, 'unknown', 'is no barcode or SKU of this shop');
        const level = await keepHere(tenant, meant, take.location, tx);
        const counted = quantity + (add ? (lines.get(meant)?.counted ?? 0) : 0);
        lines.set(meant, { variant: meant, sku: level.sku, counted, expected: level.onHand, at: clock.now() });
      }
      if (lines.size > mostLines)
        throw invalid('counts', 'too_big', `would make more than ${mostLines} lines; close this count first`);
      return { lines: [...lines.values()] };
    };
    const { after } = await turnPaper(StockTakes, tenant, id, ['open'], count, tx);
    return after;
  });

/**
 * Corrects the books by each variance: by how much the count differed from the books when it was made, so that sales since then stand.
 *
 * @throws Refused `insufficient_stock` when what is missing is promised to buyers by now: cancel or refund their orders first
 */
export const closeStockTake = (call: Call, id: string): Promise<StockTake> =>
  counting(call, 'stock_take.closed', async (tx) => {
    const { tenant, actor } = call;
    const change = { state: 'closed', closedAt: clock.now() } as const;
    const { after } = await turnPaper(StockTakes, tenant, id, ['open'], () => change, tx);
    const { location } = after;
    for (const { variant, sku, counted, expected } of after.lines) {
      const variance = counted - expected;
      if (variance === 0) continue;
      const entry = { reason: 'recount', reference: id, staff: actor.id, at: clock.now() };
      if (await moveStock(tenant, { variant, location }, 'adjust', variance, entry, tx)) continue;
      const { available } = await keepHere(tenant, variant, location, tx);
      throw new Refused('insufficient_stock', { lines: [{ variant, title: sku, requested: -variance, available }] });
    }
    return after;
  });

export const cancelStockTake = (call: Call, id: string): Promise<StockTake> =>
  counting(call, 'stock_take.canceled', async (tx) => {
    const { after } = await turnPaper(StockTakes, call.tenant, id, ['open'], () => ({ state: 'canceled' }), tx);
    return after;
  });

const counting = (
  call: Call,
  action: string | null,
  work: (tx: ClientSession) => Promise<StockTakeRecord>,
): Promise<StockTake> =>
  inTransaction(
    async (tx) => {
      const record = await work(tx);
      const answer = toStockTake(record);
      const after = { state: record.state, lines: record.lines.length };
      if (action) await audit(call.tenant, call.actor, { action, subject: record._id, after }, call.requestId, tx);
      await call.remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(call.tenant) },
  );

export function toStockTake(record: StockTakeRecord): StockTake {
  const { _id: id, state, location, lines, note, version } = record;
  return {
    ...{ id, state, location, note, version },
    lines: lines.map(({ variant, sku, counted, expected, at }) => ({
      ...{ variant, sku, counted, expected },
      variance: counted - expected,
      countedAt: at.toISOString(),
    })),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    closedAt: record.closedAt?.toISOString() ?? null,
  };
}
