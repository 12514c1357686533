import type { ReportColumn, ReportRow, ReportTable } from '@smartduka/sdk/buyer';
import { html, nothing, type TemplateResult } from 'lit';
import { figure, isNumber, moveOf, type Figure, type Manner, type SayReports } from './figures.js';
import { arrow, cellBar, movedBriefly } from './marks.js';

/** What can be done with a table; absent what cannot. */
export interface Doings {
  /** Key of the column it is sorted by, `-` before it for the greatest first; `''` for the usual order. */
  sort?: { by: string; change: (by: string) => void };
  open?: (row: ReportRow) => void;
  more?: () => void;
}

/** Every figure of a table: what the charts show, for everybody who does not see them, and more. */
export function table(table: ReportTable, manner: Manner, say: SayReports, doings: Doings): TemplateResult {
  const { columns, rows, totals, key, measure } = table;
  const heading = `table-${key}`;
  const most = Math.max(1, ...rows.map((row) => asNumber(row.values[measure ?? ''])));
  const drawn = table.chart === 'bars' || table.chart === 'share';

  const cell = (row: ReportRow, column: ReportColumn): TemplateResult => {
    const value = row.values[column.key];
    const bar = drawn && column.key === measure;
    const move = column.key === measure ? moveOf(value, row.compared?.[column.key], column, manner, say) : null;
    return html`<td class=${isNumber(column) ? 'num' : ''}>
      ${written(value, column)}${movedBriefly(move, say)}${bar ? cellBar(asNumber(value) / most) : nothing}
    </td>`;
  };
  const written = (value: Figure, column: ReportColumn): TemplateResult | string =>
    figure(value, column, manner) ??
    html`<span class="muted" aria-hidden="true">–</span><span class="quiet">${say('none')}</span>`;

  return html`<div class="scroll" part="table" role="region" aria-labelledby=${heading} tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${say('about')}</th>
            ${columns.map((column) => head(column, doings.sort, say))}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">
                  ${
                    doings.open
                      ? html`<button
                          class="link row"
                          type="button"
                          aria-label=${say('closer', { label: row.label })}
                          @click=${() => doings.open?.(row)}
                        >
                          ${row.label}
                        </button>`
                      : html`<span>${row.label}</span>`
                  }
                </th>
                ${columns.map((column) => cell(row, column))}
              </tr>`,
          )}
        </tbody>
        ${
          totals
            ? html`<tfoot>
                <tr>
                  <th scope="row">${say('total')}</th>
                  ${columns.map(
                    (column) =>
                      html`<td class=${isNumber(column) ? 'num' : ''}>
                        ${figure(totals[column.key], column, manner) ?? ''}
                      </td>`,
                  )}
                </tr>
              </tfoot>`
            : nothing
        }
      </table>
    </div>
    ${
      table.hasMore
        ? html`<p class="muted small">${say('part', { shown: rows.length, all: table.rowCount })}</p>
            ${doings.more ? html`<button type="button" class="more" @click=${doings.more}>${say('more')}</button>` : nothing}`
        : nothing
    }`;
}

const asNumber = (value: Figure): number => (typeof value === 'number' ? value : 0);

function head(column: ReportColumn, sort: Doings['sort'], say: SayReports): TemplateResult {
  const { key, title } = column;
  if (!isNumber(column)) return html`<th scope="col">${title}</th>`;
  if (!sort) return html`<th scope="col" class="num">${title}</th>`;
  const down = sort.by === `-${key}`;
  const up = sort.by === key;
  return html`<th scope="col" class="num" aria-sort=${down ? 'descending' : up ? 'ascending' : 'none'}>
    <button
      type="button"
      class="link sort"
      title=${say('sorted', { column: title })}
      @click=${() => sort.change(down ? key : `-${key}`)}
    >
      ${title}${down || up ? arrow(down ? 'down' : 'up') : nothing}
    </button>
  </th>`;
}
