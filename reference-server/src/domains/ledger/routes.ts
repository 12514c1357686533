import type { LedgerBalances, LedgerEntry } from '@smartduka/contract';
import { trusted } from 'mongoose';
import type { Handlers } from '../../platform/context.js';
import { olderThan, pageById } from '../../platform/cursors.js';
import { owned } from '../../platform/tenancy.js';
import { Ledger, type LedgerKind, type LedgerRecord } from '../payments/model.js';
import { shopOf } from '../shops/service.js';

interface Span {
  from?: string | undefined;
  to?: string | undefined;
  order?: string | undefined;
  payment?: string | undefined;
}

const within = ({ from, to, order, payment }: Span) => ({
  ...(order ? { order } : {}),
  ...(payment ? { payment } : {}),
  ...(from || to
    ? { at: trusted({ ...(from ? { $gte: new Date(from) } : {}), ...(to ? { $lt: new Date(to) } : {}) }) }
    : {}),
});

export const handlers = {
  async listLedger({ tenant, query }) {
    const { limit, after, kind, ...span } = query;
    const list = `ledger ${JSON.stringify({ kind, ...span })}`;
    const page = await pageById(tenant, list, { limit, after }, (last, most) =>
      Ledger.find({ ...owned(tenant), ...within(span), ...(kind ? { kind } : {}), ...olderThan(last) })
        .sort({ _id: -1 })
        .limit(most)
        .lean<LedgerRecord[]>(),
    );
    return { ...page, data: page.data.map(toEntry) };
  },

  async getLedgerBalances({ tenant, query }): Promise<LedgerBalances> {
    const { currency } = await shopOf(tenant);
    const sums = await Ledger.aggregate<{ _id: LedgerKind; amount: number; entries: number }>([
      { $match: { ...owned(tenant), ...within(query) } },
      { $group: { _id: '$kind', amount: { $sum: '$amount' }, entries: { $sum: 1 } } },
    ]);
    const money = (kind: LedgerKind) => ({ amount: sums.find(({ _id }) => _id === kind)?.amount ?? 0, currency });
    return {
      captured: money('captured'),
      applied: money('applied'),
      unapplied: money('unapplied'),
      refunded: money('refunded'),
      entries: sums.reduce((all, { entries }) => all + entries, 0),
    };
  },
} satisfies Handlers<'listLedger' | 'getLedgerBalances'>;

function toEntry({ _id, kind, payment, order, cause, amount, currency, at }: LedgerRecord): LedgerEntry {
  return { id: _id, kind, payment, order, cause, amount: { amount, currency }, at: at.toISOString() };
}
