import type { Handlers } from '../../platform/context.js';
import { pageById } from '../../platform/cursors.js';
import { Refused } from '../../platform/refusals.js';
import { shopOf } from '../shops/service.js';
import { refresh } from './compare.js';
import { findLines, findStatement, findStatements, importStatement, present } from './service.js';

export const handlers = {
  importStatement: ({ tenant, body, query, remember, ...asker }) =>
    importStatement(tenant, asker, body, query.name ?? null, remember),

  async listStatements({ tenant, query }) {
    const page = await pageById(tenant, 'statements', query, (last, limit) => findStatements(tenant, last, limit));
    const shown = [];
    for (const row of page.data) shown.push(await present(tenant, row));
    return { ...page, data: shown };
  },

  async getStatement({ tenant, params }) {
    const statement = await findStatement(tenant, params.statement);
    if (!statement) throw new Refused('not_found');
    return present(tenant, statement);
  },

  async listStatementLines({ tenant, params, query }) {
    const statement = await findStatement(tenant, params.statement);
    if (!statement) throw new Refused('not_found');
    const { match } = query;
    if (query.after === undefined) await refresh(tenant, statement);
    const { currency } = await shopOf(tenant);
    const page = await pageById(tenant, `statement ${statement._id} ${match ?? ''}`, query, (last, limit) =>
      findLines(tenant, statement, match ?? null, last, limit),
    );
    return {
      ...page,
      data: page.data.map(
        ({ receiptNumber, direction, amount, at, details, account, match: how, payment, refund }) => ({
          receiptNumber,
          direction,
          amount: { amount, currency },
          at: at.toISOString(),
          details,
          account,
          match: how,
          payment,
          refund,
        }),
      ),
    };
  },
} satisfies Handlers<'importStatement' | 'listStatements' | 'getStatement' | 'listStatementLines'>;
