import type { ShiftReport } from '@smartduka/contract';
import { trusted } from '../../platform/database.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Shifts, type ShiftRecord } from './model.js';
import { reportOf } from './report.js';
import { varianceLimit } from './rules.js';

/** A shift and its drawer, as reports show it. Amounts in minor units; what was taken is net of what was given back. */
export interface Drawer {
  readonly opened: Date;
  readonly cashier: string | null;
  /** `needs_review`: counted, and too far off for the cashier to explain alone. */
  readonly state: 'open' | 'closed' | 'needs_review';
  readonly sums: Readonly<Record<string, number>>;
}

const most = 500;

/** The drawers of these shifts, and of those that were opened in some time; the newest, if there are very many. */
export async function drawersOf(
  tenant: Tenant,
  ids: readonly string[],
  span: { readonly from: Date; readonly to: Date },
  location: string | undefined,
): Promise<Map<string, Drawer>> {
  const there = location === undefined ? {} : { location };
  const named = await Shifts.find({ ...owned(tenant), ...there, _id: trusted({ $in: [...ids] }) })
    .sort({ _id: -1 })
    .limit(most)
    .lean<ShiftRecord[]>();
  const opened = await Shifts.find({
    ...owned(tenant),
    ...there,
    createdAt: trusted({ $gte: span.from, $lt: span.to }),
  })
    .sort({ _id: -1 })
    .limit(most)
    .lean<ShiftRecord[]>();
  const drawers = new Map<string, Drawer>();
  for (const shift of [...named, ...opened])
    if (!drawers.has(shift._id)) drawers.set(shift._id, drawerOf(shift, await reportOf(tenant, shift, null)));
  return drawers;
}

function drawerOf(shift: ShiftRecord, { cash, tenders }: ShiftReport): Drawer {
  const taken = (wanted: (kind: string) => boolean) =>
    tenders.filter(({ kind }) => wanted(kind)).reduce((sum, { net }) => sum + net.amount, 0);
  const counted = cash.counted && cash.variance && { counted: cash.counted.amount, variance: cash.variance.amount };
  return {
    opened: shift.createdAt,
    cashier: shift.cashier.name,
    state:
      shift.state === 'open' ? 'open' : Math.abs(counted?.variance ?? 0) > varianceLimit ? 'needs_review' : 'closed',
    sums: {
      cashTaken: taken((kind) => kind === 'cash'),
      mpesaTaken: taken((kind) => kind === 'mpesa'),
      otherTaken: taken((kind) => kind !== 'cash' && kind !== 'mpesa'),
      float: cash.float.amount,
      cashIn: cash.in.amount,
      cashOut: cash.out.amount,
      expected: cash.expected.amount,
      ...counted,
    },
  };
}
