/** What came of doing one thing over and over, by several at once. Times in milliseconds. */
export interface Load {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  count: number;
}

/** Runs `once` in `workers` loops for a while, after a short run that is not counted. */
export async function load(once: () => Promise<unknown>, { workers = 8, seconds = 3, warmUp = 1 } = {}): Promise<Load> {
  await loops(once, workers, warmUp);
  const began = performance.now();
  const times = await loops(once, workers, seconds);
  return summary(times, (performance.now() - began) / 1000);
}

async function loops(once: () => Promise<unknown>, workers: number, seconds: number): Promise<number[]> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  const worker = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now();
      await once();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return times;
}

export function summary(times: readonly number[], seconds: number): Load {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), count: times.length };
}
