import { MongoError } from '../errors.js';

/** A time zone: how far its clocks are ahead of UTC at an instant. Milliseconds throughout. */
export interface Zone {
  readonly isUtc: boolean;
  offsetAt(instant: number): number;
}

const minute = 60_000;
const day = 86_400_000;

function fixedZone(offset: number): Zone {
  return { isUtc: offset === 0, offsetAt: () => offset };
}

export const utc: Zone = fixedZone(0);
const zones = new Map<string, Zone>([
  ['UTC', utc],
  ['GMT', utc],
  ['Z', utc],
]);

/**
 * The zone by its Olson name (`Africa/Nairobi`) or offset (`+03`, `+0530`, `-03:30`).
 *
 * @throws MongoError 40485 when there is no such zone.
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const made = offsetZone(name) ?? olsonZone(name);
  if (zones.size < 2000) zones.set(name, made);
  return made;
}

function offsetZone(name: string): Zone | undefined {
  const parts = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(name);
  if (!parts) return undefined;
  const size = (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * minute;
  return fixedZone(parts[1] === '-' ? -size : size);
}

function olsonZone(name: string): Zone {
  let format: Intl.DateTimeFormat;
  try {
    if (!/^[A-Za-z]/.test(name)) throw new RangeError('not a name');
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new MongoError(40485, `unrecognized time zone identifier: "${name}"`);
  }
  return { isUtc: false, offsetAt: remembered((instant) => computeOffset(format, instant)) };
}

function computeOffset(format: Intl.DateTimeFormat, instant: number): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = value;
  const number = (type: string): number => Number(parts[type]);
  const year = parts['era'] === 'BC' || parts['era'] === 'B' ? 1 - number('year') : number('year');
  const local = new Date(0);
  local.setUTCFullYear(year, number('month') - 1, number('day'));
  local.setUTCHours(number('hour'), number('minute'), number('second'));
  return local.getTime() - Math.floor(instant / 1000) * 1000;
}

/** Clocks change at full quarters of an hour (in zones of today), so one answer serves for a quarter. */
function remembered(compute: (instant: number) => number): (instant: number) => number {
  const quarter = 15 * minute;
  const offsets = new Map<number, number>();
  return (instant) => {
    const slot = Math.floor(instant / quarter);
    const known = offsets.get(slot);
    if (known !== undefined) return known;
    const offset = compute(slot * quarter);
    if (offsets.size >= 20_000) offsets.clear();
    offsets.set(slot, offset);
    return offset;
  };
}

/** Local wall-clock time as if it were UTC. */
export function toLocal(zone: Zone, instant: number): number {
  return instant + zone.offsetAt(instant);
}

/**
 * The instant at which clocks show `local`. A time shown twice means its first showing; one that is skipped is taken by the clock before
 * the change, and so lands after it.
 */
export function fromLocal(zone: Zone, local: number): number {
  if (zone.isUtc) return local;
  const before = zone.offsetAt(local - day);
  if (zone.offsetAt(local - before) === before) return local - before;
  const after = zone.offsetAt(local + day);
  return zone.offsetAt(local - after) === after ? local - after : local - before;
}
