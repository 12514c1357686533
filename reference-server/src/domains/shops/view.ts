import type { z } from 'zod';
import type { PaymentReadiness, Shop } from '@smartduka/contract';
import type { Tenant } from '../../platform/tenancy.js';
import { toPickupPoints, toZone } from '../delivery/view.js';
import { toSettings } from './settings.js';
import type { ShopRecord } from './model.js';

/** A shop as its buyers see it. */
export function toShop(
  shop: ShopRecord,
  mode: Tenant['mode'],
  paymentMethods: z.infer<typeof PaymentReadiness>[],
): Shop {
  const { tagline, rounding, openingHours, policies } = toSettings(shop);
  const { name, currency, country, language, timeZone, contact, mpesa } = shop;
  return {
    id: shop._id,
    name,
    mode,
    currency,
    country,
    language,
    timeZone,
    vatRegistered: shop.tax.vatRegistered,
    ...{ tagline, rounding, openingHours, policies },
    contact,
    mpesa,
    paymentMethods,
    delivery: {
      zones: shop.zones.map((zone) => toZone(zone, currency)),
      pickupPoints: toPickupPoints(shop),
    },
  };
}
