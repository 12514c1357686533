import type { ClientSession } from 'mongoose';
import type { Category, CategoryUpdate, NewCategory } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { inTransaction, isDuplicate, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { derive, listsOf } from './derive.js';
import { Categories, Products, type CategoryRecord, type ProductRecord, type Translations } from './model.js';
import { slugOf } from './rules.js';
import { shelvesAbove } from './service.js';
import { toCategory } from './view.js';

/** Who changes the shelves, and what becomes of the answer. */
export interface ShelfChange {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly remember: (answer: Category, tx: ClientSession) => Promise<void>;
}

/** @throws Refused `already_taken` for a slug, `validation_failed` for a parent that is not there */
export async function createCategory(change: ShelfChange, input: NewCategory): Promise<Category> {
  const { tenant } = change;
  return writing(change, async (tx) => {
    const parent = input.parent ?? null;
    if (parent !== null) await parentOf(tenant, parent, tx);
    const record: CategoryRecord = {
      ...owned(tenant),
      _id: newId('category'),
      slug: await freeSlug(tenant, input.slug ?? slugOf(input.title), tx),
      title: input.title,
      translations: (input.translations ?? {}) as Translations,
      parent,
      position: input.position ?? (await Categories.countDocuments({ ...owned(tenant), parent }).session(tx)),
      version: 1,
    };
    await Categories.create([record], { session: tx });
    await note(change, 'category.created', record, undefined, tx);
    return record;
  });
}

/**
 * Renames a shelf or moves it, with all that stands on it and below it.
 *
 * @throws Refused `not_found`, `version_stale`, `already_taken`, `category_cycle` when it would stand below itself
 */
export async function updateCategory(
  change: ShelfChange,
  id: string,
  input: CategoryUpdate,
  ifMatch: number | null,
): Promise<Category> {
  const { tenant } = change;
  const answer = await writing(change, async (tx) => {
    const before = await open(tenant, id, tx);
    if (ifMatch !== null && ifMatch !== before.version) throw new Refused('version_stale');
    const { slug, parent, ...plain } = input;
    if (parent !== undefined && parent !== null) {
      const above = await parentOf(tenant, parent, tx);
      if (above.some((shelf) => shelf._id === id)) throw new Refused('category_cycle');
    }
    const set = {
      ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
      ...(parent === undefined ? {} : { parent }),
      ...(slug === undefined || slug === before.slug ? {} : { slug: await freeSlug(tenant, slug, tx) }),
    };
    const after = await Categories.findOneAndUpdate(
      { ...owned(tenant), _id: id, version: before.version },
      { $set: set, $inc: { version: 1 } },
      { session: tx, returnDocument: 'after' },
    ).lean<CategoryRecord>();
    if (!after) throw new Refused('version_stale');
    if (after.parent !== before.parent) {
      // Whoever moves another shelf at this moment has read one of these; writing them makes the two meet, and no circle can close.
      for (const shelf of await shelvesAbove(tenant, id, tx))
        if (shelf._id !== id)
          await Categories.updateOne({ ...owned(tenant), _id: shelf._id }, { $inc: { version: 1 } }, { session: tx });
      await rehang(tenant, id, tx);
    }
    await note(change, 'category.updated', after, before, tx);
    return after;
  });
  if (input.title !== undefined || input.translations !== undefined || input.parent !== undefined)
    await reindex(tenant, id);
  return answer;
}

/** @throws Refused `not_found`, `category_in_use` */
export async function deleteCategory(change: ShelfChange, id: string): Promise<Category> {
  const { tenant } = change;
  return writing(change, async (tx) => {
    const record = await open(tenant, id, tx);
    const used =
      (await Products.exists({ ...owned(tenant), category: id }).session(tx)) ??
      (await Categories.exists({ ...owned(tenant), parent: id }).session(tx));
    if (used) throw new Refused('category_in_use');
    await Categories.deleteOne({ ...owned(tenant), _id: id }, { session: tx });
    await note(change, 'category.deleted', record, record, tx);
    return record;
  });
}

async function writing(change: ShelfChange, work: (tx: ClientSession) => Promise<CategoryRecord>): Promise<Category> {
  try {
    return await inTransaction(async (tx) => {
      const record = await work(tx);
      const productCount = await Products.countDocuments({
        ...owned(change.tenant),
        lists: `published/${record._id}`,
      }).session(tx);
      const answer = toCategory(record, productCount, { costs: false });
      await change.remember(answer, tx);
      return answer;
    });
  } catch (error) {
    if (isDuplicate(error, 'slug')) throw slugTaken();
    throw error;
  }
}

async function open(tenant: Tenant, id: string, tx: ClientSession): Promise<CategoryRecord> {
  const record = await Categories.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<CategoryRecord>();
  if (!record) throw new Refused('not_found');
  return record;
}

/** A shelf to hang something below, and all above it. */
async function parentOf(tenant: Tenant, parent: string, tx: ClientSession): Promise<CategoryRecord[]> {
  if (!(await Categories.exists({ ...owned(tenant), _id: parent }).session(tx)))
    throw invalid('parent', 'unknown', 'is no category of this shop');
  return shelvesAbove(tenant, parent, tx);
}

async function freeSlug(tenant: Tenant, slug: string, tx: ClientSession): Promise<string> {
  if (await Categories.exists({ ...owned(tenant), slug }).session(tx)) throw slugTaken();
  return slug;
}

const slugTaken = (): Refused =>
  new Refused('already_taken', {
    errors: [{ path: 'slug', code: 'taken', message: 'another category has this address' }],
  });

/** Tells every product on a shelf that was moved, and below it, where it stands now: one update per shelf and state, however many there are. */
async function rehang(tenant: Tenant, moved: string, tx: ClientSession): Promise<void> {
  for (const category of await below(tenant, moved, tx)) {
    const shelves = (await shelvesAbove(tenant, category, tx)).map((shelf) => shelf._id);
    for (const state of ['published', 'unpublished', 'deleted'] as const)
      await Products.updateMany(
        { ...owned(tenant), category, lists: state },
        {
          $set: {
            shelves,
            lists: listsOf(
              { published: state === 'published', deletedAt: state === 'deleted' ? new Date(0) : null },
              shelves,
            ),
          },
        },
        { session: tx },
      );
  }
}

async function below(tenant: Tenant, id: string, tx: ClientSession | null): Promise<string[]> {
  const children = await Categories.find({ ...owned(tenant), parent: id }, { _id: 1 }, { session: tx }).lean();
  const deeper: string[] = [];
  for (const child of children) deeper.push(...(await below(tenant, child._id, tx)));
  return [id, ...deeper];
}

const batch = 200;

/** Lets products be found by the new name of their shelf. After the change and in pieces: a shelf may hold thousands. */
async function reindex(tenant: Tenant, changed: string): Promise<void> {
  for (const category of await below(tenant, changed, null)) {
    const shelves = await shelvesAbove(tenant, category, null);
    for (let after = ''; ;) {
      const rows = await Products.find({ ...owned(tenant), category, _id: trusted({ $gt: after }) })
        .sort({ _id: 1 })
        .limit(batch)
        .lean<ProductRecord[]>();
      const last = rows.at(-1);
      if (!last) break;
      await Products.bulkWrite(
        rows.map((row) => ({
          updateOne: {
            // One that is edited at this moment is indexed by that edit.
            filter: { ...owned(tenant), _id: row._id, version: row.version },
            update: { $set: { search: derive(row, shelves).search } },
          },
        })),
      );
      after = last._id;
    }
  }
}

const told = ({ slug, title, parent }: CategoryRecord) => ({ slug, title, parent });

const note = (
  { tenant, actor, requestId }: ShelfChange,
  action: string,
  after: CategoryRecord,
  before: CategoryRecord | undefined,
  tx: ClientSession,
) =>
  audit(
    tenant,
    actor,
    { action, subject: after._id, before: before && told(before), after: told(after) },
    requestId,
    tx,
  );
