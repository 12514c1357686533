import { css, type CSSResult } from 'lit';

export const chartStyles: CSSResult = css`
  figure {
    margin: 0;
    min-inline-size: 0;
  }
  .legend,
  .readout {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
    font-size: 0.875em;
  }
  .readout {
    min-block-size: 44px;
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .key::before {
    content: '';
    inline-size: 16px;
    border-block-start: 10px solid var(--duka-chart-1, var(--_accent));
  }
  .key.before::before {
    border-block-start: 2px dashed var(--duka-chart-2, var(--_text));
  }
  .plot {
    min-block-size: 200px;
  }
  .chart {
    inline-size: 100%;
    block-size: auto;
    max-inline-size: none;
    overflow: visible;
    stroke: none;
  }
  .chart text {
    fill: var(--_muted);
    font-size: 12px;
    direction: ltr;
    unicode-bidi: isolate;
  }
  .axis line {
    stroke: var(--_border);
    stroke-width: 1;
  }
  .axis .zero {
    stroke: var(--_edge);
  }
  .column,
  .chart .dot {
    fill: var(--duka-chart-1, var(--_accent));
  }
  .column.on {
    stroke: var(--_text);
    stroke-width: 2;
  }
  .line {
    stroke: var(--duka-chart-1, var(--_accent));
    stroke-width: 2;
  }
  .line.before {
    stroke: var(--duka-chart-2, var(--_text));
    stroke-width: 2;
    stroke-dasharray: 5 4;
  }
  .point {
    outline: none;
  }
  .point rect {
    fill: transparent;
  }
  .point:hover rect {
    fill: color-mix(in srgb, var(--_text) 6%, transparent);
  }
  .point:focus-visible rect {
    stroke: var(--_focus);
    stroke-width: 3;
  }
  @media (forced-colors: active) {
    .chart text {
      fill: CanvasText;
    }
    .axis line {
      stroke: GrayText;
    }
    .column,
    .chart .dot {
      fill: CanvasText;
    }
    .line {
      stroke: CanvasText;
    }
    .line.before {
      stroke: LinkText;
    }
    .column.on,
    .point:focus-visible rect {
      stroke: Highlight;
    }
    .key::before {
      forced-color-adjust: none;
      border-color: CanvasText;
    }
    .key.before::before {
      border-color: LinkText;
    }
  }
`;
