import type { Language, Money } from '@smartduka/contract';
import type { z } from 'zod';
import { en, type ReceiptTexts } from './locales/en.js';
import { sw } from './locales/sw.js';

export type ReceiptLanguage = z.infer<typeof Language>;
export const texts: Readonly<Record<ReceiptLanguage, ReceiptTexts>> = { en, sw };

/** `1,234.50`, from whole minor units and without a float in between. */
export function plainSum({ amount }: Money): string {
  const cents = Math.abs(amount);
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0 ? '-' : ''}${whole}.${String(cents % 100).padStart(2, '0')}`;
}
