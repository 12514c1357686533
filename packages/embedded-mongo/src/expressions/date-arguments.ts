import type { ObjectId, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import type { Doc } from '../values/doc.js';
import { typeOf } from '../values/types.js';
import { namedArguments } from './arguments.js';
import type { Env } from './compile.js';
import { utc, zoneOf, type Zone } from './zones.js';

/** The instant of whatever counts as a date: dates, timestamps and ObjectIds. */
export function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const type = typeOf(value);
  if (type === 'objectId') return (value as ObjectId).getTimestamp().getTime();
  if (type === 'timestamp') return ((value as Timestamp).high >>> 0) * 1000;
  throw new MongoError(16006, `can't convert from BSON type ${type} to Date`);
}

export function zoneFrom(value: unknown): Zone {
  if (typeof value !== 'string')
    throw new MongoError(40517, `timezone must evaluate to a string, found ${typeOf(value)}`);
  return zoneOf(value);
}

export interface DateArguments {
  args: ReturnType<typeof namedArguments>;
  zone: (root: Doc) => Zone | null;
}

/** Named arguments of which one may be a time zone; without it, UTC. */
export function dateArguments(
  operand: unknown,
  env: Env,
  name: string,
  allowed: string[],
  codes: { shape: number; unknown: number; missing: number },
): DateArguments {
  const args = namedArguments(operand, env, name, [...allowed, 'timezone'], codes);
  const zone = args.get('timezone');
  return {
    args,
    zone: (root) => {
      if (!zone) return utc;
      const value = zone(root);
      return value == null ? null : zoneFrom(value);
    },
  };
}
