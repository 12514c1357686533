import type { Money, Payment } from '@smartduka/sdk/buyer';
import { html, nothing, type TemplateResult } from 'lit';
import { alert, clock, icon, phone, tick } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { formatMoney } from '../core/money.js';
import { isHopeless, isPaid, sameNumberMayHelp, type PayState } from '../core/pay-rules.js';
import type { PaymentFlow } from '../core/payment-flow.js';
import { pay } from '../locales/index.js';

type Words = Say<keyof (typeof pay)['en']>;
type Telling = Exclude<PayState, 'idle' | 'asking-phone'>;

/** The picture of each state; the words beside it say the same. */
const marks: Record<Telling, string> = {
  sending: phone,
  'prompt-sent': phone,
  checking: clock,
  succeeded: tick,
  late: tick,
  'offline-queued': clock,
  unknown: clock,
  failed: alert,
  fallback: phone,
};

/** Which colour a state has. */
export const tone = (now: PayState): string =>
  isPaid(now) ? 'good' : now === 'failed' ? 'wrong' : now === 'unknown' || now === 'offline-queued' ? 'doubt' : '';

/** What is on the button after the first tap: always the one next step. */
export function nextStep(
  t: Words,
  now: Exclude<PayState, 'idle'>,
  flow: PaymentFlow,
  label: string,
): TemplateResult | string {
  const { reason, restLeft } = flow;
  switch (now) {
    case 'asking-phone':
      return t('send');
    case 'failed':
      if (isHopeless(reason)) return label;
      if (restLeft) return t('again.in', { seconds: restLeft });
      return t(sameNumberMayHelp(reason) ? 'again' : 'other');
    case 'unknown':
      return t('check');
    case 'fallback':
      return t('menu.back');
    default:
      return isPaid(now)
        ? html`${icon(tick)}${t('wait.paid')}`
        : html`<span class="spin" aria-hidden="true"></span>${t(`wait.${now}`)}`;
  }
}

/** Where the payer's number is typed. */
export function phoneField(t: Words, value: string, error: PaymentFlow['phoneError']): TemplateResult {
  return html`<div class="field ask" part="phone">
    <label for="phone">${t('phone')}</label>
    <input
      id="phone"
      type="tel"
      name="tel"
      autocomplete="tel"
      inputmode="tel"
      required
      maxlength="24"
      .value=${value}
      aria-describedby="hint ${error ? 'bad' : ''}"
      aria-invalid=${error ? 'true' : 'false'}
    />
    <p class="hint" id="hint">${t('phone.hint')}</p>
    ${error ? html`<p class="error" id="bad" role="alert">${t(`phone.${error}`)}</p>` : nothing}
  </div>`;
}

/** What the live region holds: a title and a sentence per state, and nothing that ticks. */
export function status(
  t: Words,
  now: PayState,
  flow: PaymentFlow | undefined,
  due: Money | undefined,
): TemplateResult | typeof nothing {
  if (now === 'idle' || now === 'asking-phone' || !flow) return nothing;
  return html`<span class="mark">${icon(marks[now])}</span>
    <h3>${t(`state.${now}`)}</h3>
    <p>${saying(t, now, flow, due)}</p>
    ${isPaid(now) ? receiptOf(t, flow.payment) : nothing}`;
}

function saying(t: Words, now: Telling, { payment, reason }: PaymentFlow, due: Money | undefined): string {
  const amount = payment?.final ? payment.amount : due;
  const facts = { amount: amount ? formatMoney(amount) : '', phone: payment?.phone ?? '' };
  if (now === 'failed') {
    const key = `fail.${reason}`;
    return t(key in pay.en ? (key as keyof typeof pay.en) : 'fail.any');
  }
  if (payment?.unapplied) return t('say.unapplied', facts);
  if (payment?.state === 'needs_review') return t('say.review');
  return t(`say.${now}`, facts);
}

function receiptOf(t: Words, payment: Payment | null): TemplateResult | typeof nothing {
  if (payment?.method !== 'mpesa') return nothing;
  const { receiptNumber: number } = payment;
  return html`<p class="muted">${number ? t('receipt', { number }) : t('receipt.coming')}</p>`;
}

/** Time left for the PIN. Decoration: only the server ends a wait. */
export function timer(t: Words, { payment, secondsLeft }: PaymentFlow): TemplateResult {
  const all = payment?.promptExpiresAt
    ? (Date.parse(payment.promptExpiresAt) - Date.parse(payment.createdAt)) / 1000
    : 60;
  const time = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
  return html`<div class="left">
    <progress part="progress" max=${all} .value=${secondsLeft} aria-label=${t('left', { time: '' })}></progress>
    <span part="timer" class="num" role="timer" aria-label=${t('left', { time })}>${time}</span>
  </div>`;
}

/** Where the buyer says how much, for a payment link that leaves it to them. */
export function sumField(t: Words, value: string, wrong: boolean): TemplateResult {
  return html`<div class="field ask" part="amount">
    <label for="sum">${t('sum')}</label>
    <input
      id="sum"
      name="sum"
      inputmode="numeric"
      autocomplete="off"
      maxlength="7"
      required
      .value=${value}
      aria-describedby=${wrong ? 'sum-bad' : nothing}
      aria-invalid=${wrong ? 'true' : 'false'}
    />
    ${wrong ? html`<p class="error" id="sum-bad" role="alert">${t('sum.bad')}</p>` : nothing}
  </div>`;
}
