import { trusted } from '../../platform/database.js';
import { envelope } from '../../platform/keyring.js';
import { acrossTenants, owned } from '../../platform/tenancy.js';
import { MpesaAccounts, type MpesaAccountRecord } from './model.js';

/**
 * Wraps the data keys of all credentials with the key of now. Running it twice changes nothing.
 *
 * @returns How many were wrapped anew.
 * @throws Error when one is wrapped with a key that is not known any more.
 */
export async function rotateKeys(): Promise<number> {
  const where = { keyId: trusted({ $ne: envelope.keyId }) };
  const old = await acrossTenants(MpesaAccounts.find(where)).lean<MpesaAccountRecord[]>();
  let rotated = 0;
  for (const account of old) {
    const tenant = { shop: account.shop, mode: account.mode };
    // Changed in between: then it has been wrapped with the key of now already.
    const { matchedCount } = await MpesaAccounts.updateOne(
      { ...owned(tenant), _id: account._id, dataKey: account.dataKey },
      { $set: envelope.rewrap(account, account._id) },
    );
    rotated += matchedCount;
  }
  return rotated;
}
