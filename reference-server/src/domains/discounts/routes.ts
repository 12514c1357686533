import type { Context, Handlers } from '../../platform/context.js';
import { createDiscount, deleteDiscount, listDiscounts, readDiscount, updateDiscount } from './service.js';

const editIn = ({ tenant, actor, requestId, remember }: Context<'createDiscount' | 'updateDiscount'>) => ({
  ...{ tenant, actor, requestId },
  done: remember,
});

export const handlers = {
  listDiscounts: ({ tenant, query }) => listDiscounts(tenant, query),
  createDiscount: (context) => createDiscount(editIn(context), context.body),
  getDiscount: ({ tenant, params }) => readDiscount(tenant, params.discount),
  updateDiscount: (context) => updateDiscount(editIn(context), context.params.discount, context.body, context.ifMatch),
  async deleteDiscount({ tenant, actor, requestId, params }) {
    await deleteDiscount({ tenant, actor, requestId }, params.discount);
    return { id: params.discount, deleted: true } as const;
  },
} satisfies Handlers<'listDiscounts' | 'createDiscount' | 'getDiscount' | 'updateDiscount' | 'deleteDiscount'>;
