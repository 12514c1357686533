import { weekdays } from '@smartduka/contract';
import { html } from './html.js';
import type { Page } from './layout.js';
import type { Visit } from './visit.js';

const matters = ['returns', 'delivery', 'privacy'] as const;

/** What the shop promises, in the visitor's language or else in the one there is. */
export function policiesIn({ shop, language }: Visit): { matter: (typeof matters)[number]; text: string }[] {
  const { policies = {} } = shop;
  return matters.flatMap((matter) => {
    const said = policies[matter];
    const text = said?.[language] ?? said?.[shop.language] ?? said?.en ?? said?.sw;
    return text ? [{ matter, text }] : [];
  });
}

export function policiesPage(visit: Visit): Page {
  const { t } = visit;
  return {
    title: t('policies'),
    body: html`<div class="wide">
      <h1>${t('policies')}</h1>
      ${policiesIn(visit).map(
        ({ matter, text }) =>
          html`<section id="${matter}">
            <h2>${t(`policy.${matter}`)}</h2>
            ${text
              .split(/\n+/)
              .filter((line) => line.trim() !== '')
              .map((line) => html`<p>${line}</p>`)}
          </section>`,
      )}
    </div>`,
  };
}

/** Opening hours in lines for people: days with the same hours stand together, as `Mon–Fri 08:00–20:00`. */
export function openingLines({ shop, language }: Visit): string[] {
  const hours = shop.openingHours ?? [];
  // The first of January 2024 was a Monday.
  const short = new Intl.DateTimeFormat(`${language}-KE`, { weekday: 'short', timeZone: 'UTC' });
  const nameOf = (i: number) => short.format(new Date(Date.UTC(2024, 0, 1 + i)));
  const timesOf = (day: string): string =>
    hours
      .filter((one) => one.day === day)
      .sort((a, b) => (a.opens < b.opens ? -1 : 1))
      .map(({ opens, closes }) => `${opens}–${closes}`)
      .join(', ');
  const runs: { from: number; to: number; times: string }[] = [];
  for (const [i, day] of weekdays.entries()) {
    const times = timesOf(day);
    const last = runs.at(-1);
    if (times !== '' && last?.times === times && last.to === i - 1) last.to = i;
    else if (times !== '') runs.push({ from: i, to: i, times });
  }
  return runs.map(({ from, to, times }) => `${from === to ? nameOf(from) : `${nameOf(from)}–${nameOf(to)}`} ${times}`);
}
