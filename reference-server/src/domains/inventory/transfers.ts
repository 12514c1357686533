import { Schema, model, type ClientSession } from 'mongoose';
import type { NewTransfer, Transfer, TransferReceipt, TransferState } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, tenancy, type Tenant } from '../../platform/tenancy.js';
import { locationNamed } from '../shops/locations.js';
import { keepHere, moveStock, shortOf } from './ledger.js';
import { turnPaper, type Paper } from './papers.js';
import { stockQueue } from './service.js';

interface TransferLine {
  variant: string;
  sku: string;
  quantity: number;
  received: number;
  damaged: number;
}
export interface TransferRecord extends Paper {
  state: TransferState;
  from: string;
  to: string;
  lines: TransferLine[];
  note: string | null;
  shippedAt: Date | null;
}

const number = { type: Number, required: true, min: 0, validate: Number.isSafeInteger };
const schema = new Schema<TransferRecord>({
  _id: String,
  state: { type: String, required: true },
  from: { type: String, required: true },
  to: { type: String, required: true },
  lines: [
    new Schema<TransferLine>(
      { variant: String, sku: String, quantity: number, received: number, damaged: number },
      { _id: false },
    ),
  ],
  note: { type: String, default: null },
  version: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
  shippedAt: { type: Date, default: null },
});
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, _id: 1 });
schema.index({ shop: 1, mode: 1, state: 1, _id: 1 });
export const Transfers = model('Transfer', schema, 'stock_transfers');

/** Who does it, and what becomes of the answer. */
export interface StockCall<Answer> {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly remember: (answer: Answer, tx: ClientSession) => Promise<void>;
}
type Call = StockCall<Transfer>;

/** @throws Refused `not_found` for a place or variant that the shop does not have */
export async function createTransfer(call: Call, input: NewTransfer): Promise<Transfer> {
  const { tenant } = call;
  return moving(call, 'transfer.created', async (tx) => {
    const from = (await locationNamed(tenant, input.from, tx))._id;
    const to = (await locationNamed(tenant, input.to, tx))._id;
    const lines: TransferLine[] = [];
    for (const { variant, quantity } of input.lines) {
      const { sku } = await keepHere(tenant, variant, from, tx);
      lines.push({ variant, sku, quantity, received: 0, damaged: 0 });
    }
    const now = clock.now();
    const record: TransferRecord = {
      ...owned(tenant),
      _id: newId('transfer', now),
      state: 'draft',
      ...{ from, to, lines },
      note: input.note ?? null,
      version: 1,
      createdAt: now,
      updatedAt: now,
      shippedAt: null,
    };
    await Transfers.create([record], { session: tx });
    return record;
  });
}

export const approveTransfer = (call: Call, id: string): Promise<Transfer> =>
  moving(call, 'transfer.approved', async (tx) => {
    const { after } = await turnPaper(Transfers, call.tenant, id, ['draft'], () => ({ state: 'approved' }), tx);
    return after;
  });

/**
 * The goods leave: from now on they are in neither place.
 *
 * @throws Refused `insufficient_stock` with all that there is too little of
 */
export const shipTransfer = (call: Call, id: string): Promise<Transfer> =>
  moving(call, 'transfer.shipped', async (tx) => {
    const { tenant } = call;
    const change = { state: 'in_transit', shippedAt: clock.now() } as const;
    const { after } = await turnPaper(Transfers, tenant, id, ['approved'], () => change, tx);
    const items = after.lines.map(({ variant, sku, quantity }) => ({ variant, title: sku, quantity }));
    const short = await shortOf(tenant, after.from, items, tx);
    if (short.length > 0) throw new Refused('insufficient_stock', { lines: short });
    for (const { variant, quantity } of after.lines) {
      const moved = await move(call, after, after.from, variant, -quantity, 'transfer_out', tx);
      if (!moved) throw new Refused('insufficient_stock', { lines: await shortOf(tenant, after.from, items, tx) });
    }
    return after;
  });

/**
 * Some or all of it arrives. What is damaged has left the one place and never enters the other.
 *
 * @throws Refused `validation_failed` when more arrives than is on its way
 */
export const receiveTransfer = (call: Call, id: string, input: TransferReceipt): Promise<Transfer> =>
  moving(call, 'transfer.received', async (tx) => {
    const arrive = ({ lines }: TransferRecord): Partial<TransferRecord> => {
      const after = lines.map((line) => ({ ...line }));
      for (const [i, { variant, received, damaged = 0 }] of input.lines.entries()) {
        const line = after.find((one) => one.variant === variant);
        if (!line) throw invalid(`lines.${i}.variant`, 'unknown', 'is not part of this transfer');
        line.received += received;
        line.damaged += damaged;
        if (line.received + line.damaged > line.quantity)
          throw invalid(`lines.${i}.received`, 'too_big', 'is more than is on its way');
      }
      return { lines: after, state: after.every((line) => onItsWay(line) === 0) ? 'received' : 'partially_received' };
    };
    const under = ['in_transit', 'partially_received'] as const;
    const { after } = await turnPaper(Transfers, call.tenant, id, under, arrive, tx);
    for (const { variant, received } of input.lines)
      if (received > 0) await move(call, after, after.to, variant, received, 'transfer_in', tx);
    return after;
  });

/** Calls it off. What is still on its way is back where it came from. */
export const cancelTransfer = (call: Call, id: string): Promise<Transfer> =>
  moving(call, 'transfer.canceled', async (tx) => {
    const from = ['draft', 'approved', 'in_transit', 'partially_received'] as const;
    const { after } = await turnPaper(Transfers, call.tenant, id, from, () => ({ state: 'canceled' }), tx);
    if (after.shippedAt)
      for (const line of after.lines)
        if (onItsWay(line) > 0) await move(call, after, after.from, line.variant, onItsWay(line), 'transfer_back', tx);
    return after;
  });

const onItsWay = ({ quantity, received, damaged }: TransferLine): number => quantity - received - damaged;

async function move(
  { tenant, actor }: Call,
  transfer: TransferRecord,
  location: string,
  variant: string,
  by: number,
  reason: string,
  tx: ClientSession,
) {
  await keepHere(tenant, variant, location, tx);
  const entry = { reason, reference: transfer._id, staff: actor.id, at: clock.now() };
  return moveStock(tenant, { variant, location }, 'adjust', by, entry, tx);
}

const moving = (call: Call, action: string, work: (tx: ClientSession) => Promise<TransferRecord>): Promise<Transfer> =>
  inTransaction(
    async (tx) => {
      const record = await work(tx);
      const answer = toTransfer(record);
      const after = { state: answer.state, lines: answer.lines };
      await audit(call.tenant, call.actor, { action, subject: record._id, after }, call.requestId, tx);
      await call.remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(call.tenant) },
  );

export function toTransfer(record: TransferRecord): Transfer {
  const { _id: id, state, from, to, lines, note, version } = record;
  return {
    ...{ id, state, from, to, note, version },
    lines: lines.map(({ variant, sku, quantity, received, damaged }) => ({
      variant,
      sku,
      quantity,
      received,
      damaged,
    })),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    shippedAt: record.shippedAt?.toISOString() ?? null,
  };
}
