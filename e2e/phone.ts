import { expect } from '@playwright/test';
import type { Callback, DeliveryOrder, Push, Transaction } from '@smartduka/daraja/simulator';

/** A phone of the simulator, used through the simulator's control API, as fast as its owner could never be. */
export class Phone {
  /** As a buyer types it: `0711000001`. */
  readonly number: string;
  private readonly simulator: string;

  constructor(simulator: string, number: string) {
    this.simulator = simulator;
    this.number = number;
  }

  get msisdn(): string {
    return `254${this.number.slice(1)}`;
  }

  /** As pages show it: `+254 7•• ••• 001`. */
  get masked(): string {
    return `+254 ${this.number[1]}•• ••• ${this.number.slice(-3)}`;
  }

  async control<Result = unknown>(method: 'GET' | 'POST', path: string, body?: object): Promise<Result> {
    const response = await fetch(`${this.simulator}/__sim${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {}),
    });
    const answer = (await response.json()) as Result;
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Prompts that this phone has got, oldest first. */
  async prompts(): Promise<Push[]> {
    return (await this.control<Push[]>('GET', '/pushes')).filter(({ phone }) => phone === this.msisdn);
  }

  /** Waits for the prompt that is open now. */
  async ringing(): Promise<Push> {
    let open: Push | undefined;
    await expect
      .poll(async () => (open = (await this.prompts()).find(({ state }) => state === 'ringing')), {
        message: `a prompt on ${this.number}`,
      })
      .toBeTruthy();
    return open as Push;
  }

  async enterPin(pin = '1234'): Promise<Push> {
    const { id } = await this.ringing();
    return this.control('POST', `/pushes/${id}/answer`, { action: 'pin', pin });
  }

  async cancel(): Promise<Push> {
    const { id } = await this.ringing();
    return this.control('POST', `/pushes/${id}/answer`, { action: 'cancel' });
  }

  /** How the callbacks of the open prompt travel. */
  async deliver(order: DeliveryOrder): Promise<void> {
    const { id } = await this.ringing();
    await this.control('POST', `/pushes/${id}/delivery`, order);
  }

  async set(changes: { balance?: number; off?: boolean }): Promise<void> {
    await this.control('POST', `/phones/${this.msisdn}`, changes);
  }

  /** The next push to this phone plays a scenario of the simulator's table. */
  async next(scenario: number): Promise<void> {
    await this.control('POST', '/next', { scenario, phone: this.msisdn });
  }

  /** Money that left this phone. */
  async paid(): Promise<Transaction[]> {
    return (await this.control<Transaction[]>('GET', '/transactions')).filter(({ phone }) => phone === this.msisdn);
  }

  /** Callbacks about this phone's prompts. */
  async callbacks(): Promise<Callback[]> {
    const prompts = new Set((await this.prompts()).map(({ id }) => id));
    return (await this.control<Callback[]>('GET', '/callbacks')).filter(({ about }) => prompts.has(about));
  }

  /** Moves the simulator's time on. */
  async pass(ms: number): Promise<void> {
    await this.control('POST', '/time', { advanceMs: ms });
  }
}
