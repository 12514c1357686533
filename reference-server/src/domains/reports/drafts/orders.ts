import type { ReportName, ReportTable } from '@smartduka/contract';
import { trusted } from '../../../platform/database.js';
import { salesIn } from '../../orders/sales.js';
import { moneyMoved } from '../../payments/figures.js';
import { customerOf } from '../facts.js';
import { nothing } from '../rules/cells.js';
import { RangeProblem } from '../rules/periods.js';
import type { Draft } from '../rules/tables.js';
import { addUp, type Asked } from './parts.js';

/** More would be a file of its own. */
export const mostOrders = 2_000;

/** What the rows of a report are that stand for sales: those whose orders can be listed. */
export const rowsAre: Readonly<Partial<Record<ReportName, ReportTable['about']>>> = {
  products: 'product',
  categories: 'category',
  brands: 'brand',
  locations: 'location',
  staff: 'staff',
  shifts: 'shift',
  customers: 'customer',
  payments: 'method',
  tax: 'vatClass',
};
const whole: ReadonlySet<ReportName> = new Set(['summary', 'sales', 'profit']);

/**
 * The sales behind a figure, newest first, as they were sold: what was given back of each later stands beside it.
 *
 * @throws RangeProblem for a report whose figures are no sales.
 */
export async function orders(report: ReportName, { source, span, row }: Asked): Promise<Draft> {
  const { tenant, location, channel } = source;
  if (!rowsAre[report] && !whole.has(report))
    throw new RangeProblem('show', 'must not be orders here: these are no sales');
  if (row !== undefined && !rowsAre[report])
    throw new RangeProblem('row', 'goes with reports that have rows for sales');
  const where = row === undefined ? {} : await condition(report, row);
  const sales = await salesIn(
    tenant,
    span,
    { ...where, ...(location === undefined ? {} : { location }), ...(channel === undefined ? {} : { channel }) },
    mostOrders + 1,
  );
  const shown = sales
    .slice(0, mostOrders)
    .filter((order) => report !== 'customers' || row === undefined || customerOf(order) === row);
  const rows = shown.map((order) => {
    const goodsTax = order.lines.reduce((sum, line) => sum + line.tax.amount, 0);
    const sums = {
      quantity: order.lines.reduce((sum, line) => sum + line.quantity, 0),
      netSales: order.lines.reduce((sum, line) => sum + line.total.amount, 0) - goodsTax,
      vat: order.totals.tax.amount,
      delivery: order.totals.delivery.amount - (order.totals.tax.amount - goodsTax),
      rounding: order.totals.rounding.amount,
      refunded: order.refunded ?? 0,
    };
    return {
      key: order._id,
      sums,
      compared: null,
      texts: { orderNumber: order.number, at: order.paidAt?.toISOString() ?? null, channel: order.channel },
    };
  });
  return {
    key: 'orders',
    about: 'order',
    chart: 'none',
    measure: null,
    columns: ['at', 'channel', 'quantity', 'netSales', 'vat', 'takings', 'refunded'],
    rows,
    totals: addUp(rows.map(({ sums }) => sums)),
    compared: null,
    sort: null,
    partial: sales.length > mostOrders,
  };

  async function condition(of: ReportName, key: string): Promise<Record<string, unknown>> {
    const value = key === nothing ? null : key;
    switch (of) {
      case 'products':
        return { 'lines.variant': key };
      case 'categories':
        return { 'lines.category': value };
      case 'brands':
        return { 'lines.brand': value };
      case 'locations':
        return { location: value };
      case 'staff':
        return { staff: value };
      case 'shifts':
        return { shift: key };
      case 'customers':
        return key.startsWith('cus_') ? { customerId: key } : { 'customer.phone.hash': key };
      case 'payments': {
        const moved = await moneyMoved(tenant, span);
        return {
          _id: trusted({ $in: [...new Set(moved.filter(({ method }) => method === key).map((one) => one.order))] }),
        };
      }
      default: {
        const [vatClass, rate] = key.split(':');
        return vatClass === 'none'
          ? { 'totals.taxes': trusted({ $size: 0 }) }
          : { 'totals.taxes': trusted({ $elemMatch: { vatClass, rate: Number(rate) } }) };
      }
    }
  }
}
