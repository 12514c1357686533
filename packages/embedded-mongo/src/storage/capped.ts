import { asNumber } from '../arguments.js';
import { MongoError } from '../errors.js';
import { ownGet, type Doc } from '../values/index.js';

/** How much a capped collection may hold; beyond it the oldest documents go. */
export interface Cap {
  readonly bytes: number;
  readonly documents: number;
}

const maxBytes = 2 ** 50;

/** Sizes are rounded up to whole blocks, as the server does. */
const block = 256;

/**
 * Checks the options of `create` for a capped collection.
 * @throws MongoError 72 without a size, 2 for a size or a number of documents that cannot be.
 */
export function readCapped(body: Doc): Doc {
  const size = ownGet(body, 'size');
  if (size === undefined) throw new MongoError(72, "the 'size' field is required when 'capped' is true");
  const bytes = asNumber(size, 'size');
  if (!(bytes >= 1 && bytes <= maxBytes)) {
    throw new MongoError(2, `BSON field 'create.size' must be between 1 and ${maxBytes}, actual value '${bytes}'`);
  }
  const max = ownGet(body, 'max');
  const documents = max === undefined ? 0 : asNumber(max, 'max');
  if (documents >= 2 ** 31) throw new MongoError(2, 'max in a capped collection has to be < 2^31 or not set');
  return {
    capped: true,
    size: Math.ceil(bytes / block) * block,
    ...(documents > 0 ? { max: Math.trunc(documents) } : {}),
  };
}

export function capOf(options: Doc): Cap | undefined {
  if (options['capped'] !== true) return undefined;
  return {
    bytes: asNumber(options['size'], 'size'),
    documents: options['max'] === undefined ? Infinity : asNumber(options['max'], 'max'),
  };
}
