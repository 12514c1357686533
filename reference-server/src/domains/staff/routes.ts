import type { Handlers } from '../../platform/context.js';
import { addStaff, inviteAgain, listStaff, staffById, updateStaff } from './service.js';
import { toStaff } from './view.js';

export const handlers = {
  listStaff: ({ tenant, query }) => listStaff(tenant, query),
  addStaff: (call) => addStaff(call, call.body, call.remember),
  getStaff: async ({ tenant, params }) => toStaff(await staffById(tenant.shop, params.staff)),
  updateStaff: (call) => updateStaff(call, call.params.staff, call.body, call.ifMatch, call.remember),
  inviteStaff: (call) => inviteAgain(call, call.params.staff, call.remember),
} satisfies Handlers<'listStaff' | 'addStaff' | 'getStaff' | 'updateStaff' | 'inviteStaff'>;
