import type { Order, Payment, Shop } from '@smartduka/contract';
import { html, type Html } from '../html.js';
import type { Page } from '../layout.js';
import { en, type PageTexts } from '../locales/en.js';
import { shillings, type Visit } from '../visit.js';
import { payerField } from './checkout-view.js';
import { billRows, summary, totalsRows, type Faults } from './fields.js';

const page = (visit: Visit, order: string, secret: string | null, body: Html, refresh?: number): Page => ({
  title: visit.t('orderTitle'),
  search: '',
  drawer: false,
  index: false,
  refresh,
  body: html`<div class="narrow">
    <h1>${visit.t('orderTitle')}</h1>
    <duka-order order="${order}" ${secret && html` secret="${secret}"`}>${body}</duka-order>
  </div>`,
});

/** Where there are scripts, the element may know what opens it. */
export const closedOrderPage = (visit: Visit, order: string): Page =>
  page(visit, order, null, html`<noscript><p class="panel">${visit.t('notOpen')}</p></noscript>`);

/** Seconds between two looks of a page without scripts. */
const looks = { undecided: 5, menu: 20 };

/** How an order stands, and what there is to do about it. */
export function orderPage(
  visit: Visit,
  { mpesa }: Shop,
  order: Order,
  secret: string,
  form: { key: string; phone?: string | undefined },
  faults: Faults = {},
  problem?: string,
): Page {
  const { t } = visit;
  const [payment] = order.payments;
  const standing = standingOf(order, payment);
  const { state, tone, say, payable } = tellOf(visit, order, payment, standing);
  const waits = standing === 'sending' || standing === 'prompt' || standing === 'checking' || standing === 'unknown';
  const refresh = waits ? looks.undecided : payable ? looks.menu : undefined;
  const where = order.delivery && [order.delivery.title, order.delivery.place, order.delivery.landmark];
  return page(
    visit,
    order.id,
    secret,
    html`<div class="panel forms">
      <h2>${t('order', { number: order.number })}</h2>
      <div class="say ${tone}" role="status">
        <b>${state}</b>${say.map((sentence) => html`<p>${sentence}</p>`)}${
          order.receiptUrl && html`<p><a class="button" href="${order.receiptUrl}">${t('receipt')}</a></p>`
        }
      </div>
      ${
        // A form half filled in must not be swept away by the next look.
        refresh !== undefined && !problem && Object.keys(faults).length === 0
          ? html`<p>
              <a class="plainly" href="/orders/${order.id}">${t('lookNow')}</a>
              ${waits && html`<noscript><small>${t('refreshes')}</small></noscript>`}
            </p>`
          : false
      }
      ${summary(visit, faults, problem)} ${payable && !waits && payAgain(visit, order, form, faults)}
      ${payable && mpesa && menu(visit, order, mpesa, waits)}
      <h3>${t('ordered')}</h3>
      ${billRows(visit, order.lines)} ${totalsRows(visit, order)}
      ${
        where &&
        html`<p>
          <b>${t(order.delivery?.method === 'pickup' ? 'collect' : 'deliverTo')}</b><br />${where
            .filter((part) => part !== null)
            .join(' · ')}
        </p>`
      }
    </div>`,
    // With a form to fill in, nothing moves by itself: the buyer would lose what they are typing.
    payable && !waits ? undefined : refresh,
  );
}

type Standing =
  | 'canceled'
  | 'paid'
  | 'sending'
  | 'prompt'
  | 'checking'
  | 'unknown'
  | 'failed'
  | 'cash'
  | 'menu'
  | 'wait';

const undecided: Readonly<Record<string, Standing>> = {
  created: 'sending',
  requesting: 'sending',
  pending: 'prompt',
  confirming: 'checking',
  needs_review: 'checking',
  unknown: 'unknown',
  failed: 'failed',
};

function standingOf(order: Order, payment: Payment | undefined): Standing {
  if (order.status === 'canceled') return 'canceled';
  if (order.due.amount <= 0) return 'paid';
  if (!payment) return 'wait';
  if (payment.method === 'cash') return 'cash';
  if (payment.method === 'paybill') return 'menu';
  return undecided[payment.state] ?? 'wait';
}

function tellOf(
  { t }: Visit,
  order: Order,
  payment: Payment | undefined,
  standing: Standing,
): { state: string; tone: string; say: string[]; payable: boolean } {
  const facts = { amount: shillings(order.due), phone: payment?.phone ?? '' };
  const say: Partial<Record<Standing, string[]>> = {
    paid: [
      t('say.paid', { amount: shillings(order.paid) }),
      ...(payment?.receiptNumber ? [t('say.mpesaReceipt', { number: payment.receiptNumber })] : []),
    ],
    prompt: [t('say.prompt', facts)],
    checking: [t('say.checking')],
    unknown: [t('say.unknown')],
    cash: [t('say.cash', facts)],
    menu: [t('say.menu')],
    failed: [failure(t, payment?.reason ?? null)],
  };
  const tone = standing === 'paid' ? 'good' : standing === 'failed' || standing === 'canceled' ? 'wrong' : '';
  const payable = order.status === 'open' && order.due.amount > 0 && standing !== 'cash';
  return { state: t(`state.${standing}`), tone, say: say[standing] ?? [], payable };
}

function failure(t: Visit['t'], reason: string | null): string {
  const key = `fail.${reason}`;
  return t(Object.hasOwn(en, key) ? (key as keyof PageTexts) : 'fail.unknown');
}

const payAgain = (
  visit: Visit,
  order: Order,
  { key, phone = '' }: { key: string; phone?: string | undefined },
  faults: Faults,
): Html =>
  html`<form method="post" action="/orders/${order.id}/pay" novalidate>
    <h3>${visit.t(order.payments.length > 0 ? 'again' : 'payTitle')}</h3>
    ${payerField(visit, faults, phone)}
    <input type="hidden" name="key" value="${key}" />
    <button class="button full">${visit.t('payNow', { amount: shillings(order.due) })}</button>
  </form>`;

/** What to type into the M-Pesa menu. */
function menu({ t }: Visit, order: Order, mpesa: NonNullable<Shop['mpesa']>, waits: boolean): Html {
  const row = (name: string, value: string) =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<details ${!waits && html` open`}>
    <summary>${t('menu')}</summary>
    ${waits && html`<p class="bad">${t('menuOnce')}</p>`}
    <p>${t(mpesa.kind === 'till' ? 'menuHowTill' : 'menuHow')}</p>
    <dl class="sums">
      ${row(t(mpesa.kind), mpesa.number)}${mpesa.kind === 'paybill' && row(t('account'), order.number)}${row(t('amount'), shillings(order.due))}
    </dl>
  </details>`;
}
