import { LedgerBalanceQuery, LedgerBalances, LedgerPage, LedgerQuery } from '../resources/ledger.js';
import type { Route } from '../route.js';

export const ledgerRoutes = {
  listLedger: {
    method: 'get',
    path: '/api/ledger',
    tag: 'Ledger',
    summary: 'Movements of money, newest first',
    callers: ['secret', 'staff'],
    needs: 'payments:read',
    query: LedgerQuery,
    status: 200,
    response: LedgerPage,
    refusals: ['cursor_invalid'],
  },
  getLedgerBalances: {
    method: 'get',
    path: '/api/ledger/balances',
    tag: 'Ledger',
    summary: 'Where the money stands: sums of movements',
    callers: ['secret', 'staff'],
    needs: 'payments:read',
    query: LedgerBalanceQuery,
    status: 200,
    response: LedgerBalances,
    refusals: [],
  },
} as const satisfies Record<string, Route>;
