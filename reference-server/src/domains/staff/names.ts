import { trusted } from '../../platform/database.js';
import { Staff } from './model.js';

/** Names of people who work or worked in a shop, by id. */
export async function staffNames(shop: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await Staff.find({ shop, _id: trusted({ $in: [...ids] }) }, { name: 1 }).lean();
  return new Map(rows.map(({ _id, name }) => [_id, name]));
}
