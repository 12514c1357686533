import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type {
  DeliveryOptions,
  DeliveryZone,
  DeliveryZoneInput,
  DeliveryZoneList,
  DeliveryZoneUpdate,
} from '../types.js';

/**
 * Which ways to a buyer.
 *
 * @public
 */
export interface DeliveryOptionsQuery {
  /** Beginnings of words of an area, county, landmark or zone. */
  q?: string | undefined;
  /** What the goods come to after discounts, minor units. Default 0. */
  goods?: number | undefined;
}

/**
 * Where the shop delivers to: for everybody to ask, for the shop's servers and staff to change.
 *
 * @public
 */
export class DeliveryDesk extends Resource {
  /**
   * Areas and what delivery there costs, and places to collect at. What is charged in the end stands in the totals of the cart.
   *
   * @example
   * ```ts
   * const { zones } = await duka.delivery.options({ q: 'umoja', goods: 120000 });
   * ```
   * @see `GET /api/delivery`
   */
  options(query: DeliveryOptionsQuery = {}, options?: CallOptions): Promise<DeliveryOptions> {
    return this.read<DeliveryOptions>('/delivery', options, query);
  }

  /**
   * All areas, with a secret key.
   *
   * @see `GET /api/delivery/zones`
   */
  async zones(options?: CallOptions): Promise<DeliveryZone[]> {
    return (await this.read<DeliveryZoneList>('/delivery/zones', options)).data;
  }

  /**
   * One area.
   *
   * @throws DukaNotFoundError
   * @see `GET /api/delivery/zones/{zone}`
   */
  zone(zone: string, options?: CallOptions): Promise<DeliveryZone> {
    return this.read<DeliveryZone>(path`/delivery/zones/${zone}`, options);
  }

  /**
   * Delivers to one more area. Amounts in minor units.
   *
   * @throws DukaValidationError naming the field.
   * @example
   * ```ts
   * await duka.delivery.createZone({ title: 'Umoja', county: 'Nairobi', fee: 15000, freeAbove: 500000 });
   * ```
   * @see `POST /api/delivery/zones`
   */
  createZone(zone: DeliveryZoneInput, options?: CallOptions): Promise<DeliveryZone> {
    return this.call<DeliveryZone>({ method: 'POST', path: '/delivery/zones', body: zone }, options);
  }

  /**
   * Changes what is named of an area. Orders made before keep their fee.
   *
   * @throws DukaNotFoundError
   * @see `PATCH /api/delivery/zones/{zone}`
   */
  updateZone(zone: string, changes: DeliveryZoneUpdate, options?: CallOptions): Promise<DeliveryZone> {
    return this.call<DeliveryZone>({ method: 'PATCH', path: path`/delivery/zones/${zone}`, body: changes }, options);
  }

  /**
   * Delivers to an area no more.
   *
   * @throws DukaNotFoundError
   * @see `DELETE /api/delivery/zones/{zone}`
   */
  async deleteZone(zone: string, options?: CallOptions): Promise<void> {
    await this.call({ method: 'DELETE', path: path`/delivery/zones/${zone}` }, options);
  }
}
