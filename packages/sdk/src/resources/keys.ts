import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { ApiKey, KeyCreate, KeyUpdate, NewApiKey, ScopedToken, TokenCreate } from '../types.js';

/**
 * Which keys.
 *
 * @public
 */
export interface KeyQuery {
  kind?: 'publishable' | 'secret' | 'restricted' | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * API keys, of the mode that you work in. For owners and admins who signed in with a password.
 *
 * @public
 */
export class Keys extends Resource {
  /**
   * Newest first, with their last use.
   *
   * @see `GET /api/keys`
   */
  list(query: KeyQuery = {}, options?: CallOptions): Page<ApiKey> {
    return this.pages<ApiKey>('/keys', query, options);
  }

  /**
   * Makes a key. Keep `key`: it is shown only now.
   *
   * @example
   * ```ts
   * const { key } = await duka.keys.create({ kind: 'restricted', name: 'Accounting', scopes: ['orders:read', 'reports:read'] });
   * ```
   * @see `POST /api/keys`
   */
  create(wanted: KeyCreate, options?: CallOptions): Promise<NewApiKey> {
    return this.call<NewApiKey>({ method: 'POST', path: '/keys', body: wanted }, options);
  }

  /**
   * Renames a key, or changes the origins it may be used from.
   *
   * @see `PATCH /api/keys/{key}`
   */
  update(key: string, change: KeyUpdate, options?: CallOptions): Promise<ApiKey> {
    return this.call<ApiKey>({ method: 'PATCH', path: path`/keys/${key}`, body: change }, options);
  }

  /**
   * A new key in place of this one, which goes on working for `overlapHours` (24 unless said otherwise).
   *
   * @see `POST /api/keys/{key}/rotate`
   */
  rotate(key: string, overlapHours?: number, options?: CallOptions): Promise<NewApiKey> {
    const body = overlapHours === undefined ? {} : { overlapHours };
    return this.call<NewApiKey>({ method: 'POST', path: path`/keys/${key}/rotate`, body }, options);
  }

  /**
   * Revokes a key.
   *
   * @throws DukaConflictError `key_in_use` for the key that the shop's own pages print.
   * @see `DELETE /api/keys/{key}`
   */
  revoke(key: string, options?: CallOptions): Promise<ApiKey> {
    return this.call<ApiKey>({ method: 'DELETE', path: path`/keys/${key}` }, options);
  }
}

/**
 * Tokens for widgets: they only read, on one site, for a quarter of an hour. With a secret key, or signed in.
 *
 * @public
 */
export class Tokens extends Resource {
  /**
   * Mints one. Give it to the page in place of a key.
   *
   * @example
   * ```ts
   * const { token } = await duka.tokens.create({
   *   permissions: ['reports:read'],
   *   reports: ['sales'],
   *   origin: 'https://board.example',
   * });
   * ```
   * @see `POST /api/tokens`
   */
  create(wanted: TokenCreate, options?: CallOptions): Promise<ScopedToken> {
    return this.call<ScopedToken>({ method: 'POST', path: '/tokens', body: wanted }, options);
  }
}
