import { startSystem } from '../scripts/lib/system.mjs';

/** The real system, once for all journeys: server, embedded database, simulator, example site, on ports of their own. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const system = await startSystem();
  process.env.DUKA_E2E = JSON.stringify(system.dev);
  return system.remove;
}
