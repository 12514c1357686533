/** Name in a page's address of a cart that somebody sends. */
const name = 'duka-cart';
const taken = new Set<string>();

/** The code of the cart by whose link the page was opened. Told once: the page's first cart takes it. */
export function sharedCode(): string | null {
  const code = new URLSearchParams(location.search).get(name) ?? '';
  if (taken.has(code) || !/^[0-9a-z]{10}$/i.test(code)) return null;
  taken.add(code);
  return code;
}

/** Takes the code out of the address, so that a reload does not put the goods in again. */
export function forgetSharedCode(): void {
  const url = new URL(location.href);
  url.searchParams.delete(name);
  history.replaceState(history.state, '', url);
}

/** The page's address with a cart in it. */
export function linkTo(code: string): string {
  const url = new URL(location.href);
  url.searchParams.set(name, code);
  return url.href;
}
