import { en, type ReportTexts } from './en.js';
import { sw } from './sw.js';

export type { ReportTexts } from './en.js';
export type Language = 'en' | 'sw';
export const texts: Readonly<Record<Language, ReportTexts>> = { en, sw };
