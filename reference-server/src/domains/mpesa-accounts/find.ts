import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { environmentOf } from '../payments/gateways/environment.js';
import { createMpesa, type Mpesa } from '../payments/gateways/mpesa.js';
import { MpesaAccounts, type MpesaAccountRecord } from './model.js';
import { c2bTokenOf, openSecrets } from './secrets.js';

interface Known {
  readonly accounts: readonly MpesaAccountRecord[];
  readonly until: number;
}
const known = new Map<string, Known>();
// Every payment asks. A change is felt in every process within this time, and at once in the one that made it.
const rememberedMs = 5_000;
const sideOf = ({ shop, mode }: Tenant) => `${shop}/${mode}`;

/** Forgets what this process knows of a shop's credentials. */
export function forgetAccounts(tenant: Tenant): void {
  known.delete(sideOf(tenant));
}

/** Forgets all of them, as when another database is connected. */
export function forgetAllAccounts(): void {
  known.clear();
  connected.clear();
}

export async function accountsOf(tenant: Tenant): Promise<readonly MpesaAccountRecord[]> {
  const side = sideOf(tenant);
  const found = known.get(side);
  if (found && found.until > performance.now()) return found.accounts;
  const accounts = await MpesaAccounts.find(owned(tenant)).sort({ _id: 1 }).lean<MpesaAccountRecord[]>();
  if (known.size > 1_000) known.clear();
  known.set(side, { accounts, until: performance.now() + rememberedMs });
  return accounts;
}

/** One connection for each version of each account, so that what it learnt of Daraja (tokens, failures in a row) stays its own. */
const connected = new Map<string, { version: number; mpesa: Mpesa }>();

export function connectionOf(account: MpesaAccountRecord): Mpesa {
  const before = connected.get(account._id);
  if (before?.version === account.version) return before.mpesa;
  const { consumerKey, consumerSecret, passkey, securityCredential } = openSecrets(account);
  const { shortcode, till, initiatorName, payoutShortcode, mode } = account;
  const mpesa = createMpesa({
    ...environmentOf(mode),
    ...{ consumerKey, consumerSecret, passkey, shortcode, till, payoutShortcode },
    initiator: initiatorName && securityCredential ? { name: initiatorName, securityCredential } : null,
    c2bToken: c2bTokenOf(account),
  });
  connected.set(account._id, { version: account.version, mpesa });
  return mpesa;
}

/** The account that a C2B address belongs to. */
export async function accountOfC2b(c2bHash: string): Promise<MpesaAccountRecord | null> {
  return acrossTenants(MpesaAccounts.findOne({ c2bHash })).lean<MpesaAccountRecord>();
}
