import { currentVersion } from '../types.js';
import type { ApiVersion, SignedIn } from '../types.js';
import { Clock } from './clock.js';
import { DukaError } from './errors.js';
import { isSecretKey } from './send.js';
import { browserStorage, Shelf, shortHash } from './storage.js';
import type { DukaStorage } from './storage.js';
import type { Transport } from './transport.js';

/**
 * A request about to leave. Holds no key and no secret: safe to log.
 *
 * @public
 */
export interface RequestEvent {
  method: string;
  url: string;
  /** Counts from 1; more are repeats. */
  attempt: number;
  idempotencyKey: string | null;
}

/**
 * How a request ended.
 *
 * @public
 */
export interface ResponseEvent extends RequestEvent {
  /** 0 when no answer came. */
  status: number;
  requestId: string | null;
  durationMs: number;
  /** Why no answer came. */
  error: DukaError | null;
}

/**
 * How to reach a shop.
 *
 * @public
 */
export interface DukaOptions {
  /** Address of the server, such as `https://shop.example.co.ke`. Default in a page: where the page came from. */
  server?: string | undefined;
  /** `pk_…` in a page. `sk_…` on a server only. Not needed on the shop's own host, to read. */
  key?: string | undefined;
  /** Keeps this client's cart and payments apart from those of other clients of the same shop in this browser. Default: all share one cart. */
  scope?: string | undefined;
  /** Version of the API. Default: the one this package was made for. */
  version?: ApiVersion | undefined;
  /** Milliseconds for each try. Default 20,000. */
  timeout?: number | undefined;
  /** Repeats of a call that may safely be repeated. Default 3. */
  retries?: number | undefined;
  /** Where the cart's secret and the keys of undecided payments are kept. Default: `localStorage`, else memory. */
  storage?: DukaStorage | undefined;
  /** Hears of each request, to log it. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Hears how each request ended. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /**
   * Gives the token to go on with, for a widget or a back office that has its tokens from elsewhere. Asked at the first call without a `key`, and
   * whenever the server says that the last one has run out; the call that was refused goes out again. Ends with a person signing in by `duka.auth`.
   */
  token?: (() => Promise<string>) | undefined;
  /** Hears of each session that `duka.auth` begins or renews, to keep its refresh token; null when it has ended. */
  onSession?: ((session: SignedIn | null) => void) | undefined;
  /** How requests leave. Default: axios; with `@smartduka/sdk/fetch`: fetch. */
  transport?: Transport | undefined;
}

interface Hooks {
  onRequest: RequestEvent;
  onResponse: ResponseEvent;
  onSession: SignedIn | null;
}

/** What every part of one client shares. */
export interface Setup {
  server: string;
  /** A key or a token. `duka.auth` puts another one here when somebody signs in. */
  key: string | null;
  version: string;
  timeout: number;
  retries: number;
  transport: Transport;
  clock: Clock;
  /** Lasts over tabs and visits. */
  shelf: Shelf;
  /** Lasts over a reload of this tab, where the platform has that. */
  tabShelf: Shelf;
  /**
   * Puts a fresh token into `key`, unless somebody has done so since `used` was there. Absent while there is nothing to renew.
   */
  renew?: ((used: string | null) => Promise<unknown>) | undefined;
  tell<K extends keyof Hooks>(hook: K, event: Hooks[K]): void;
}

/** Checks the options and fills in what was left out. */
export function setUp(options: DukaOptions, defaultTransport: () => Transport): Setup {
  const { key = null, version = currentVersion, timeout = 20_000, retries = 3 } = options;
  // A document tells a page from a server; workers count as servers, as at the edge they are.
  if (key && isSecretKey(key) && typeof document !== 'undefined') {
    throw new DukaError(
      'A secret key must never be in a browser: use a publishable key (pk_…), and roll this one now',
      {
        code: 'secret_key_in_browser',
      },
    );
  }
  const server = addressOf(options.server ?? globalThis.location?.origin);
  const space = shortHash(`${server} ${key}${options.scope ? ` ${options.scope}` : ''}`);
  const { storage } = options;
  return {
    server,
    key,
    version,
    timeout,
    retries,
    transport: options.transport ?? defaultTransport(),
    clock: new Clock(),
    shelf: new Shelf(storage ?? browserStorage('localStorage'), space),
    tabShelf: new Shelf(storage ?? browserStorage('sessionStorage'), space),
    tell: (hook, event) => {
      try {
        (options[hook] as ((heard: typeof event) => void) | undefined)?.(event);
      } catch (error) {
        // A fault in somebody's log line must not stop a payment.
        globalThis.reportError?.(error);
      }
    },
  };
}

function addressOf(server: string | undefined): string {
  if (!server || !/^https?:\/\/[^/]/.test(server)) {
    throw new DukaError(
      `\`server\` must be the server's address, such as https://shop.example.co.ke; it is ${server}`,
      {
        code: 'config_invalid',
      },
    );
  }
  return server.replace(/\/+$/, '');
}
