import type { Message } from '../../platform/notify.js';
import { runtime } from '../../platform/runtime.js';
import { en } from './locales/en.js';
import { sw } from './locales/sw.js';

const texts = { en, sw };

/** Links carry their secret after the `#`, which browsers send to nobody and no log holds. */
const link = (page: string, secret: string): string => `${runtime.publicUrl}/admin/${page}#${secret}`;

/** What people are sent about signing in. No code and no link in a subject (AU-1). */
export const messages = {
  code: (to: Message['to'], language: Message['language'], { digits }: { digits: string }): Message => ({
    ...{ to, language, purpose: 'code' },
    subject: texts[language].codeSubject,
    text: texts[language].code(digits),
  }),
  reset: (to: Message['to'], language: Message['language'], { secret }: { secret: string }): Message => ({
    ...{ to, language, purpose: 'reset' },
    subject: texts[language].resetSubject,
    text: texts[language].reset(link('reset', secret)),
  }),
  invitation: (
    to: Message['to'],
    language: Message['language'],
    { shop, secret }: { shop: string; secret: string },
  ): Message => ({
    ...{ to, language, purpose: 'invitation' },
    subject: texts[language].invitationSubject(shop),
    text: texts[language].invitation(shop, link('invitation', secret)),
  }),
};
