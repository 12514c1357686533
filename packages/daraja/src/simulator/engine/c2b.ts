import { createHash } from 'node:crypto';
import { eatStamp } from '../../core/eat.js';
import type { Courier } from './courier.js';
import { WRONG_PIN } from './express.js';
import type { MenuPayment, Task, Transaction } from './records.js';
import type { Timeline } from './timeline.js';
import type { World } from './world.js';

/** Addresses that a business has registered. */
export interface C2bAddresses {
  readonly confirmationUrl: string;
  readonly validationUrl: string;
  readonly whenUnanswered: 'Completed' | 'Cancelled';
}

/** How long Safaricom waits for a validation. daraja.md §10 */
const VALIDATION_PATIENCE_MS = 8_000;

/** Payments from the phone's own menu (Lipa na M-PESA). @public */
export class C2b {
  private readonly world: World;
  private readonly courier: Courier;
  private readonly time: () => Timeline;

  constructor(world: World, courier: Courier, time: () => Timeline) {
    this.world = world;
    this.courier = courier;
    this.time = time;
  }

  register(shortcode: string, addresses: C2bAddresses): void {
    this.world.store.put('facts', { id: `c2b:${shortcode}`, value: JSON.stringify(addresses) });
  }

  /** Somebody at the menu: checked as far as the phone itself can, then on its way. */
  pay(payment: { phone: string; payee: string; amount: number; account: string; pin: string }): void {
    const { phone, amount, pin } = payment;
    const business = this.world.payee(payment.payee);
    if (!business) throw new RangeError(`payee: no business has the number ${payment.payee}`);
    const account = business.till ? '' : payment.account.trim();
    if (!business.till && (account.length < 1 || account.length > 20)) {
      throw new RangeError('account: must be 1 to 20 characters');
    }
    if (!Number.isSafeInteger(amount) || amount < 1 || amount > 250_000) {
      throw new RangeError('amount: must be whole shillings from 1 to 250000');
    }
    if (!/^\d{4}$/.test(pin)) throw new RangeError('pin: must be four digits');
    const holder = this.world.phone(phone);
    if (holder.off) throw new RangeError('the phone is off');
    const at = this.time().now();
    if (pin === WRONG_PIN) return this.world.sms(phone, at, { about: 'wrongPin' });
    if (holder.balance < amount) {
      const { balance } = holder;
      return this.world.sms(phone, at, { about: 'noFunds', amount, business: business.name, balance });
    }
    this.submit({ phone, shortcode: business.shortcode, amount, account });
  }

  /** Takes a payment in. What comes of it shows a moment later. */
  submit(payment: MenuPayment): void {
    this.time().schedule(this.time().now() + this.world.knobs.settleDelayMs, { do: 'menu-payment', payment });
  }

  async run(task: Extract<Task, { do: 'menu-payment' | 'confirm' }>): Promise<void> {
    if (task.do === 'menu-payment') return this.settle(task.payment);
    const transaction = this.world.store.get('transactions', task.receipt);
    if (transaction) await this.confirm(transaction, task.thirdParty);
  }

  private async settle(payment: MenuPayment): Promise<void> {
    const { phone, shortcode, amount, account } = payment;
    const at = this.time().now();
    const draft: Transaction = { id: this.world.ids.receipt(at), kind: 'c2b', at, shortcode, phone, amount, account };
    const business = this.world.shortcode(shortcode)?.name ?? shortcode;
    const permission = this.world.knobs.c2bValidation ? await this.validate(draft) : { goesOn: true, thirdParty: '' };
    const { balance: before } = this.world.phone(phone);
    if (!permission.goesOn) return this.world.sms(phone, at, { about: 'cancelled', amount, business });
    if (before < amount) return this.world.sms(phone, at, { about: 'noFunds', amount, business, balance: before });
    const balance = before - amount;
    this.world.setPhone(phone, { balance });
    this.world.book(draft);
    this.world.sms(phone, at, { about: 'paid', receipt: draft.id, amount, business, account, balance, cost: 0 });
    await this.confirm(draft, permission.thirdParty);
  }

  private async validate(draft: Transaction): Promise<{ goesOn: boolean; thirdParty: string }> {
    const addresses = this.addresses(draft.shortcode);
    if (!addresses) return { goesOn: true, thirdParty: '' };
    const asked = await this.courier.send({
      kind: 'c2b-validation',
      about: draft.id,
      url: addresses.validationUrl,
      body: this.message(draft, '', ''),
      forged: false,
      patienceMs: VALIDATION_PATIENCE_MS,
    });
    const answer = asked.status === 200 ? readAnswer(asked.answer ?? '') : undefined;
    if (!answer) return { goesOn: addresses.whenUnanswered === 'Completed', thirdParty: '' };
    return { goesOn: answer.code === '0', thirdParty: answer.thirdParty };
  }

  private async confirm(transaction: Transaction, thirdParty: string): Promise<void> {
    const addresses = this.addresses(transaction.shortcode);
    if (!addresses) return;
    const orgBalance = `${this.world.utility(transaction.shortcode)}.00`;
    await this.courier.send({
      kind: 'c2b-confirmation',
      about: transaction.id,
      url: addresses.confirmationUrl,
      body: this.message(transaction, orgBalance, thirdParty),
      forged: false,
    });
  }

  private message(transaction: Transaction, orgBalance: string, thirdParty: string): string {
    const { id, at, amount, shortcode, account, phone } = transaction;
    return JSON.stringify({
      TransactionType: this.world.shortcode(shortcode)?.till ? 'Buy Goods' : 'Pay Bill',
      TransID: id,
      TransTime: eatStamp(new Date(at)),
      TransAmount: `${amount}.00`,
      BusinessShortCode: shortcode,
      BillRefNumber: account,
      InvoiceNumber: '',
      OrgAccountBalance: orgBalance,
      ThirdPartyTransID: thirdParty,
      MSISDN: this.shownNumber(phone),
      FirstName: this.world.phone(phone).name,
      MiddleName: '',
      LastName: '',
    });
  }

  private shownNumber(phone: string): string {
    const form = this.world.knobs.c2bMsisdn;
    if (form === 'plain') return phone;
    if (form === 'hashed') return createHash('sha256').update(phone).digest('hex');
    return `${phone.slice(0, 4)} ***** ${phone.slice(-3)}`;
  }

  private addresses(shortcode: string): C2bAddresses | undefined {
    const stored = this.world.store.get('facts', `c2b:${shortcode}`)?.value;
    return typeof stored === 'string' ? (JSON.parse(stored) as C2bAddresses) : undefined;
  }
}

function readAnswer(body: string): { code: string; thirdParty: string } | undefined {
  try {
    const { ResultCode, ThirdPartyTransID } = JSON.parse(body) as Record<string, unknown>;
    if (typeof ResultCode !== 'string' && typeof ResultCode !== 'number') return undefined;
    return { code: String(ResultCode), thirdParty: typeof ThirdPartyTransID === 'string' ? ThirdPartyTransID : '' };
  } catch {
    return undefined;
  }
}
