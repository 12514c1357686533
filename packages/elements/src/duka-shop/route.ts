/** What of the shop is looked at. */
export type Place =
  | { readonly at: 'shelf'; readonly category: string }
  | { readonly at: 'product'; readonly product: string }
  | { readonly at: 'order'; readonly order: string };

/** How addresses tell places: behind a `#`, which any page can do, or as paths, for which the page's server must know them. */
export type RouteKind = 'hash' | 'path';

/** `p/unga-pembe-2kg`, `c/flour`, `orders/ord_…`; anything else is the whole shop. */
export function placeOf(path: string): Place {
  const [, kind, name = ''] = /(?:^|\/)(p|c|orders)\/([^/?#]+)\/?$/.exec(path) ?? [];
  let word: string;
  try {
    word = decodeURIComponent(name);
  } catch {
    word = ''; // Cut off in the middle of a sign: there is no such thing.
  }
  if (kind === 'p' && word) return { at: 'product', product: word };
  if (kind === 'orders' && word) return { at: 'order', order: word };
  return { at: 'shelf', category: kind === 'c' ? word : '' };
}

/** Where the addresses of the shop begin, in a page's address: the part before the place. */
export const baseOf = (pathname: string): string => pathname.replace(/(?:\/(?:p|c|orders)\/[^/]+)?\/?$/, '');
