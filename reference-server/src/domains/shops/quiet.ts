import type { QuietHours } from '@smartduka/contract';

/** The hour of the day somewhere, 0 to 23. */
export function hourIn(at: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
}

/** Whether an hour is one at which nobody is sent what can wait. Nights go past midnight. */
export function isQuiet(hour: number, { from, to }: QuietHours): boolean {
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}

/** When the quiet that somebody is in ends: the next full hour at which it does. The same instant when it is not quiet. */
export function quietUntil(at: Date, quiet: QuietHours, timeZone: string): Date {
  if (!isQuiet(hourIn(at, timeZone), quiet)) return at;
  // Time zones are whole quarters of an hour apart, so looking at quarters meets the full hour of each.
  const quarter = 15 * 60_000;
  let next = Math.floor(at.getTime() / quarter) * quarter;
  do next += quarter;
  while (isQuiet(hourIn(new Date(next), timeZone), quiet));
  return new Date(next);
}
