import type { Language } from '../locales/index.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant as people in Kenya read it, in Kenya's time wherever the device thinks it is: `24 Nov, 08:15`. */
export function instant(iso: string, language: Language): string {
  let format = formats.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(`${language}-KE`, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'Africa/Nairobi',
    });
    formats.set(language, format);
  }
  return format.format(new Date(iso));
}
