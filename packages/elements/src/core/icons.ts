import { html, type TemplateResult } from 'lit';

/** Draws one of the outlines below, 24 by 24. Decoration only: the words beside it say what it means. */
export const icon = (outline: string): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${outline} /></svg>`;

export const basket = 'M5 9h14l-1.5 10.5h-11zM8.5 9 12 3l3.5 6M9.5 13v3M14.5 13v3';
export const phone = 'M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18h2';
export const tick = 'm5 12.5 4.5 4.5L19 7.5';
export const cross = 'M6 6l12 12M18 6 6 18';
export const alert = 'M12 3.5 2.5 20h19zM12 10v4.5M12 17.2v.1';
export const magnifier = 'M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5l5 5';
export const back = 'm14.5 5-7 7 7 7';
export const minus = 'M6 12h12';
export const plus = 'M6 12h12M12 6v12';
export const clock = 'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M12 7.5V12l3 2';
export const send = 'M12 15V3.5M7.5 8 12 3.5 16.5 8M5 12v8.5h14V12';
