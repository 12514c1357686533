import type { Handlers } from '../../platform/context.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { MpesaAccounts, type MpesaAccountRecord } from './model.js';
import { removeAccount, setAccount, toAccount, verifyAccount } from './service.js';

const listOf = async (tenant: Tenant) => {
  const found = await MpesaAccounts.find(owned(tenant)).sort({ _id: 1 }).lean<MpesaAccountRecord[]>();
  return { data: found.map(toAccount) };
};

export const handlers = {
  listMpesaAccounts: ({ tenant }) => listOf(tenant),
  setMpesaAccount: ({ tenant, params, body, ...asker }) => setAccount(tenant, asker, params.scope, body),
  async removeMpesaAccount({ tenant, params, ...asker }) {
    await removeAccount(tenant, asker, params.scope);
    return listOf(tenant);
  },
  verifyMpesaAccount: ({ tenant, params, ...asker }) => verifyAccount(tenant, asker, params.scope),
} satisfies Handlers<'listMpesaAccounts' | 'setMpesaAccount' | 'removeMpesaAccount' | 'verifyMpesaAccount'>;
