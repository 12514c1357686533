/** Calendar sums on instants in milliseconds, as UTC: a zone is put in before and taken out after. */

export const dayMs = 86_400_000;

export interface CalendarParts {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

export function partsOf(time: number): CalendarParts {
  const date = new Date(time);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

/** Parts out of range roll over: the 30th of February is the 1st or 2nd of March. */
export function timeOf({ year, month, day, hour, minute, second, millisecond }: CalendarParts): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond;
}

/** Number of the day since 1970. */
export function dayNumber(time: number): number {
  return Math.floor(time / dayMs);
}

/** 0 for Sunday. */
export function weekday(time: number): number {
  return (((dayNumber(time) + 4) % 7) + 7) % 7;
}

/** 1 for Monday to 7 for Sunday. */
export function isoWeekday(time: number): number {
  return weekday(time) || 7;
}

export function dayOfYear(time: number): number {
  const { year } = partsOf(time);
  return dayNumber(time) - dayNumber(yearStart(year)) + 1;
}

function yearStart(year: number): number {
  return timeOf({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 });
}

/** Weeks begin on Sunday; days before the first Sunday are in week 0. */
export function weekOfYear(time: number): number {
  return Math.floor((dayOfYear(time) - 1 - weekday(time) + 7) / 7);
}

export function isoWeek(time: number): { year: number; week: number } {
  const thursday = (dayNumber(time) + 4 - isoWeekday(time)) * dayMs;
  return { year: partsOf(thursday).year, week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

/** The time at an ISO week date; week and day roll over. */
export function fromIsoWeek(year: number, week: number, day: number): number {
  const fourth = yearStart(year) + 3 * dayMs; // 4 January is always in week 1
  return fourth - (isoWeekday(fourth) - 1) * dayMs + ((week - 1) * 7 + (day - 1)) * dayMs;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(
    timeOf({ year, month: month + 1, day: 0, hour: 0, minute: 0, second: 0, millisecond: 0 }),
  ).getUTCDate();
}

/** Adds months and stays within the month it lands in: a month after 31 January is the last of February. */
export function addMonths(time: number, months: number): number {
  const parts = partsOf(time);
  const total = parts.year * 12 + (parts.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return timeOf({ ...parts, year, month, day: Math.min(parts.day, daysInMonth(year, month)) });
}

/** `2026-03-01T12:00:00.000Z`, also for years that need no sign in MongoDB. */
export function formatIso(date: Date): string {
  return date.toISOString();
}
