import type { ClientSession } from 'mongoose';
import type { z } from 'zod';
import type { CartCreate, NewCart } from '@smartduka/contract';
import { inTransaction } from '../../platform/database.js';
import { newId, newSecret } from '../../platform/ids.js';
import { sha256 } from '../../platform/keyring.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { meantVariant } from '../catalog/service.js';
import { expiryFrom, withItem } from './change.js';
import { Carts, type CartRecord, type LineRecord } from './model.js';
import { toCart } from './price.js';

/**
 * Starts a cart. The secret that opens it is told here and never again; its hash is kept.
 *
 * @param done Runs in the same transaction with the answer.
 */
export async function createCart(
  tenant: Tenant,
  input: z.output<typeof CartCreate>,
  now: Date,
  done: (cart: NewCart, tx: ClientSession) => Promise<void>,
): Promise<NewCart> {
  let lines: LineRecord[] = [];
  for (const item of input.items ?? []) lines = withItem(lines, await meantVariant(tenant, item), item.quantity);
  return startCart(tenant, lines, now, done);
}

/** A cart with these lines, and the secret that opens it. */
export async function startCart(
  tenant: Tenant,
  lines: LineRecord[],
  now: Date,
  done: (cart: NewCart, tx: ClientSession) => Promise<void>,
): Promise<NewCart> {
  const secret = newSecret('cs');
  const record: CartRecord = {
    ...owned(tenant),
    _id: newId('cart', now),
    secretHash: sha256(secret),
    status: 'open',
    version: 1,
    lines,
    customer: null,
    delivery: null,
    code: null,
    manual: null,
    order: null,
    createdAt: now,
    updatedAt: now,
    expiresAt: expiryFrom(now),
  };
  return inTransaction(async (tx) => {
    await Carts.create([record], { session: tx });
    const answer = { ...(await toCart(tenant, record, tx)), secret };
    await done(answer, tx);
    return answer;
  });
}
