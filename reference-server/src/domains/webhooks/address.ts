import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where webhooks may go. A shop names the address, so it could name one inside our own house (W5). */
export interface AddressRules {
  /** On a developer's machine, in test mode: http and the loopback address are fine. */
  readonly loopback: boolean;
}

/** An address that must not be called, found when connecting. */
export class AddressRefused extends Error {}

const ports: ReadonlySet<string> = new Set(['', '443', '8443']);

/**
 * What is wrong with an endpoint's address, as far as its text tells; null when nothing is. Names are looked up at each delivery.
 *
 * @example urlProblem('https://10.0.0.8/hook', { loopback: false }) // 'must not lead into a private network'
 */
export function urlProblem(text: string, rules: AddressRules): string | null {
  const url = new URL(text);
  if (url.username || url.password) return 'must not hold a user name or password';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (rules.loopback && isLoopbackName(host)) return /^https?:$/.test(url.protocol) ? null : 'must begin with https://';
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (!ports.has(url.port)) return 'must use port 443 or 8443';
  if (isIP(host) ? !isPublic(host) : !host.includes('.') || /\.(?:local|localhost|internal|home\.arpa)$/.test(host))
    return 'must not lead into a private network';
  return null;
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback');
}

/** Public unicast only: no loopback, private, link-local, carrier NAT, multicast, and none of these in the dress of IPv6. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * A `lookup` for sockets that hands out an address only when every one the name has is allowed; the socket then connects to that very address, so
 * that a name cannot say one thing to the check and another to the socket.
 */
export function guardedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, '');
      const bad = addresses.find(({ address }) => !isPublic(address) && !(rules.loopback && isLoopbackName(address)));
      const [first] = addresses;
      if (bad || !first) return done(new AddressRefused(`${hostname} leads to ${bad?.address ?? 'nowhere'}`), '');
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
