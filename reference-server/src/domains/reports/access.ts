import type { ReportName } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import type { Reader } from './service.js';

/**
 * What somebody may see of a report. That they may read reports at all was checked at the edge.
 *
 * @throws Refused `forbidden`: a token that does not name the report, or profit for those who may not see costs.
 */
export function readerOf(actor: Actor, report: ReportName): Reader {
  if (actor.token && !actor.token.reports.includes(report)) throw new Refused('forbidden');
  const costs = actor.permissions.has('costs:read');
  if (report === 'profit' && !costs) throw new Refused('forbidden');
  // Whoever embeds a report shows it to people whom the shop does not know: names only where the token says so.
  const personal = actor.token?.personal ?? false;
  return { costs, names: personal || actor.permissions.has('customers:read'), phones: personal };
}

const atOnce = 2;
const mostWaiting = 20;
const lines = new Map<string, { running: number; waiting: (() => void)[] }>();

/** Two reports at a time for each shop (L1); the others wait their turn, as long as there are not too many. */
export async function inLine<T>(tenant: Tenant, work: () => Promise<T>): Promise<T> {
  const key = `${tenant.shop}/${tenant.mode}`;
  const line = lines.get(key) ?? { running: 0, waiting: [] };
  lines.set(key, line);
  if (line.running >= atOnce) {
    if (line.waiting.length >= mostWaiting) throw new Refused('rate_limited', {}, { headers: { 'Retry-After': '2' } });
    // Whoever ends gives its place to the next one.
    await new Promise<void>((resolve) => line.waiting.push(resolve));
  } else line.running += 1;
  try {
    return await work();
  } finally {
    const next = line.waiting.shift();
    if (next) next();
    else {
      line.running -= 1;
      if (line.running === 0) lines.delete(key);
    }
  }
}
