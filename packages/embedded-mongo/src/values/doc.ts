/**
 * A document in memory: an ordinary object whose own properties are its fields.
 *
 * Values: JS number (an int32 when integral, a double otherwise), `Double` for integral doubles and -0, `Long`, `Decimal128`, string, boolean,
 * null, arrays, plain objects, Date, ObjectId, Binary, Timestamp, BSONRegExp, Code, BSONSymbol, MinKey, MaxKey. Never `undefined`.
 */
export type Doc = Record<string, unknown>;

/** The field `name` itself, `undefined` when the object has none: what `Object.prototype` offers is not a field. */
export function ownGet(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Doc)[name] : undefined;
}

/** Sets a field, whatever its name: plain assignment to `__proto__` would swap the prototype instead. */
export function ownSet(object: object, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    (object as Doc)[name] = value;
  }
}

/** A copy without one field. (Deleting from a copy would leave V8 a slow object.) */
export function without(object: Doc, name: string): Doc {
  const copy: Doc = {};
  for (const key of Object.keys(object)) if (key !== name) ownSet(copy, key, object[key]);
  return copy;
}

/** A document out of pairs, in their order. */
export function fromEntries(entries: Iterable<readonly [string, unknown]>): Doc {
  const doc: Doc = {};
  for (const [name, value] of entries) ownSet(doc, name, value);
  return doc;
}
