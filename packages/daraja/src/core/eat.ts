/**
 * East Africa Time, which Daraja's digits are written in: UTC+3 the whole year, no summer time.
 * Containers run in UTC, so it is worked out here and never taken from the machine.
 */
const OFFSET_MS = 3 * 60 * 60 * 1000;

/** `YYYYMMDDHHmmss` in East Africa Time. `eatStamp(new Date('2026-01-02T00:04:05Z'))` is `20260102030405`. @public */
export function eatStamp(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

/** The instant meant by fourteen digits of East Africa Time, or `undefined` when they name no real date and time. @public */
export function fromEatStamp(digits: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute, second) - OFFSET_MS);
  // Date.UTC turns 31 April into 1 May; writing it back shows that it was no date.
  return eatStamp(instant) === digits ? instant : undefined;
}
