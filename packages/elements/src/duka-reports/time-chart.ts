import type { ReportColumn, ReportRow, ReportTable } from '@smartduka/sdk/buyer';
import { html, nothing, svg, type ReactiveController, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { DukaElement } from '../core/duka-element.js';
import { figure, moveOf, short, type Manner, type SayReports } from './figures.js';
import { movedBriefly } from './marks.js';
import { everyNth, ticksOf } from './scale.js';

const edge = { start: 58, end: 8, top: 12, bottom: 30 };
/** Below this many pixels for each, bars cannot be told apart, and a line is drawn. */
const leastBar = 5;
/** About what a letter of an axis takes. */
const letter = 6.6;

/** Where things are, mirrored for pages that read from the right. */
interface Place {
  width: number;
  height: number;
  step: number;
  x(index: number): number;
  y(value: number): number;
}

/**
 * A figure over time: bars, or a line where there are many. One point can be reached by the tab key, the others from there by the arrow keys, and each
 * says what it is; the table below says the same.
 */
export class TimeChart implements ReactiveController {
  private readonly host: DukaElement;
  private readonly say: SayReports;
  private readonly open: (table: ReportTable, row: ReportRow) => void;
  private readonly observer: ResizeObserver | undefined;
  private seen: Element | null = null;
  private width = 0;
  private at = -1;
  private shown = '';

  constructor(host: DukaElement, say: SayReports, open: (table: ReportTable, row: ReportRow) => void) {
    this.host = host;
    this.say = say;
    this.open = open;
    // Absent on a server.
    if (typeof ResizeObserver !== 'undefined')
      this.observer = new ResizeObserver(([entry]) => {
        const width = Math.round(entry?.contentRect.width ?? 0);
        if (!width || width === this.width) return;
        this.width = width;
        host.requestUpdate();
      });
    host.addController(this);
  }

  hostUpdated(): void {
    const plot = this.host.renderRoot.querySelector('.plot');
    if (plot === this.seen) return;
    this.observer?.disconnect();
    this.seen = plot;
    if (plot) this.observer?.observe(plot);
  }

  hostDisconnected(): void {
    this.observer?.disconnect();
    this.seen = null;
  }

  render(table: ReportTable, manner: Manner): TemplateResult | typeof nothing {
    const { say } = this;
    const column = table.columns.find((one) => one.key === table.measure);
    const { rows } = table;
    if (!column || !rows.length) return nothing;
    const shown = `${table.key} ${rows[0]?.key} ${rows.length}`;
    if (shown !== this.shown) this.at = -1;
    this.shown = shown;
    const place = this.place(rows, column);
    const compared = rows.some((row) => row.compared);
    const title = say('chart', { measure: column.title, title: table.title });
    const chosen = rows[this.at];
    return html`<figure part="chart">
      <figcaption class="legend">
        <b>${column.title}</b>
        ${
          compared
            ? html`<span class="key now">${say('now')}</span><span class="key before">${say('before')}</span>`
            : nothing
        }
      </figcaption>
      <div class="plot">
        ${
          this.width
            ? html`<svg
                class="chart"
                viewBox=${`0 0 ${place.width} ${place.height}`}
                role="group"
                aria-labelledby="chart-title chart-desc"
              >
                <title id="chart-title">${title}</title>
                <desc id="chart-desc">${say('chart.how')}${this.canOpen(rows) ? ` ${say('chart.enter')}` : ''}</desc>
                ${this.axes(rows, column, manner, place)} ${this.marks(rows, column, place)}
                ${rows.map((row, index) => this.point(table, row, index, column, manner, place))}
              </svg>`
            : nothing
        }
      </div>
      <p class="readout">
        ${
          chosen
            ? html`<span>${chosen.label}</span>
                <b class="num">${figure(chosen.values[column.key], column, manner) ?? '–'}</b>
                ${movedBriefly(moveOf(chosen.values[column.key], chosen.compared?.[column.key], column, manner, say), say)}
                ${
                  this.canOpen(rows)
                    ? html`<button type="button" class="link" @click=${() => this.open(table, chosen)}>
                        ${say('closer', { label: chosen.label })}
                      </button>`
                    : nothing
                }`
            : nothing
        }
      </p>
    </figure>`;
  }

  private canOpen([first]: readonly ReportRow[]): boolean {
    return Boolean(first?.from && first.to);
  }

  private place(rows: readonly ReportRow[], { key }: ReportColumn): Place {
    const width = this.width || 320;
    const height = width < 480 ? 200 : 260;
    const step = (width - edge.start - edge.end) / rows.length;
    const ticks = ticksOf(rows.flatMap((row) => [valueOf(row.values[key]), valueOf(row.compared?.[key])]));
    const least = ticks[0] ?? 0;
    const most = ticks.at(-1) ?? 1;
    const fromRight = getComputedStyle(this.host).direction === 'rtl';
    return {
      width,
      height,
      step,
      x: (index) => {
        const x = edge.start + step * (index + 0.5);
        return fromRight ? width - x : x;
      },
      y: (value) => edge.top + ((most - value) / (most - least)) * (height - edge.top - edge.bottom),
    };
  }

  private axes(rows: readonly ReportRow[], column: ReportColumn, manner: Manner, place: Place): SVGTemplateResult {
    const { width, height, step, x, y } = place;
    const mirrored = x(0) > x(1);
    const ticks = ticksOf(
      rows.flatMap((row) => [valueOf(row.values[column.key]), valueOf(row.compared?.[column.key])]),
    );
    const every = everyNth(Math.max(...rows.map((row) => row.label.length)) * letter + 10, step);
    return svg`<g class="axis" part="axis" aria-hidden="true">
      ${ticks.map(
        (tick) => svg`<line class=${tick === 0 ? 'zero' : ''} x1=${mirrored ? edge.end : edge.start} x2=${
          mirrored ? width - edge.start : width - edge.end
        } y1=${y(tick)} y2=${y(tick)} />
        <text x=${mirrored ? width - edge.start + 6 : edge.start - 6} y=${y(tick) + 4} text-anchor=${mirrored ? 'start' : 'end'}>${short(tick, column, manner)}</text>`,
      )}
      ${rows.map((row, index) =>
        index % every
          ? nothing
          : svg`<text x=${inside(x(index), row.label.length * letter, width)} y=${height - 8} text-anchor="middle">${row.label}</text>`,
      )}
    </g>`;
  }

  /** What is drawn; what it means is said by the points above it. */
  private marks(rows: readonly ReportRow[], { key }: ReportColumn, { step, x, y }: Place): SVGTemplateResult {
    const line = (values: readonly (number | null)[]): string =>
      values
        .map((value, index) =>
          value === null
            ? ''
            : `${index && values[index - 1] !== null ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
        )
        .join('');
    const now = rows.map((row) => known(row.values[key]));
    const before = rows.map((row) => known(row.compared?.[key]));
    const wide = Math.min(44, step * 0.72);
    return svg`<g aria-hidden="true">
      ${
        step < leastBar
          ? svg`<path class="line" d=${line(now)} />`
          : now.map((value, index) =>
              value === null
                ? nothing
                : svg`<rect class=${index === this.at ? 'column on' : 'column'} x=${x(index) - wide / 2} width=${wide} y=${Math.min(y(value), y(0))} height=${Math.max(
                    value ? 1 : 0,
                    Math.abs(y(value) - y(0)),
                  )} rx=${Math.min(3, wide / 4)} />`,
            )
      }
      <path class="line before" d=${line(before)} />
      ${step < leastBar && this.at >= 0 ? svg`<circle class="dot" r="5" cx=${x(this.at)} cy=${y(now[this.at] ?? 0)} />` : nothing}
    </g>`;
  }

  private point(
    table: ReportTable,
    row: ReportRow,
    index: number,
    column: ReportColumn,
    manner: Manner,
    { x, step, height }: Place,
  ): SVGTemplateResult {
    const { say } = this;
    const value = figure(row.values[column.key], column, manner) ?? say('none');
    const was = figure(row.compared?.[column.key], column, manner);
    const what = `${row.label}: ${value}`;
    const choose = (): void => {
      this.at = index;
      this.host.requestUpdate();
    };
    return svg`<g class="point" role="img" tabindex=${index === Math.max(0, this.at) ? 0 : -1}
      aria-label=${was === null ? what : say('point.was', { what, was })}
      @focus=${choose} @click=${choose} @pointerenter=${choose}
      @keydown=${(event: KeyboardEvent) => this.key(event, table, index)}>
      <rect x=${x(index) - step / 2} y=${edge.top} width=${step} height=${height - edge.top - edge.bottom} />
    </g>`;
  }

  private key(event: KeyboardEvent, table: ReportTable, index: number): void {
    const { rows } = table;
    const forward = getComputedStyle(this.host).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const last = rows.length - 1;
    const row = rows[index];
    let to = index;
    if (event.key === 'Enter' && row && this.canOpen(rows)) this.open(table, row);
    else if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = last;
    else if (event.key.startsWith('Arrow'))
      to = event.key === forward || event.key === 'ArrowUp' ? Math.min(last, index + 1) : Math.max(0, index - 1);
    else return;
    event.preventDefault();
    this.host.renderRoot.querySelectorAll<SVGElement>('.point')[to]?.focus();
  }
}

const valueOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
const known = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A label at the edge stays within. */
const inside = (x: number, wide: number, width: number): number =>
  Math.min(width - wide / 2 - 2, Math.max(wide / 2 + 2, x));
