import type { PaymentReadiness } from '@smartduka/contract';
import type { z } from 'zod';
import type { Tenant } from '../../platform/tenancy.js';
import { mpesaOf } from './gateways/mpesa.js';

/** Which ways to pay the shop can take now. */
export function paymentReadiness(
  tenant: Tenant,
  shown: { readonly number: string } | null,
): z.infer<typeof PaymentReadiness>[] {
  const mpesa = mpesaOf(tenant) !== null;
  return [
    { method: 'mpesa', ready: mpesa, reason: mpesa ? null : 'not_configured' },
    // Buyers have to be told a number, and we have to hear of what they pay to it.
    { method: 'paybill', ready: mpesa && shown !== null, reason: mpesa && shown !== null ? null : 'not_configured' },
    { method: 'cash', ready: true, reason: null },
  ];
}
