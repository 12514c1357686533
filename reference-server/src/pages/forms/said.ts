import { Refused } from '../../platform/refusals.js';
import { en, type PageTexts } from '../locales/en.js';
import type { Visit } from '../visit.js';

/** Good news that an address may ask a page to say: `/cart?note=added`. */
export function noteOf(visit: Visit, url: string): string | undefined {
  const note = new URL(url, 'http://here').searchParams.get('note');
  const key = `note.${note}`;
  return note !== null && Object.hasOwn(en, key) ? visit.t(key as keyof PageTexts) : undefined;
}

/** The sentence for a refusal. */
export function saying({ t }: Visit, { code, facts }: Refused): string {
  const errors = facts['errors'] as { path: string }[] | undefined;
  if (errors?.some(({ path }) => path.endsWith('quantity'))) return t('no.quantity');
  if (errors?.some(({ path }) => path === 'code')) return t('no.discount_unknown');
  const key = `no.${code}`;
  return t(Object.hasOwn(en, key) ? (key as keyof PageTexts) : 'no.any');
}

/** A defect is not for a form to explain. */
export function foreseen(error: unknown): Refused {
  if (error instanceof Refused && error.status < 500) return error;
  throw error;
}
