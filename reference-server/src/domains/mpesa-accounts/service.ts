import type { MpesaAccount, MpesaAccountInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { shopNow } from '../shops/service.js';
import { connectionOf, forgetAccounts } from './find.js';
import { MpesaAccounts, type MpesaAccountRecord } from './model.js';
import { c2bHashOf, endOf, sealSecrets } from './secrets.js';

type Asker = Pick<Context, 'actor' | 'requestId'>;

const idOf = ({ shop, mode }: Tenant, scope: string) => `${shop}/${mode}/${scope}`;

export async function findAccount(
  tenant: Tenant,
  scope: string,
  tx: ClientSession | null = null,
): Promise<MpesaAccountRecord | null> {
  const where = { ...owned(tenant), _id: idOf(tenant, scope) };
  return MpesaAccounts.findOne(where, null, { session: tx }).lean<MpesaAccountRecord>();
}

/** Takes in credentials. Whether they are right is asked by `verify`. */
export async function setAccount(
  tenant: Tenant,
  { actor, requestId }: Asker,
  scope: string,
  input: MpesaAccountInput,
): Promise<MpesaAccount> {
  const { kind, shortcode, till = null, consumerKey, consumerSecret, passkey } = input;
  const { initiatorName = null, securityCredential = null, payoutShortcode = null } = input;
  const _id = idOf(tenant, scope);
  const saved = await inTransaction(async (tx) => {
    const shop = await shopNow(tenant, tx);
    if (scope !== 'shop' && !shop.locations.some((location) => location._id === scope)) throw new Refused('not_found');
    const before = await findAccount(tenant, scope, tx);
    const now = clock.now();
    const record: MpesaAccountRecord = {
      ...owned(tenant),
      _id,
      scope,
      ...{ kind, shortcode, till, initiatorName, payoutShortcode },
      ...sealSecrets(_id, { consumerKey, consumerSecret, passkey, securityCredential }),
      ends: {
        consumerKey: endOf(consumerKey),
        consumerSecret: endOf(consumerSecret),
        passkey: endOf(passkey),
        securityCredential: securityCredential && endOf(securityCredential),
      },
      c2bHash: c2bHashOf({ _id, shortcode }),
      verified: 'unverified',
      problems: [],
      verifiedAt: null,
      // Never the number of an earlier one: connections are told apart by it.
      version: Math.max(now.getTime(), (before?.version ?? 0) + 1),
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
    await MpesaAccounts.replaceOne({ ...owned(tenant), _id }, record, { upsert: true, session: tx });
    const after = { scope, kind, shortcode, till };
    await audit(tenant, actor, { action: 'mpesa_credentials.set', subject: scope, after }, requestId, tx);
    return record;
  });
  forgetAccounts(tenant);
  return toAccount(saved);
}

/** Forgets credentials. What was paid by them is asked about by whoever serves the shop then. */
export async function removeAccount(tenant: Tenant, { actor, requestId }: Asker, scope: string): Promise<void> {
  await inTransaction(async (tx) => {
    const gone = await MpesaAccounts.deleteOne({ ...owned(tenant), _id: idOf(tenant, scope) }, { session: tx });
    if (gone.deletedCount === 0) throw new Refused('not_found');
    await audit(tenant, actor, { action: 'mpesa_credentials.removed', subject: scope }, requestId, tx);
  });
  forgetAccounts(tenant);
}

/** Asks Safaricom, with these credentials, and keeps what it says. Moves no money. */
export async function verifyAccount(tenant: Tenant, { actor, requestId }: Asker, scope: string): Promise<MpesaAccount> {
  const account = await findAccount(tenant, scope);
  if (!account) throw new Refused('not_found');
  const problems = await problemsOf(account);
  const now = clock.now();
  const verified = problems.length === 0 ? 'accepted' : 'refused';
  await MpesaAccounts.updateOne(
    { ...owned(tenant), _id: account._id, version: account.version },
    { $set: { verified, problems, verifiedAt: now, updatedAt: now } },
  );
  const deed = { action: 'mpesa_credentials.verified', subject: scope, after: { verified } };
  await audit(tenant, actor, deed, requestId, null);
  forgetAccounts(tenant);
  return toAccount((await findAccount(tenant, scope)) ?? account);
}

async function problemsOf(account: MpesaAccountRecord): Promise<MpesaAccountRecord['problems']> {
  const mpesa = connectionOf(account);
  const check = await mpesa.checkCredentials();
  if (check.kind === 'refused')
    return [
      {
        what: 'credentials',
        message: `Safaricom does not take the consumer key and secret (${check.message}). Copy both anew from your app on the developer portal.`,
      },
    ];
  if (check.kind === 'noAnswer')
    return [{ what: 'credentials', message: `Safaricom did not answer (${check.message}). Try again in a moment.` }];
  const registered = await mpesa.registerC2b();
  if (registered.kind === 'refused')
    return [
      {
        what: 'c2b',
        message: `Payments from the phone’s menu cannot be told of: Safaricom says “${registered.message}”. Check that the number ${account.shortcode} belongs to your app.`,
      },
    ];
  if (registered.kind === 'unknown')
    return [{ what: 'c2b', message: 'Safaricom did not say whether it took our addresses. Try again in a moment.' }];
  return [];
}

export function toAccount(account: MpesaAccountRecord): MpesaAccount {
  const { scope, kind, shortcode, till, ends, initiatorName, payoutShortcode, verified, problems } = account;
  return {
    ...{ scope, kind, shortcode, till, initiatorName, payoutShortcode, verified, problems },
    ...ends,
    verifiedAt: account.verifiedAt?.toISOString() ?? null,
    updatedAt: account.updatedAt.toISOString(),
  };
}
