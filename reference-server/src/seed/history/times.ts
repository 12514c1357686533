import type { Random } from './random.js';

/** How busy each hour of the day is in Nairobi, from midnight: a morning peak, a quiet afternoon, a rush after work. */
const hours = [0, 0, 0, 0, 0, 1, 4, 7, 8, 7, 6, 6, 7, 6, 5, 5, 6, 9, 11, 9, 5, 2, 0, 0];
/** Sunday to Saturday. */
const weekdays = [0.6, 0.9, 0.9, 0.95, 1, 1.3, 1.4];
/** January to December: school in January, quiet rains, the end of the year. */
const months = [1.15, 0.9, 0.95, 1, 0.95, 0.9, 1, 1.05, 1, 0.95, 1.05, 1.5];

const eat = 3 * 3_600_000;
const dayMs = 86_400_000;

/**
 * When sales happen, in order: so many in the days from `first`, with the weeks and seasons of a shop in Kenya. The middle of the month, just before
 * pay day, is slower than its end.
 */
export function* saleTimes(random: Random, first: Date, days: number, sales: number): Generator<Date> {
  const weights = Array.from({ length: days }, (_, n) => {
    const day = new Date(first.getTime() + n * dayMs + eat);
    const payday = day.getUTCDate() >= 27 || day.getUTCDate() <= 5 ? 1.25 : 0.9;
    return (weekdays[day.getUTCDay()] ?? 1) * (months[day.getUTCMonth()] ?? 1) * payday;
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const busy = hours.reduce((sum, weight) => sum + weight, 0);
  let owed = 0;
  for (const [n, weight] of weights.entries()) {
    owed += (weight / whole) * sales;
    const today: number[] = [];
    for (; owed >= 1; owed -= 1) {
      let at = random.next() * busy;
      let hour = 0;
      while (hour < 23 && at >= (hours[hour] ?? 0)) at -= hours[hour++] ?? 0;
      today.push(first.getTime() + n * dayMs + hour * 3_600_000 + random.whole(0, 3_599_999));
    }
    for (const at of today.sort((a, b) => a - b)) yield new Date(at);
  }
}
