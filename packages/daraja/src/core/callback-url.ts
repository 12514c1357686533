import { DarajaInputError } from './errors.js';

/** Words that Daraja refuses anywhere in a callback address, in any case (§14). */
export const refusedWords = ['mpesa', 'm-pesa', 'safaricom', 'exe', 'exec', 'cmd', 'sql', 'query'] as const;

/** Public tunnels and request catchers that Safaricom usually blocks. */
const blockedHosts = ['ngrok', 'mockbin', 'requestbin'];

/**
 * What Daraja would dislike about a callback address, in a sentence; `undefined` when nothing.
 *
 * @param options `production` asks for https and a public host, as the live gateway does.
 * @example callbackUrlProblem('https://shop.example/mpesa') // 'must not contain "mpesa"'
 * @see daraja.md §14
 * @public
 */
export function callbackUrlProblem(address: string, options: { production?: boolean } = {}): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'must be an absolute http(s) address';
  if (url.username || url.password) return 'must not carry a user name or password';
  if (url.hash) return 'must not have a fragment (#…)';
  if (/\/\/[^/?#]*[A-Z]/.test(address)) return 'must have its host in lower case';
  const lower = address.toLowerCase();
  const word = refusedWords.find((refused) => lower.includes(refused));
  if (word) return `must not contain "${word}"`;
  if (!options.production) return undefined;
  if (url.protocol !== 'https:') return 'must be https in production';
  if (isPrivateHost(url.hostname)) return 'must be on a host that Safaricom can reach';
  const blocked = blockedHosts.find((host) => url.hostname.includes(host));
  return blocked ? `must not be behind ${blocked}, which Safaricom usually blocks` : undefined;
}

/** @throws DarajaInputError naming `field` when {@link callbackUrlProblem} finds one. @public */
export function checkCallbackUrl(address: string, options: { production?: boolean; field?: string } = {}): void {
  const problem = callbackUrlProblem(address, options);
  if (problem) throw new DarajaInputError(options.field ?? 'callbackUrl', problem);
}

function isPrivateHost(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '[::1]' ||
    host.endsWith('.local') ||
    host.endsWith('.localhost') ||
    !host.includes('.') ||
    /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host)
  );
}
