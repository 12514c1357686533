import type { PaymentReadiness } from '@smartduka/contract';
import type { z } from 'zod';
import type { Tenant } from '../../platform/tenancy.js';
import { accountsOf } from '../mpesa-accounts/find.js';
import { mpesaFor } from './gateways/choose.js';

/** Which ways to pay the shop can take now. */
export async function paymentReadiness(
  tenant: Tenant,
  shown: { readonly number: string } | null,
): Promise<z.infer<typeof PaymentReadiness>[]> {
  const own = (await accountsOf(tenant)).find(({ scope }) => scope === 'shop');
  const refused = own?.verified === 'refused' && own.problems.some(({ what }) => what === 'credentials');
  const mpesa = !refused && (await mpesaFor(tenant)) !== null;
  const why = refused ? 'credentials_refused' : 'not_configured';
  return [
    { method: 'mpesa', ready: mpesa, reason: mpesa ? null : why },
    // Buyers have to be told a number, and we have to hear of what they pay to it.
    {
      method: 'paybill',
      ready: mpesa && shown !== null,
      reason: mpesa && shown !== null ? null : shown === null ? 'not_configured' : why,
    },
    { method: 'cash', ready: true, reason: null },
  ];
}
