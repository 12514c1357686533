import { createPublicKey } from 'node:crypto';
import type { Courier } from './courier.js';
import { newPrivateKey, openCredential } from './credential-box.js';
import { decide, type Decision } from './initiator-decisions.js';
import { resultBody } from './initiator-body.js';
import type { Job, Task } from './records.js';
import { scenarioOf } from './scenarios.js';
import type { Timeline } from './timeline.js';
import type { World } from './world.js';

/** Name and password of somebody who may act for the businesses. @public */
export interface InitiatorAccount {
  readonly name: string;
  readonly password: string;
  /** Private key (PEM, RSA) that credentials are opened with; one is made when it is first needed. */
  readonly privateKey?: string;
}

/** What the sandbox's test credentials commonly are. daraja.md §1 @public */
export const sandboxInitiator: InitiatorAccount = { name: 'testapi', password: 'Safaricom999!*!' };

/** From the acknowledgement to the result. */
const RESULT_AFTER_MS = 3_000;
const LATE_RESULT_AFTER_MS = 60_000;

/** Payouts, reversals, status and balance: acknowledged now, decided later, told by a result. daraja.md §11, §12 */
export class InitiatorDesk {
  private readonly world: World;
  private readonly courier: Courier;
  private readonly time: () => Timeline;
  private readonly account: InitiatorAccount;

  constructor(world: World, courier: Courier, time: () => Timeline, account: InitiatorAccount) {
    this.world = world;
    this.courier = courier;
    this.time = time;
    this.account = account;
  }

  /** What to encrypt the password with, as PEM. */
  publicKey(): string {
    return createPublicKey(this.privateKey()).export({ type: 'spki', format: 'pem' }).toString();
  }

  /** Whether a payout with this id has been taken in before. */
  isKnown(originatorConversationId: string): boolean {
    return this.world.store.list('jobs').some((job) => job.originatorConversationId === originatorConversationId);
  }

  /** Takes a request in. `empty`: with the acknowledgement of empty strings that Daraja gives now and then. */
  take(product: Job['product'], fields: Readonly<Record<string, string>>): { job: Job; empty: boolean } {
    const { store, ids } = this.world;
    const at = this.time().now();
    const variant = this.takeVariant(product);
    const job: Job = {
      id: ids.conversation(at),
      originatorConversationId: fields['OriginatorConversationID'] || ids.merchantRequest(),
      product,
      fields,
      variant,
    };
    if (variant === 'empty') return { job, empty: true };
    store.put('jobs', job);
    if (variant === 'late') this.time().schedule(at + RESULT_AFTER_MS, { do: 'job-timeout', job: job.id });
    const after = variant === 'late' ? LATE_RESULT_AFTER_MS : RESULT_AFTER_MS;
    if (variant !== 'silent') this.time().schedule(at + after, { do: 'job', job: job.id });
    return { job, empty: false };
  }

  async run(task: Extract<Task, { job: string }>): Promise<void> {
    const job = this.world.store.get('jobs', task.job);
    if (!job) return;
    const timedOut = task.do === 'job-timeout';
    // The queue's own message is modelled on the result, its real shape being unpublished.
    const decision: Decision = timedOut ? { code: '1', parameters: [] } : this.decision(job);
    await this.courier.send({
      kind: timedOut ? 'timeout' : 'result',
      about: job.id,
      url: job.fields[timedOut ? 'QueueTimeOutURL' : 'ResultURL'] ?? '',
      body: resultBody(job, decision, this.time().now()),
      forged: false,
    });
  }

  private decision(job: Job): Decision {
    const { fields } = job;
    const password = openCredential(this.privateKey(), fields['SecurityCredential'] ?? '');
    const name = fields['InitiatorName'] ?? fields['Initiator'];
    const trusted = name === this.account.name && password === this.account.password;
    return trusted ? decide(this.world, job, this.time().now()) : { code: '2001', parameters: [] };
  }

  private takeVariant(product: Job['product']): string {
    const { store } = this.world;
    const family = product === 'balance' ? 'status' : product;
    const wish = store.list('wishes').find((wished) => scenarioOf(wished.scenario)?.product === family);
    if (!wish) return '';
    store.remove('wishes', wish.id);
    return wish.variant ?? '';
  }

  private privateKey(): string {
    if (this.account.privateKey) return this.account.privateKey;
    const stored = this.world.store.get('facts', 'initiator-key')?.value;
    if (typeof stored === 'string') return stored;
    const made = newPrivateKey();
    this.world.store.put('facts', { id: 'initiator-key', value: made });
    return made;
  }
}
