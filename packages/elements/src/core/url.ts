const web = /^https?:$/;

/**
 * An address out of data, made absolute; undefined unless it is plain web, so that `javascript:` and its like never reach an attribute. Plain
 * http counts only where the page or the server itself is on it.
 */
export function safeUrl(address: string | null | undefined, server: string): string | undefined {
  if (!address) return undefined;
  let url: URL;
  try {
    url = new URL(address, server || document.baseURI);
  } catch {
    return undefined; // Not an address at all: shown as if there were none.
  }
  if (url.protocol === 'https:') return url.href;
  const plainHere = location.protocol === 'http:' || new URL(server, document.baseURI).protocol === 'http:';
  return web.test(url.protocol) && plainHere ? url.href : undefined;
}
