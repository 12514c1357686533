import type { Request } from 'express';
import { readBody } from '../../platform/input.js';
import { Refused } from '../../platform/refusals.js';

/** Larger than any form of ours. */
const limit = 16 * 1024;

/** What a form says: trimmed texts, each name once. */
export type Sent = Readonly<Record<string, string>>;

/**
 * Reads a form posted from one of our own pages.
 *
 * @throws Refused `forbidden` for a form of another site, `unsupported_media_type`, `payload_too_large`
 */
export async function readForm(request: Request): Promise<Sent> {
  refuseOtherSites(request);
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const bytes = await readBody(request, limit);
  if (bytes.length > 0 && type !== 'application/x-www-form-urlencoded') throw new Refused('unsupported_media_type');
  const sent: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(bytes.toString('utf8'))) sent[name] ??= value.trim();
  return sent;
}

/** Cookies that say `SameSite` are the first wall against forged posts; this is the second, for browsers that name the page they come from. */
export function refuseOtherSites({ headers }: Request): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const other = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== headers.host);
  if (other || (typeof site === 'string' && site !== 'same-origin' && site !== 'none')) throw new Refused('forbidden');
}
