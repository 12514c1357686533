import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { MpesaAccount, MpesaAccountInput, MpesaAccountList } from '../types.js';

/**
 * M-Pesa credentials of a shop and of its places. For its owner, signed in with a password.
 *
 * @public
 */
export class MpesaAccounts extends Resource {
  /**
   * All of them, secrets by their last four characters.
   *
   * @example
   * ```ts
   * const { data } = await duka.mpesaAccounts.list();
   * ```
   * @see `GET /api/shop/mpesa`
   */
  list(options?: CallOptions): Promise<MpesaAccountList> {
    return this.read<MpesaAccountList>('/shop/mpesa', options);
  }

  /**
   * Sets credentials. They are never told again.
   *
   * @param scope `shop`, or the id of a place whose own come before the shop's.
   * @example
   * ```ts
   * await duka.mpesaAccounts.set('shop', { kind: 'paybill', shortcode: '174379', consumerKey, consumerSecret, passkey });
   * ```
   * @see `PUT /api/shop/mpesa/{scope}`
   */
  set(scope: string, input: MpesaAccountInput, options?: CallOptions): Promise<MpesaAccount> {
    return this.call<MpesaAccount>({ method: 'PUT', path: path`/shop/mpesa/${scope}`, body: input }, options);
  }

  /**
   * Asks Safaricom whether they are right, and registers where payments from phones' menus are told of.
   *
   * @returns `verified`, and `problems` in words.
   * @example
   * ```ts
   * const { verified, problems } = await duka.mpesaAccounts.verify('shop');
   * ```
   * @see `POST /api/shop/mpesa/{scope}/verify`
   */
  verify(scope: string, options?: CallOptions): Promise<MpesaAccount> {
    return this.call<MpesaAccount>({ method: 'POST', path: path`/shop/mpesa/${scope}/verify` }, options);
  }

  /**
   * Forgets credentials: the shop's, or the server's, take over.
   *
   * @example
   * ```ts
   * await duka.mpesaAccounts.remove(location);
   * ```
   * @see `DELETE /api/shop/mpesa/{scope}`
   */
  remove(scope: string, options?: CallOptions): Promise<MpesaAccountList> {
    return this.call<MpesaAccountList>({ method: 'DELETE', path: path`/shop/mpesa/${scope}` }, options);
  }
}
