const lines = new Map<string, Promise<unknown>>();

/** One at a time under a name: over all tabs where the platform has locks (secure contexts), else in this one. */
export function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = typeof document === 'undefined' ? undefined : navigator.locks;
  if (locks) return locks.request(name, work) as Promise<T>;
  const mine = (lines.get(name) ?? Promise.resolve()).then(work);
  const settled: Promise<unknown> = mine
    .catch(() => undefined)
    .then(() => lines.get(name) === settled && lines.delete(name));
  lines.set(name, settled);
  return mine;
}
