import type { Handlers } from '../../platform/context.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { Refused } from '../../platform/refusals.js';
import { shopOf } from '../shops/service.js';
import { refresh } from './compare.js';
import { findLines, findStatement, findStatements, importStatement, present } from './service.js';

const position = (found: unknown): string | null => {
  if (found !== null && typeof found !== 'string') throw new Refused('cursor_invalid');
  return found;
};

export const handlers = {
  importStatement: ({ tenant, body, query, remember, ...asker }) =>
    importStatement(tenant, asker, body, query.name ?? null, remember),

  async listStatements({ tenant, query }) {
    const { limit = 20, after } = query;
    const before = position(after === undefined ? null : cursors.read(tenant, 'statements', after));
    const { data, ...rest } = toPage(
      await findStatements(tenant, before, limit + 1),
      limit,
      (row) => row,
      (row) => cursors.make(tenant, 'statements', row._id),
    );
    const shown = [];
    for (const row of data) shown.push(await present(tenant, row));
    return { data: shown, ...rest };
  },

  async getStatement({ tenant, params }) {
    const statement = await findStatement(tenant, params.statement);
    if (!statement) throw new Refused('not_found');
    return present(tenant, statement);
  },

  async listStatementLines({ tenant, params, query }) {
    const statement = await findStatement(tenant, params.statement);
    if (!statement) throw new Refused('not_found');
    const { limit = 20, after, match } = query;
    const list = `statement ${statement._id} ${match ?? ''}`;
    const from = position(after === undefined ? null : cursors.read(tenant, list, after));
    if (from === null) await refresh(tenant, statement);
    const { currency } = await shopOf(tenant);
    return toPage(
      await findLines(tenant, statement, match ?? null, from, limit + 1),
      limit,
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
      (line) => cursors.make(tenant, list, line._id),
    );
  },
} satisfies Handlers<'importStatement' | 'listStatements' | 'getStatement' | 'listStatementLines'>;
