import { callbackBody } from './callback-body.js';
import type { Courier, Letter } from './courier.js';
import type { Callback, DeliveryOrder, Forgery, Push, Report, Task } from './records.js';
import { checkScenario, scenarioOf, type Scenario } from './scenarios.js';
import type { Timeline } from './timeline.js';
import type { World } from './world.js';

/** Answers a person can give at the phone. @public */
export type PhoneAnswer =
  | { readonly action: 'pin'; readonly pin: string }
  | { readonly action: 'cancel' }
  | { readonly action: 'ignore' };

export type NewPush = Pick<
  Push,
  'shortcode' | 'business' | 'partyB' | 'phone' | 'amount' | 'accountReference' | 'description' | 'callbackUrl'
> & { readonly scenario: number; readonly variant?: string | undefined };

/** The PIN that is wrong on every phone of the simulator; any other four digits are right. @public */
export const WRONG_PIN = '0000';

/** M-Pesa Express behind its front door: prompts, their answers and their callbacks. */
export class Express {
  private readonly world: World;
  private readonly courier: Courier;
  private readonly time: () => Timeline;

  constructor(world: World, courier: Courier, time: () => Timeline) {
    this.world = world;
    this.courier = courier;
    this.time = time;
  }

  /** The prompt a number is busy with. */
  liveOn(phone: string): Push | undefined {
    return this.world.store.list('pushes').find((push) => push.phone === phone && push.state !== 'settled');
  }

  /** When a prompt ends by itself, for a countdown. */
  lapsesAt(id: string): number | undefined {
    const timers = this.world.store.list('timers').filter(({ task }) => task.do === 'lapse' && task.push === id);
    return timers[0]?.at;
  }

  /** Takes a request that passed all checks: from here on the phone rings, or its scenario plays. */
  start(order: NewPush): Push {
    const { store, ids } = this.world;
    const at = this.time().now();
    const push = store.put('pushes', {
      ...order,
      id: ids.checkoutRequest(at, order.phone),
      merchantRequestId: ids.merchantRequest(),
      at,
      variant: order.variant ?? '',
      state: 'ringing',
      queries: 0,
      delivery: { mode: 'once' },
    });
    if (!store.get('phones', push.phone)) this.world.setPhone(push.phone, {});
    const scenario = scenarioOf(push.scenario);
    if (scenario) this.play(push, scenario);
    else this.awaitPerson(push);
    return push;
  }

  /** Another scenario for a prompt that is still undecided, from now on. */
  direct(id: string, number: number, variant?: string): Push {
    checkScenario(number, variant);
    const push = this.undecided(id);
    this.forgetPlans(id);
    const changed = this.world.store.put('pushes', { ...push, scenario: number, variant: variant ?? '' });
    const scenario = scenarioOf(number);
    if (scenario) this.play(changed, scenario);
    return changed;
  }

  /** A person takes up the phone. Afterwards M-Pesa needs a moment, then its callback another. */
  answer(id: string, answer: PhoneAnswer): Push {
    const push = this.undecided(id);
    if (push.state === 'answered') throw new RangeError('this prompt has been answered already');
    if (this.world.phone(push.phone).off) throw new RangeError('the phone is off');
    if (answer.action === 'pin' && !/^\d{4}$/.test(answer.pin)) throw new RangeError('pin: must be four digits');
    if (answer.action === 'ignore') return push;
    this.forgetPlans(id);
    const { settleDelayMs, callbackDelayMs } = this.world.knobs;
    this.plan(push, settleDelayMs, callbackDelayMs, this.outcomeOf(push, answer));
    return this.world.store.put('pushes', { ...push, state: 'answered' });
  }

  /** Switches a phone off or on. An open prompt then ends as unreachable, or waits for its PIN anew. */
  switchPhone(msisdn: string, off: boolean): void {
    if (this.world.phone(msisdn).off === off) return;
    this.world.setPhone(msisdn, { off });
    for (const push of this.world.store.list('pushes')) {
      if (push.phone !== msisdn || push.state !== 'ringing' || push.scenario !== 0) continue;
      this.forgetPlans(push.id);
      this.awaitPerson(push);
    }
  }

  /** What is to be done with the callbacks of a prompt that are still to come. */
  order(id: string, delivery: DeliveryOrder): Push {
    return this.world.store.put('pushes', { ...this.push(id), delivery });
  }

  /** Posts a callback of one's own invention, or the true one again. */
  report(id: string, report: Report, delayMs = 0): Promise<Callback> {
    return this.courier.send({ ...this.letter(this.push(id), report), delayMs });
  }

  /** Runs what is due. Changes the books before its first await. */
  async run(task: Extract<Task, { push: string }>): Promise<void> {
    const push = this.world.store.get('pushes', task.push);
    if (!push) return;
    if (task.do === 'settle') this.settle(push, task.code);
    else if (task.do === 'lapse') this.plan(push, 0, 0, this.world.knobs.lapseCode);
    else await this.dispatch(push, task.report);
  }

  private outcomeOf(push: Push, answer: PhoneAnswer): string {
    if (answer.action === 'cancel') return '1032';
    if (answer.action === 'pin' && answer.pin === WRONG_PIN) return '2001';
    return this.world.phone(push.phone).balance < push.amount ? '1' : '0';
  }

  private play(push: Push, scenario: Scenario): void {
    const start = this.time().now();
    for (const step of scenario.steps(push.variant || (scenario.variants[0] ?? ''))) {
      const task: Task =
        'settle' in step
          ? { do: 'settle', push: push.id, code: step.settle }
          : { do: 'report', push: push.id, report: step.report };
      this.time().schedule(start + step.at, task);
    }
  }

  private awaitPerson(push: Push): void {
    const { knobs } = this.world;
    const now = this.time().now();
    if (this.world.phone(push.phone).off) {
      this.time().schedule(now + knobs.unreachableQueryMs, { do: 'settle', push: push.id, code: '1037' });
      this.time().schedule(now + knobs.unreachableMs, { do: 'report', push: push.id, report: { code: '1037' } });
    } else {
      this.time().schedule(now + knobs.promptLifetimeMs, { do: 'lapse', push: push.id });
    }
  }

  private plan(push: Push, settleMs: number, callbackMs: number, code: string): void {
    const now = this.time().now();
    this.time().schedule(now + settleMs, { do: 'settle', push: push.id, code });
    this.time().schedule(now + settleMs + callbackMs, { do: 'report', push: push.id, report: { code } });
  }

  /** The moment that decides. Money moves here and nowhere else. */
  private settle(push: Push, code: string): void {
    const at = this.time().now();
    const { phone, amount, business } = push;
    const settled: Push = { ...push, state: 'settled', resultCode: code, settledAt: at };
    if (code !== '0') {
      this.world.store.put('pushes', settled);
      const { balance } = this.world.phone(phone);
      if (code === '1') this.world.sms(phone, at, { about: 'noFunds', amount, business, balance });
      if (code === '2001') this.world.sms(phone, at, { about: 'wrongPin' });
      return;
    }
    const receipt = this.world.ids.receipt(at);
    const { shortcode } = push;
    this.world.book({ id: receipt, kind: 'stk', at, shortcode, phone, amount, account: push.accountReference });
    if (this.world.knobs.stkAlsoC2b) this.time().schedule(at, { do: 'confirm', receipt, thirdParty: '' });
    // Scripted approvals do not look at the balance: Fuliza, M-Pesa's overdraft, pays the rest.
    const balance = Math.max(0, this.world.phone(phone).balance - amount);
    this.world.setPhone(phone, { balance });
    this.world.store.put('pushes', { ...settled, receipt });
    const account = this.world.shortcode(push.shortcode)?.till ? '' : push.accountReference;
    this.world.sms(phone, at, { about: 'paid', receipt, amount, business, account, balance, cost: 0 });
  }

  private async dispatch(push: Push, report: Report): Promise<void> {
    const letter = this.letter(push, report);
    const { mode, delayMs } = push.delivery;
    if (report.lost || (mode === 'drop' && !report.forgery)) {
      this.courier.lose(letter);
    } else if (mode === 'delay' && !report.forgery) {
      await this.courier.send({ ...letter, delayMs: delayMs ?? 30_000 });
    } else if (mode === 'twice' && !report.forgery) {
      await Promise.all([this.courier.send(letter), this.courier.send(letter)]);
    } else {
      await this.courier.send(letter);
    }
  }

  private letter(push: Push, report: Report): Letter {
    const { forgery } = report;
    const known = forgery === 'replayed-receipt' ? this.anotherReceipt(push.id) : push.receipt;
    const receipt = known ?? this.world.ids.receipt(this.time().now());
    return {
      kind: 'stk',
      about: push.id,
      url: forgery === 'bad-token' ? withOtherToken(push.callbackUrl) : push.callbackUrl,
      body: callbackBody({ ...push, receipt }, report, this.world.knobs),
      headers: {
        // The spelling is Safaricom's.
        Businessshortcode: push.shortcode,
        ...(forgery === 'foreign-address' ? { 'X-Forwarded-For': '203.0.113.66' } : {}),
      },
      ...(forgery === 'foreign-address' ? { from: '127.0.0.66' } : {}),
      forged: forgery !== undefined,
    };
  }

  private anotherReceipt(id: string): string | undefined {
    const paid = this.world.store.list('pushes').filter((push) => push.receipt && push.id !== id);
    return paid.at(-1)?.receipt;
  }

  private forgetPlans(id: string): void {
    this.time().cancel((task) => 'push' in task && task.push === id);
  }

  private push(id: string): Push {
    const push = this.world.store.get('pushes', id);
    if (!push) throw new RangeError(`push: there is no ${id}`);
    return push;
  }

  private undecided(id: string): Push {
    const push = this.push(id);
    if (push.state === 'settled') throw new RangeError(`this prompt has ended already, with ${push.resultCode}`);
    return push;
  }
}

/** The same address with another last part: what somebody would try who does not know the token. */
function withOtherToken(address: string): string {
  const url = new URL(address);
  url.pathname = url.pathname.replace(/[^/]+\/?$/, (part) => part.replaceAll(/[0-9a-z]/gi, '0'));
  return url.href;
}

export const forgeries: readonly Forgery[] = [
  'bad-token',
  'foreign-address',
  'wrong-amount',
  'replayed-receipt',
  'unknown-id',
];
