import type { ReportColumn, ReportTable } from '@smartduka/sdk/buyer';
import { html, nothing, type TemplateResult } from 'lit';
import { figure, isNumber, moveOf, type Manner, type SayReports } from './figures.js';
import { moved } from './marks.js';

const mostOfMany = 4;

/** Which totals are worth a card: all where there is nothing else, else the one that is drawn and a few beside it. */
function chosen({ about, columns, measure, totals }: ReportTable): ReportColumn[] {
  // The growth of net sales stands on their card.
  const told = columns.filter((one) => isNumber(one) && one.key !== 'growth' && typeof totals?.[one.key] === 'number');
  if (about === 'whole') return told;
  const rest = told.filter((one) => one.key !== measure && one.key !== 'share');
  return [...told.filter((one) => one.key === measure), ...rest].slice(0, mostOfMany);
}

/** The totals of a table as cards, each with how it moved. */
export function stats(table: ReportTable, manner: Manner, say: SayReports): TemplateResult | typeof nothing {
  const cards = chosen(table);
  if (!cards.length) return nothing;
  return html`<dl class="stats">
    ${cards.map((column) => {
      const { key, title } = column;
      const value = table.totals?.[key];
      const move = moveOf(value, table.compared?.[key], column, manner, say, table.change?.[key]);
      return html`<div class="stat" part="stat">
        <dt>${title}</dt>
        <dd>
          <b class="num">${figure(value, column, manner)}</b>
          ${moved(move, say)}
        </dd>
      </div>`;
    })}
  </dl>`;
}
