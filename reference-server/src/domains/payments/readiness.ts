import type { PaymentReadiness } from '@smartduka/contract';
import type { z } from 'zod';
import type { Tenant } from '../../platform/tenancy.js';
import { mpesaOf } from './gateways/mpesa.js';

/** Which ways to pay the shop can take now. */
export function paymentReadiness(tenant: Tenant): z.infer<typeof PaymentReadiness>[] {
  const mpesa = mpesaOf(tenant) !== null;
  return [
    { method: 'mpesa', ready: mpesa, reason: mpesa ? null : 'not_configured' },
    { method: 'cash', ready: true, reason: null },
  ];
}
