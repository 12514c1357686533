import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { ShopSettings, ShopSettingsUpdate } from '../types.js';
import type { GuardOptions } from './goods.js';

/**
 * What a shop can set: name, tax, receipts, hours, promises. For its servers and staff.
 *
 * @public
 */
export class ShopSettingsDesk extends Resource {
  /**
   * All settings, with their `version`.
   *
   * @see `GET /api/shop/settings`
   */
  get(options?: CallOptions): Promise<ShopSettings> {
    return this.read<ShopSettings>('/shop/settings', options);
  }

  /**
   * Changes what is named; the rest stays.
   *
   * @throws DukaValidationError naming the field; DukaConflictError `version_stale` when somebody changed them since `version`.
   * @example
   * ```ts
   * const { version } = await duka.settings.get();
   * await duka.settings.update({ tax: { vatRegistered: true }, kraPin: 'P051234567X' }, { version });
   * ```
   * @see `PATCH /api/shop/settings`
   */
  update(changes: ShopSettingsUpdate, options: GuardOptions = {}): Promise<ShopSettings> {
    const { version, ...rest } = options;
    const headers: Record<string, string> = version === undefined ? {} : { 'If-Match': `"${version}"` };
    return this.call<ShopSettings>({ method: 'PATCH', path: '/shop/settings', body: changes, headers }, rest);
  }
}
