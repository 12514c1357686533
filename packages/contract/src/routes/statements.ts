import { id } from '../primitives.js';
import {
  Statement,
  StatementImportQuery,
  StatementLinePage,
  StatementLineQuery,
  StatementPage,
} from '../resources/statement.js';
import { PageQuery } from '../primitives.js';
import type { Route } from '../route.js';

const statement = { statement: id('statement') };

export const statementsRoutes = {
  importStatement: {
    method: 'post',
    path: '/api/statements',
    tag: 'Statements',
    summary: 'Bring in a statement of the M-PESA portal (CSV, up to 20,000 lines) and compare it with the books',
    callers: ['secret', 'staff'],
    needs: 'payments:review',
    query: StatementImportQuery,
    upload: { types: ['text/csv', 'text/plain', 'application/vnd.ms-excel'], limit: 5 * 1024 * 1024 },
    idempotency: 'required',
    status: 201,
    response: Statement,
    refusals: [],
  },
  listStatements: {
    method: 'get',
    path: '/api/statements',
    tag: 'Statements',
    summary: 'Statements brought in, newest first',
    callers: ['secret', 'staff'],
    needs: 'payments:review',
    query: PageQuery,
    status: 200,
    response: StatementPage,
    refusals: ['cursor_invalid'],
  },
  getStatement: {
    method: 'get',
    path: '/api/statements/{statement}',
    tag: 'Statements',
    summary: 'A statement, and how it stands to the books now',
    callers: ['secret', 'staff'],
    needs: 'payments:review',
    params: statement,
    status: 200,
    response: Statement,
    refusals: ['not_found'],
  },
  listStatementLines: {
    method: 'get',
    path: '/api/statements/{statement}/lines',
    tag: 'Statements',
    summary: 'Lines within the time of a statement, all or those that do not meet',
    callers: ['secret', 'staff'],
    needs: 'payments:review',
    params: statement,
    query: StatementLineQuery,
    status: 200,
    response: StatementLinePage,
    refusals: ['not_found', 'cursor_invalid'],
  },
} as const satisfies Record<string, Route>;
