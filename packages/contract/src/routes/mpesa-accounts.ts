import { MpesaAccount, MpesaAccountInput, MpesaAccountList, MpesaScope } from '../resources/mpesa-account.js';
import type { Route } from '../route.js';

const scope = { scope: MpesaScope };

export const mpesaAccountsRoutes = {
  listMpesaAccounts: {
    method: 'get',
    path: '/api/shop/mpesa',
    tag: 'Shop',
    summary: 'M-Pesa credentials of the shop and its places, secrets by their last four characters',
    callers: ['staff'],
    needs: 'credentials:write',
    status: 200,
    response: MpesaAccountList,
    refusals: [],
  },
  setMpesaAccount: {
    method: 'put',
    path: '/api/shop/mpesa/{scope}',
    tag: 'Shop',
    summary: 'Set M-Pesa credentials of the shop (`shop`) or of a place; they are never told again',
    callers: ['staff'],
    needs: 'credentials:write',
    params: scope,
    body: MpesaAccountInput,
    status: 200,
    response: MpesaAccount,
    refusals: ['not_found'],
  },
  removeMpesaAccount: {
    method: 'delete',
    path: '/api/shop/mpesa/{scope}',
    tag: 'Shop',
    summary: 'Forget M-Pesa credentials: the shop’s, or the server’s, take over',
    callers: ['staff'],
    needs: 'credentials:write',
    params: scope,
    status: 200,
    response: MpesaAccountList,
    refusals: ['not_found'],
  },
  verifyMpesaAccount: {
    method: 'post',
    path: '/api/shop/mpesa/{scope}/verify',
    tag: 'Shop',
    summary: 'Ask Safaricom whether credentials are right, and register where payments from phones’ menus are told of',
    callers: ['staff'],
    needs: 'credentials:write',
    params: scope,
    idempotency: 'accepted',
    status: 200,
    response: MpesaAccount,
    refusals: ['not_found'],
  },
} as const satisfies Record<string, Route>;
