import type { ReportColumn } from '@smartduka/contract';
import { clock } from '../../platform/clock.js';
import { isDuplicate } from '../../platform/database.js';
import type { Job } from '../../platform/jobs.js';
import { log } from '../../platform/log.js';
import { canReach, notify, type Message } from '../../platform/notify.js';
import { runtime } from '../../platform/runtime.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { variantFacts } from '../catalog/names.js';
import { stockOf } from '../inventory/figures.js';
import { waitingMoney } from '../payments/figures.js';
import { hourIn, isQuiet } from '../shops/quiet.js';
import { toSettings } from '../shops/settings.js';
import { shopsToTell, type ShopRecord } from '../shops/service.js';
import { forPeople } from './forms/cells.js';
import { digestTexts, type Digest } from './locales/digest.js';
import { texts } from './locales/index.js';
import { Digests } from './model.js';
import { isBehind } from './queue.js';
import { addDays, dayOf } from './rules/periods.js';
import { reportOf } from './service.js';

const namesShown = 5;

/** Tells each shop of its day before, in the morning, once. */
export const dailyJob: Job = {
  name: 'reports.daily',
  everyMs: 60_000,
  async run(signal) {
    for (const shop of await shopsToTell()) {
      if (signal.aborted) return;
      try {
        await tellOfYesterday(shop, clock.now());
      } catch (error) {
        log.error({ err: error, shop: shop._id }, 'a daily summary could not be sent');
      }
    }
  },
};

/** Sends the summary if it is time, and nobody did. What of it was lost on the way is not sent again: twice would be worse. */
async function tellOfYesterday(shop: ShopRecord, now: Date): Promise<void> {
  const to = addressOf(shop);
  const { summaryHour, quietHours, timeZone } = toSettings(shop);
  const hour = hourIn(now, timeZone);
  // Nobody is woken up. What waits for the end of a night is of another day then, which has its own.
  if (to === null || summaryHour === null || hour < summaryHour || isQuiet(hour, quietHours)) return;
  const tenant: Tenant = { shop: shop._id, mode: runtime.mode };
  const day = addDays(dayOf(now, shop.timeZone), -1);
  const id = `${tenant.shop}/${tenant.mode}/${day}`;
  if (await Digests.exists({ ...owned(tenant), _id: id })) return;
  if (await isBehind(tenant, now)) return;
  const digest = await digestOf(tenant, shop, now);
  try {
    await Digests.create({ ...owned(tenant), _id: id, sentAt: now });
  } catch (error) {
    if (isDuplicate(error)) return;
    throw error;
  }
  const said = digestTexts[shop.language];
  notify({
    to,
    purpose: 'daily-summary',
    language: shop.language,
    subject: said.subject(digest),
    text: said.lines(digest).filter(Boolean).join('\n'),
  });
}

function addressOf({ contact }: ShopRecord): Message['to'] | null {
  const ways = [contact.email && { email: contact.email }, contact.phone && { phone: contact.phone }];
  return ways.find((way): way is Message['to'] => Boolean(way) && canReach(way as Message['to'])) ?? null;
}

/** What happened yesterday, beside the same day of the week before, and what waits for somebody. */
export async function digestOf(tenant: Tenant, shop: ShopRecord, now: Date): Promise<Digest> {
  const everything = { costs: false, names: false, phones: false };
  const report = await reportOf(tenant, 'summary', { range: 'yesterday', compare: 'weekday' }, everything, now);
  const [table] = report.tables;
  const totals = table?.totals ?? {};
  const said = texts[shop.language];
  const write = (value: number | string | null | undefined, kind: ReportColumn['kind']): string =>
    forPeople(value, { key: '', title: '', kind, signed: false, better: null }, report, said);
  const mark = shop.currency === 'KES' ? 'KSh' : shop.currency;
  const money = (value: number | string | null | undefined): string => `${mark} ${write(value, 'money')}`;
  const { growth, averageOrder, refunds } = totals;
  const waiting = await waitingMoney(tenant, 100);
  const low = [...(await stockOf(tenant))].filter(([, level]) => level.available <= level.lowAt).map(([id]) => id);
  const facts = await variantFacts(tenant, low.slice(0, namesShown), shop.language);
  return {
    shop: shop.name,
    day: report.span.label,
    netSales: money(totals['netSales']),
    change: typeof growth === 'number' ? `${growth > 0 ? '+' : ''}${write(growth, 'percent')}` : null,
    takings: money(totals['takings']),
    orders: Number(totals['orders'] ?? 0),
    averageOrder: typeof averageOrder === 'number' ? money(averageOrder) : null,
    refunds: typeof refunds === 'number' && refunds > 0 ? money(refunds) : null,
    unmatched:
      waiting.length > 0
        ? { count: waiting.length, amount: money(waiting.reduce((sum, { attempt }) => sum + attempt.amount, 0)) }
        : null,
    low:
      low.length > 0
        ? { count: low.length, names: low.slice(0, namesShown).map((id) => facts.get(id)?.title ?? id) }
        : null,
  };
}
