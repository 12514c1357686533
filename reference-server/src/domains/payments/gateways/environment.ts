import type { MpesaConfig } from '../../../config.js';
import type { Tenant } from '../../../platform/tenancy.js';

let server: Pick<MpesaConfig, 'env' | 'baseUrl'> | null = null;

/** Says which Daraja this server was set up with. */
export function setEnvironment(config: Pick<MpesaConfig, 'env' | 'baseUrl'> | null): void {
  server = config && { env: config.env, baseUrl: config.baseUrl };
}

export const modeOf = (env: MpesaConfig['env']): Tenant['mode'] => (env === 'production' ? 'live' : 'test');

/** The Daraja of a mode. Test mode never reaches the real one, live mode never a simulator. */
export function environmentOf(mode: Tenant['mode']): Pick<MpesaConfig, 'env' | 'baseUrl'> {
  if (server && modeOf(server.env) === mode) return server;
  return { env: mode === 'live' ? 'production' : 'sandbox', baseUrl: null };
}
