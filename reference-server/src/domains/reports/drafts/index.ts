import type { ReportName } from '@smartduka/contract';
import type { Draft } from '../rules/tables.js';
import { customers } from './customers.js';
import { payments, reconciliation, tax } from './money.js';
import type { Asked } from './parts.js';
import { orders } from './orders.js';
import { grouped, locations, periods, staff, summary } from './sales.js';
import { shifts } from './shifts.js';
import { stock, unsold } from './stock.js';

export type { Asked } from './parts.js';

/** Puts a report together: its tables, as sums. */
export async function draftsOf(report: ReportName, asked: Asked): Promise<Draft[]> {
  if (asked.show === 'orders') return [await orders(report, asked)];
  switch (report) {
    case 'summary':
      return [await summary(asked)];
    case 'sales':
      return [
        await periods(asked, 'netSales', [
          'orders',
          'quantity',
          'grossSales',
          'discounts',
          'refunds',
          'netSales',
          'vat',
          'takings',
          'averageOrder',
        ]),
      ];
    case 'profit':
      return [await periods(asked, 'grossProfit', ['netSales', 'costOfGoods', 'grossProfit', 'margin', 'uncosted'])];
    case 'products':
      if (asked.show === 'unsold') return [await unsold(asked)];
      return [await grouped(asked, 'goods', { key: 'products', about: 'product' }, ['sku'])];
    case 'categories':
      return [await grouped(asked, 'categories', { key: 'categories', about: 'category' })];
    case 'brands':
      return [await grouped(asked, 'brands', { key: 'brands', about: 'brand' })];
    case 'locations':
      return [await locations(asked)];
    case 'staff':
      return [await staff(asked)];
    case 'shifts':
      return [await shifts(asked)];
    case 'payments':
      return payments(asked);
    case 'tax':
      return [await tax(asked)];
    case 'inventory':
      return [await stock(asked)];
    case 'customers':
      return customers(asked);
    case 'reconciliation':
      return reconciliation(asked);
  }
}
