import { C2b } from './c2b.js';
import { Courier } from './courier.js';
import { Express } from './express.js';
import { InitiatorDesk, type InitiatorAccount } from './initiator.js';
import type { Fault, Task, Wish } from './records.js';
import { checkScenario } from './scenarios.js';
import { Timeline, type ClockOptions } from './timeline.js';
import type { World } from './world.js';

/** The parts of M-Pesa, put together. */
export class Engine {
  readonly world: World;
  readonly time: Timeline;
  readonly courier: Courier;
  readonly express: Express;
  readonly c2b: C2b;
  readonly initiator: InitiatorDesk;

  constructor(world: World, clock: ClockOptions, initiator: InitiatorAccount) {
    this.world = world;
    const time = () => this.time;
    this.courier = new Courier(world, time);
    this.express = new Express(world, this.courier, time);
    this.c2b = new C2b(world, this.courier, time);
    this.initiator = new InitiatorDesk(world, this.courier, time, initiator);
    this.time = new Timeline(world.store, clock, (task) => this.run(task));
  }

  private async run(task: Task): Promise<void> {
    if (task.do === 'deliver') return this.courier.deliverDue(task.callback);
    if (task.do === 'menu-payment' || task.do === 'confirm') return this.c2b.run(task);
    if (task.do === 'job' || task.do === 'job-timeout') return this.initiator.run(task);
    return this.express.run(task);
  }

  /** Takes up what a stopped or killed process left. */
  start(graceMs: number): void {
    this.courier.resume();
    this.time.start(graceMs);
    this.world.store.flush();
  }

  stop(): void {
    this.time.stop();
    this.courier.stop();
    this.world.store.flush();
  }

  /** The scenario of the next push, or of the next one to that number. */
  wish(wish: Omit<Wish, 'id'>): Wish {
    checkScenario(wish.scenario, wish.variant);
    return this.world.store.put('wishes', { ...wish, id: this.world.ids.own('wish') });
  }

  /** Makes an endpoint fail so many times. */
  fail(fault: Omit<Fault, 'id'>): Fault {
    return this.world.store.put('faults', { ...fault, id: this.world.ids.own('fault') });
  }

  /** The fault to play now, if one was ordered; counts it. */
  takeFault(endpoint: Fault['endpoint']): Fault | undefined {
    const { store } = this.world;
    const fault = store.list('faults').find((ordered) => ordered.endpoint === endpoint || ordered.endpoint === 'any');
    if (!fault) return undefined;
    if (fault.times > 1) store.put('faults', { ...fault, times: fault.times - 1 });
    else store.remove('faults', fault.id);
    return fault;
  }
}
