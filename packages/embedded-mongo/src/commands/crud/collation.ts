import { MongoError } from '../../errors.js';
import type { Collation } from '../../values/compare.js';
import type { Doc } from '../../values/doc.js';

export function collationOf(spec: Doc): Collation | undefined {
  if (spec['locale'] === 'simple') return undefined;
  throw new MongoError(2, 'collations are not supported by this embedded server');
}
