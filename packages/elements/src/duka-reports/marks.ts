import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Move, SayReports } from './figures.js';

const arrows: Record<Move['way'], string> = {
  up: 'M12 4.5 20.5 18h-17z',
  down: 'M12 19.5 3.5 6h17z',
  same: 'M4 12h16',
  first: 'M12 5v14M5 12h14',
};

export const arrow = (way: Move['way']): TemplateResult =>
  html`<svg class="arrow" viewBox="0 0 24 24" aria-hidden="true"><path d=${arrows[way]} /></svg>`;

/** How a figure moved, in a sentence with its arrow. */
export function moved(move: Move | null, say: SayReports): TemplateResult | typeof nothing {
  if (!move) return nothing;
  const { way, news, far, was } = move;
  return html`<span class="delta ${news}" part="delta"
    >${arrow(way)}<span>${say(way, { change: far, was })}</span></span
  >`;
}

/** The same in a cell: arrow and sign, and the word for those who do not see the arrow. */
export function movedBriefly(move: Move | null, say: SayReports): TemplateResult | typeof nothing {
  if (!move || (move.way !== 'up' && move.way !== 'down')) return nothing;
  const { way, news, far } = move;
  return html`<span class="delta ${news}" part="delta"
    >${arrow(way)}<span><span class="quiet">${say(way === 'up' ? 'rose' : 'fell')} </span>${far}</span></span
  >`;
}

/** A bar in a cell; a picture of the figure beside it, so readers skip it. */
export const cellBar = (share: number): TemplateResult =>
  html`<svg class="bar" aria-hidden="true">${barOf(share)}</svg>`;

const barOf = (share: number): SVGTemplateResult =>
  svg`<rect width="100%" height="100%" class="track" /><rect width=${`${Math.round(Math.max(0, share) * 100)}%`} height="100%" class="full" />`;
