import { css, type CSSResult } from 'lit';
import { chartStyles } from './chart.styles.js';

const layout: CSSResult = css`
  :host {
    container-type: inline-size;
  }
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space);
    padding: var(--_space);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .tools {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 12px;
    align-items: end;
  }
  .pick:first-child {
    grid-column: 1 / -1;
  }
  .field > span {
    font-size: 0.875em;
    font-weight: 600;
  }
  .tools select {
    padding-inline: 0.625em 0.25em;
    font-weight: 400;
    text-overflow: ellipsis;
  }
  /* Signs and figures keep their order in pages that are read from the right. */
  b,
  span,
  .row,
  .sort {
    unicode-bidi: plaintext;
  }
  .days {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr));
    gap: 12px;
    align-items: end;
  }
  .days .error {
    grid-column: 1 / -1;
  }
  header,
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    justify-items: start;
  }
  section {
    gap: 12px;
    justify-items: stretch;
  }
  header .link {
    padding-inline: 0;
  }
  .note {
    padding: 8px 12px;
    border-inline-start: 3px solid var(--_warning);
    background: var(--_soft);
  }
  .stats {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
    gap: 12px;
  }
  .stat {
    padding: 12px 14px;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
  }
  .stat dt {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .stat b {
    display: block;
    font-size: 1.25em;
    overflow-wrap: break-word;
  }
  .delta {
    display: inline-flex;
    align-items: baseline;
    gap: 5px;
    font-size: 0.8125em;
    color: var(--_muted);
  }
  .delta.good {
    color: var(--_success);
  }
  .delta.bad {
    color: var(--_danger);
  }
  .arrow {
    inline-size: 0.75em;
    block-size: 0.75em;
    fill: currentColor;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  footer {
    display: grid;
    gap: 8px;
  }
  .bones {
    display: grid;
    gap: 12px;
  }
  .bone {
    block-size: 56px;
  }
  .tall {
    block-size: 220px;
  }
  .alert {
    align-items: center;
    flex-wrap: wrap;
  }
  .alert p {
    flex: 1 1 200px;
  }
  @container (min-width: 640px) {
    .tools {
      grid-template-columns: repeat(auto-fit, minmax(170px, 1fr));
    }
    .pick:first-child {
      grid-column: auto;
    }
    .days {
      grid-template-columns: 200px 200px auto;
      justify-content: start;
    }
  }
`;

const tables: CSSResult = css`
  .scroll {
    /* What is for readers alone is placed within, and cut off with the rest. */
    position: relative;
    overflow-x: auto;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.9375em;
  }
  th,
  td {
    padding: 10px 12px;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--_border);
  }
  tbody tr:last-child > *,
  tfoot tr > * {
    border-block-end: 0;
  }
  th {
    font-weight: 600;
  }
  thead th {
    color: var(--_muted);
    font-size: 0.875em;
    white-space: nowrap;
    vertical-align: bottom;
  }
  /* What a row is about stays in sight while its figures are pushed aside. */
  th:first-child {
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    min-inline-size: 7.5em;
    max-inline-size: 11em;
    background: var(--_surface);
    overflow-wrap: anywhere;
  }
  th.num,
  td.num {
    text-align: end;
    white-space: nowrap;
  }
  td .delta {
    display: flex;
    justify-content: flex-end;
  }
  tfoot {
    border-block-start: 2px solid var(--_edge);
    font-weight: 600;
  }
  .row,
  .sort {
    min-block-size: 32px;
    min-inline-size: 0;
    padding: 0;
    font-weight: 600;
    text-align: start;
    justify-content: start;
  }
  .sort {
    color: inherit;
    white-space: nowrap;
  }
  .bar {
    inline-size: 100%;
    min-inline-size: 80px;
    block-size: 6px;
    margin-block-start: 4px;
  }
  .bar .track {
    fill: var(--_soft);
    stroke: none;
  }
  .bar .full {
    fill: var(--duka-chart-1, var(--_accent));
    stroke: none;
  }
  .bar:dir(rtl) {
    transform: scaleX(-1);
  }
  .more {
    justify-self: start;
  }
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
    }
    .bar .track {
      fill: Canvas;
      stroke: CanvasText;
    }
    .bar .full {
      fill: CanvasText;
    }
  }
  @media print {
    article {
      padding: 0;
      border: 0;
    }
    .tools,
    .days,
    footer,
    .more,
    .readout,
    header .link {
      display: none;
    }
    .scroll {
      overflow: visible;
      border: 0;
    }
    table {
      font-size: 8pt;
    }
    th,
    td {
      padding: 3px 5px;
    }
    th:first-child {
      position: static;
    }
    tr,
    figure,
    .stat {
      break-inside: avoid;
    }
  }
`;

export const styles: CSSResult[] = [layout, tables, chartStyles];
