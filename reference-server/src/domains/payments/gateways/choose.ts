import { sha256 } from '../../../platform/keyring.js';
import type { Tenant } from '../../../platform/tenancy.js';
import { accountOfC2b, accountsOf, connectionOf } from '../../mpesa-accounts/find.js';
import { serverMpesa, serverPaidAccount, type Mpesa } from './mpesa.js';

/** Whose pay bill or till it is that told us. Of the server's own, `shop` is null: it may serve several. */
export interface PaidAccount {
  readonly mode: Tenant['mode'];
  readonly shortcode: string;
  readonly till: string | null;
  readonly shop: string | null;
}

/** The way to M-Pesa for new payments: of the place, else of the shop, else of the server; null when there is none in this mode. */
export async function mpesaFor(tenant: Tenant, location: string | null = null): Promise<Mpesa | null> {
  const accounts = await accountsOf(tenant);
  const own =
    accounts.find(({ scope }) => location !== null && scope === location) ??
    accounts.find(({ scope }) => scope === 'shop');
  return own ? connectionOf(own) : serverMpesa(tenant);
}

/** The way that money went before: what was paid to a shortcode is asked about, and given back, by the same. */
export async function mpesaBy(tenant: Tenant, shortcode: string | null): Promise<Mpesa | null> {
  const accounts = await accountsOf(tenant);
  const same = accounts.find((account) => [account.shortcode, account.till].includes(shortcode));
  if (same) return connectionOf(same);
  const server = serverMpesa(tenant);
  // From before payments named it, or the shop has changed its number since: whoever serves the shop now is asked.
  return server?.shortcode === shortcode ? server : mpesaFor(tenant);
}

/** Whose pay bill or till a C2B address belongs to. Looked up by hash, so timing tells nothing. */
export async function paidAccountOf(token: string): Promise<PaidAccount | null> {
  const server = serverPaidAccount(token);
  if (server) return { ...server, till: null, shop: null };
  if (!/^[0-9a-f]{64}$/.test(token)) return null;
  const account = await accountOfC2b(sha256(token));
  return account && { mode: account.mode, shortcode: account.shortcode, till: account.till, shop: account.shop };
}
