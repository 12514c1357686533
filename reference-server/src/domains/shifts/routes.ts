import type { Handlers } from '../../platform/context.js';
import { listPapers } from '../inventory/papers.js';
import { Shifts } from './model.js';
import { toShift } from './report.js';
import { closeShift, moveCash, openShift, seenShift, shiftReport } from './service.js';

export const handlers = {
  listShifts({ tenant, actor, query }) {
    const { state, location, till, cashier, ...page } = query;
    const own = actor.permissions.has('shifts:read') ? cashier : (actor.id ?? '');
    return listPapers(Shifts, tenant, 'shifts', page, { state, location, till, 'cashier.id': own }, toShift);
  },
  openShift: (call) => openShift(call, call.body),
  async getShift({ tenant, actor, params }) {
    return toShift(await seenShift(tenant, actor, params.shift));
  },
  moveCash: (call) => moveCash(call, call.params.shift, call.body),
  closeShift: (call) => closeShift(call, call.params.shift, call.body),
  getShiftReport: ({ tenant, actor, params }) => shiftReport(tenant, actor, params.shift),
} satisfies Handlers<'listShifts' | 'openShift' | 'getShift' | 'moveCash' | 'closeShift' | 'getShiftReport'>;
