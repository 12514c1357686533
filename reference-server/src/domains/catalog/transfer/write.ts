import type { ClientSession } from 'mongoose';
import type { FieldError, ImportReport } from '@smartduka/contract';
import { clock } from '../../../platform/clock.js';
import { inTransaction, isDuplicate } from '../../../platform/database.js';
import { newId } from '../../../platform/ids.js';
import { Refused } from '../../../platform/refusals.js';
import { owned } from '../../../platform/tenancy.js';
import { receive } from '../../inventory/receive.js';
import { stockQueue } from '../../inventory/service.js';
import { mainLocation, shopOf } from '../../shops/service.js';
import { addProduct, changeProduct, openProduct, type Change } from '../change.js';
import { Categories } from '../model.js';
import { slugOf } from '../rules.js';
import { newProductOf, saidOf, updateOf, type Plan } from './plan.js';

export type ImportCall = Omit<Change, 'remember'> & {
  readonly remember: (answer: ImportReport, tx: ClientSession) => Promise<void>;
};

type Settle = (plan: Plan, product: string | null, errors: readonly FieldError[]) => void;

// Commits cost more than what is in them; but a transaction has 10 s in all.
const together = 25;

/** Writes products some at a time. When one of them is refused, each of its batch is tried by itself. */
export async function writeAll(call: ImportCall, plans: readonly Plan[], settle: Settle): Promise<void> {
  for (let i = 0; i < plans.length; i += together) {
    const batch = plans.slice(i, i + together);
    try {
      for (const [plan, product] of await writeBatch(call, batch)) settle(plan, product, []);
    } catch (error) {
      if (!refusalOf(error)) throw error;
      for (const plan of batch) await writeAlone(call, plan, settle);
    }
  }
}

async function writeAlone(call: ImportCall, plan: Plan, settle: Settle): Promise<void> {
  try {
    for (const [, product] of await writeBatch(call, [plan])) settle(plan, product, []);
  } catch (error) {
    const errors = refusalOf(error);
    if (!errors) throw error;
    settle(plan, null, errors);
  }
}

/** What is wrong with the row, in words; null for what is no fault of the file. */
function refusalOf(error: unknown): readonly FieldError[] | null {
  if (isDuplicate(error)) return [{ path: 'sku', code: 'taken', message: 'was taken by somebody else just now' }];
  if (!(error instanceof Refused) || error.status >= 500) return null;
  const errors = error.facts['errors'] as FieldError[] | undefined;
  return errors ?? [{ path: 'sku', code: error.code, message: 'was changed by somebody else just now' }];
}

const writeBatch = (call: ImportCall, plans: readonly Plan[]): Promise<(readonly [Plan, string])[]> =>
  inTransaction(
    async (tx) => {
      const written: (readonly [Plan, string])[] = [];
      for (const plan of plans) written.push([plan, await writeOne(call, plan, tx)]);
      return written;
    },
    { inTurn: stockQueue(call.tenant) },
  );

async function writeOne(call: ImportCall, plan: Plan, tx: ClientSession): Promise<string> {
  const name = saidOf(plan.rows).category;
  const category = name === undefined ? undefined : await shelf(call, name, tx);
  if (plan.product) {
    const before = await openProduct(call.tenant, plan.product._id, tx);
    const after = await changeProduct(call, before, updateOf(plan, before, category), null, tx);
    await openStock(call, plan, after.variants, tx);
    return after._id;
  }
  const made = await addProduct(call, newProductOf(plan, category ?? ''), tx);
  await openStock(call, plan, made.variants, tx);
  return made._id;
}

/** What new variants begin with. Stock of what is known is counted and moved, never imported. */
async function openStock(
  { tenant, actor }: ImportCall,
  { actions }: Plan,
  variants: readonly { _id: string; sku: string }[],
  tx: ClientSession,
): Promise<void> {
  const location = mainLocation(await shopOf(tenant))._id;
  for (const [row, action] of actions) {
    const variant = variants.find(({ sku }) => sku.toUpperCase() === row.sku.toUpperCase());
    if (action !== 'create' || !variant || row.stock === 0) continue;
    const entry = { reason: 'received', staff: actor.id, note: 'CSV', at: clock.now() };
    await receive(tenant, variant._id, location, row.stock, entry, tx);
  }
}

/** The shelf of that name, put up if there is none. */
async function shelf({ tenant }: ImportCall, name: string, tx: ClientSession): Promise<string> {
  const slug = slugOf(name);
  const either = [{ slug }, { title: name }];
  const found = await Categories.findOne({ ...owned(tenant), $or: either }, { _id: 1 }, { session: tx }).lean();
  if (found) return found._id;
  const position = await Categories.countDocuments({ ...owned(tenant), parent: null }).session(tx);
  const record = {
    ...owned(tenant),
    _id: newId('category'),
    slug,
    title: name,
    translations: {},
    parent: null,
    position,
    version: 1,
  };
  await Categories.create([record], { session: tx });
  return record._id;
}
