import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { trusted } from '../../platform/database.js';
import { spend } from '../../platform/limits.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { PromptBooks, type PromptBook } from './model.js';
import { times, waitForPrompt, type PromptLimits } from './rules.js';

const day = 24 * 3_600_000;

/** The shop's share of prompts (L2). In process: it spares Daraja, the phone's own book is what counts. */
export function spendShopPrompt(tenant: Tenant, limits: PromptLimits): void {
  const { perShopPerMinute: most } = limits;
  const limit = { name: `prompts-${most}`, perSecond: most / 60, burst: most };
  try {
    spend(limit, `${tenant.shop} ${tenant.mode}`);
  } catch (error) {
    if (error instanceof Refused) throw tooMany(2_000);
    throw error;
  }
}

/**
 * Writes a prompt into the book of its phone, in the transaction that makes the attempt; of two at once, one has to start over and finds the other.
 *
 * @throws Refused `too_many_prompts` with `Retry-After`.
 */
export async function bookPrompt(
  phone: string,
  payment: string,
  limits: PromptLimits,
  tx: ClientSession,
): Promise<void> {
  const now = clock.now();
  const book = await PromptBooks.findOne({ _id: phone }, null, { session: tx }).lean<PromptBook>();
  const wait = waitForPrompt(book?.sent ?? [], book?.liveUntil ?? null, now, limits);
  if (wait > 0) throw tooMany(wait);
  const sent = [...(book?.sent ?? []).filter((at) => now.getTime() - at.getTime() < day), now];
  const next = {
    sent,
    livePayment: payment,
    // Should nobody ever say how it ended, the phone is free again after the prompt has surely gone.
    liveUntil: new Date(now.getTime() + times.silence),
    version: (book?.version ?? 0) + 1,
    expiresAt: new Date(now.getTime() + 2 * day),
  };
  if (book) await PromptBooks.updateOne({ _id: phone, version: book.version }, { $set: next }, { session: tx });
  else await PromptBooks.create([{ _id: phone, ...next }], { session: tx });
}

/** The prompt has ended: the phone may be asked again. */
export async function closePrompt(phone: string, payment: string, tx: ClientSession): Promise<void> {
  await PromptBooks.updateOne(
    { _id: phone, livePayment: payment, liveUntil: trusted({ $ne: null }) },
    { $set: { liveUntil: null }, $inc: { version: 1 } },
    { session: tx },
  );
}

function tooMany(waitMs: number): Refused {
  return new Refused('too_many_prompts', {}, { headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) } });
}
