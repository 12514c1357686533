import type { ServerResponse } from 'node:http';
import { WRONG_PIN } from '../engine/express.js';
import type { Engine } from '../engine/engine.js';
import { scenarios } from '../engine/scenarios.js';

/** Changes within this time are told together. */
const GATHER_MS = 30;
const HEARTBEAT_MS = 15_000;
const SHOWN = 60;

export type View = 'phone' | 'operator';

/** Server-Sent Events for the pages: the whole of what a page shows, each time something changed. */
export class Live {
  private readonly engine: Engine;
  private readonly listeners = new Map<ServerResponse, View>();
  private readonly unsubscribe: () => void;
  private readonly heartbeat: NodeJS.Timeout;
  private gathering: NodeJS.Timeout | undefined;

  constructor(engine: Engine) {
    this.engine = engine;
    this.unsubscribe = engine.world.store.onChange(() => {
      if (this.listeners.size > 0) this.gathering ??= setTimeout(() => this.tell(), GATHER_MS);
    });
    this.heartbeat = setInterval(() => this.write(() => ': still here\n\n'), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  add(response: ServerResponse, view: View): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    this.listeners.set(response, view);
    response.on('close', () => this.listeners.delete(response));
    response.write(`retry: 1000\n${this.message(view)}`);
  }

  stop(): void {
    this.unsubscribe();
    clearInterval(this.heartbeat);
    clearTimeout(this.gathering);
    for (const response of this.listeners.keys()) response.end();
  }

  private tell(): void {
    this.gathering = undefined;
    const messages = { phone: '', operator: '' };
    this.write((view) => (messages[view] ||= this.message(view)));
  }

  private write(text: (view: View) => string): void {
    for (const [response, view] of this.listeners) response.write(text(view));
  }

  private message(view: View): string {
    const state = view === 'phone' ? this.phoneState() : this.operatorState();
    return `data: ${JSON.stringify(state)}\n\n`;
  }

  private phoneState(): object {
    const { store } = this.engine.world;
    const prompts = store.list('pushes').filter((push) => push.scenario === 0 && push.state !== 'settled');
    return {
      ...this.time(),
      wrongPin: WRONG_PIN,
      phones: store.list('phones'),
      prompts: prompts.map((push) => ({
        id: push.id,
        phone: push.phone,
        amount: push.amount,
        business: push.business,
        account: push.accountReference,
        till: this.engine.world.shortcode(push.shortcode)?.till,
        state: push.state,
        lapsesAt: this.engine.express.lapsesAt(push.id),
      })),
    };
  }

  private operatorState(): object {
    const { store, knobs, shortcodes } = this.engine.world;
    return {
      ...this.time(),
      knobs,
      shortcodes: shortcodes.map(({ shortcode, name, till }) => ({ shortcode, name, till })),
      scenarios: scenarios.map(({ number, title, variants }) => ({ number, title, variants })),
      wishes: store.list('wishes'),
      faults: store.list('faults'),
      pushes: store.list('pushes').slice(-SHOWN).toReversed(),
      callbacks: store.list('callbacks').slice(-SHOWN).toReversed(),
      requests: store.list('requests').slice(-SHOWN).toReversed(),
    };
  }

  private time(): { now: number; running: boolean } {
    return { now: this.engine.time.now(), running: this.engine.time.running };
  }
}
