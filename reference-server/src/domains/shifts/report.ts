import type { Shift, ShiftReport } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import type { Tenant } from '../../platform/tenancy.js';
import { salesOfShift } from '../orders/sales.js';
import { kindOf, kindsOf, moneyOfShift } from '../payments/figures.js';
import { refundsOfShift } from '../refunds/figures.js';
import type { ShiftRecord } from './model.js';
import { addUpShift, type ShiftFigures } from './rules.js';

export type Counted = Pick<ShiftReport['cash'], 'denominations'> & { readonly counted: number };

export function toShift(shift: ShiftRecord): Shift {
  const { _id: id, state, number, location, till, cashier, note, version, closedBy } = shift;
  return {
    ...{ id, state, number, location, till, cashier, note, version, closedBy },
    float: { amount: shift.float, currency: shift.currency },
    openedAt: shift.createdAt.toISOString(),
    closedAt: shift.closedAt?.toISOString() ?? null,
  };
}

/** What a shift comes to, from the orders, tenders and refunds themselves: nothing is counted apart from them. Minor units. */
export async function figuresOfShift(
  tenant: Tenant,
  shift: ShiftRecord,
  tx: ClientSession | null = null,
): Promise<ShiftFigures> {
  const orders = await salesOfShift(tenant, shift._id, tx);
  const money = await moneyOfShift(
    tenant,
    shift._id,
    orders.map((order) => order._id),
    tx,
  );
  const refunds = (await refundsOfShift(tenant, shift._id, tx)).filter((one) => one.state !== 'failed');
  const kinds = await kindsOf(
    tenant,
    refunds.flatMap((refund) => refund.shares.map((share) => share.payment)),
    tx,
  );
  const voided = new Set(orders.filter((order) => order.voided).map((order) => order._id));
  return addUpShift({
    float: shift.float,
    sales: orders.filter((order) => order.paidAt).map(({ _id, totals }) => ({ totals, voided: voided.has(_id) })),
    taken: money.map((one) => ({ kind: kindOf(one), amount: one.amount })),
    given: refunds.map((refund) => ({
      void: voided.has(refund.order),
      // Cash from the drawer and M-Pesa say it themselves; by hand, it went back the way it came.
      shares: refund.shares.map(({ payment, amount }) => ({
        kind: refund.method === 'cash' ? 'cash' : refund.method === 'other' ? (kinds.get(payment) ?? 'other') : 'mpesa',
        amount,
      })),
    })),
    cash: shift.cash,
  });
}

/** The X report of an open shift, or what its Z report will be for ever. */
export async function reportOf(
  tenant: Tenant,
  shift: ShiftRecord,
  count: (Counted & { readonly approvedBy: ShiftReport['approvedBy'] }) | null,
  tx: ClientSession | null = null,
): Promise<ShiftReport> {
  if (shift.z) return shift.z as ShiftReport;
  const money = (amount: number) => ({ amount, currency: shift.currency });
  const { sales, voids, refunds, tenders, cash } = await figuresOfShift(tenant, shift, tx);
  return {
    kind: count ? 'z' : 'x',
    shift: toShift(shift),
    at: clock.now().toISOString(),
    sales: {
      count: sales.count,
      gross: money(sales.gross),
      discount: money(sales.discount),
      tax: money(sales.tax),
      rounding: money(sales.rounding),
      total: money(sales.total),
    },
    voids: { count: voids.count, total: money(voids.total) },
    refunds: { count: refunds.count, total: money(refunds.total) },
    tenders: tenders.map((row) => ({
      kind: row.kind,
      count: row.count,
      amount: money(row.amount),
      givenBack: money(row.givenBack),
      net: money(row.net),
    })),
    cash: {
      float: money(cash.float),
      sales: money(cash.sales),
      refunds: money(cash.refunds),
      in: money(cash.in),
      out: money(cash.out),
      expected: money(cash.expected),
      counted: count && money(count.counted),
      variance: count && money(count.counted - cash.expected),
      denominations: count?.denominations ?? null,
    },
    movements: shift.cash.map(({ kind, amount, reason, by, at }) => ({
      ...{ kind, reason, by },
      amount: money(amount),
      at: at.toISOString(),
    })),
    approvedBy: count?.approvedBy ?? null,
  };
}
