/** Round numbers that an axis names, from below the least value to above the greatest; zero is always one of them. */
export function ticksOf(values: readonly number[], wished = 4): number[] {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  if (least === most) return [0, 1];
  const rough = (most - least) / wished;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10));
  const ticks: number[] = [];
  for (let at = Math.floor(least / step); at <= Math.ceil(most / step); at++) ticks.push(at * step);
  return ticks;
}

/** Every how manieth label fits, when each takes `wide` and one is drawn every `step`. */
export const everyNth = (wide: number, step: number): number => Math.max(1, Math.ceil(wide / step));
