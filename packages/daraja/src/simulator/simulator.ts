import { createControl, type Control } from './control.js';
import { Engine } from './engine/engine.js';
import { sandboxInitiator, type InitiatorAccount } from './engine/initiator.js';
import { defaultKnobs, turned, type Knobs } from './engine/knobs.js';
import { sandboxShortcode, type Shortcode } from './engine/shortcodes.js';
import { Store } from './engine/store.js';
import type { ClockOptions } from './engine/timeline.js';
import { World } from './engine/world.js';
import type { App } from './http/oauth.js';
import { listen } from './http/server.js';

/** How to start a simulator. @public */
export interface SimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. Anything else lets strangers in: there is no password. */
  readonly host?: string;
  /** Keeps phones, prompts and callbacks still due over a restart or a kill. Default: memory only. */
  readonly stateFile?: string;
  /** The same seed gives the same ids and receipts, as long as requests and time are the same too. Default 1. */
  readonly seed?: number;
  /** Default: the real time. `{ mode: 'manual', start }` stands still until it is moved. */
  readonly clock?: ClockOptions;
  /** Default: Safaricom's public test pay bill 174379. */
  readonly shortcodes?: readonly Shortcode[];
  /** Consumer keys and secrets that are accepted. Default: any that are not empty. */
  readonly apps?: readonly App[];
  /** Who may pay out, reverse and ask. Default: `testapi` with the sandbox's usual password. */
  readonly initiator?: InitiatorAccount;
  /** How it behaves where the real Daraja varies. A state file remembers later changes. */
  readonly knobs?: Partial<Knobs>;
  /** How long callbacks that fell due while the simulator was down wait after its start. Default 3,000 ms. */
  readonly overdueGraceMs?: number;
}

/** A simulator that is running. @public */
export interface Simulator {
  /** `baseUrl` for the client; in a browser the operator's page. */
  readonly url: string;
  /** The phone on the screen. Append `/254712345678` for one number. */
  readonly phoneUrl: string;
  readonly control: Control;
  stop(): Promise<void>;
}

/**
 * Starts a Daraja of your own. For development and tests: it moves no money and asks for no password.
 *
 * @throws RangeError for an option that cannot be; a system error when the port or the state file cannot be had.
 * @example
 * const simulator = await startSimulator();
 * const daraja = createDaraja({ baseUrl: simulator.url, consumerKey: 'k', consumerSecret: 's', shortcode: '174379', passkey });
 * simulator.control.next({ scenario: 8 }); // the next payer cancels
 * @public
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const store = new Store(options.stateFile);
  const world = new World({
    store,
    seed: options.seed ?? 1,
    shortcodes: options.shortcodes ?? [sandboxShortcode],
    knobs: turned(defaultKnobs, { ...options.knobs }),
  });
  const engine = new Engine(world, options.clock ?? { mode: 'real' }, options.initiator ?? sandboxInitiator);
  const control = createControl(engine);
  const server = await listen({ engine, control, apps: options.apps, host, port: options.port ?? 0 });
  engine.start(options.overdueGraceMs ?? 3_000);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  return {
    url,
    phoneUrl: `${url}/phone`,
    control,
    async stop() {
      engine.stop();
      await server.close();
    },
  };
}
