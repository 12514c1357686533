import { startSystem } from '../scripts/lib/system.mjs';

/** The real system, once for all journeys: server, embedded database, simulator, example site, on ports of their own. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const system = await startSystem();
  // A prompt waits a minute for its PIN. A busy machine may need longer to look the pages over in between.
  await fetch(new URL('/__sim/knobs', system.dev.urls.simulator), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ promptLifetimeMs: 600_000 }),
  });
  process.env.DUKA_E2E = JSON.stringify(system.dev);
  return system.remove;
}
