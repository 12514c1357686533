/** Is the page out of sight? A process without a page never is. */
export function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}

/** Calls back when the page comes into sight again, or the line is back. Returns the end of it. */
export function onWake(wake: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const seen = (): void => {
    if (!isHidden()) wake();
  };
  document.addEventListener('visibilitychange', seen);
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  return () => {
    document.removeEventListener('visibilitychange', seen);
    removeEventListener('online', wake);
    removeEventListener('pageshow', wake);
  };
}
