import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  article {
    display: grid;
    gap: 12px;
    padding: calc(var(--_space) * 1.25);
    max-inline-size: 440px;
    margin-inline: auto;
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  :host([format='58mm']) article,
  :host([format='80mm']) article {
    max-inline-size: 80mm;
    padding: 4mm;
    font-family: ui-monospace, monospace;
    font-size: 12px;
    line-height: 1.35;
  }
  :host([format='58mm']) article {
    max-inline-size: 58mm;
    font-size: 10.5px;
  }
  header {
    display: grid;
    gap: 2px;
    justify-items: center;
    text-align: center;
  }
  .facts,
  .lines {
    display: grid;
    gap: 6px;
    padding-block: 12px;
    border-block: 1px dashed var(--_edge);
  }
  .lines {
    border-block-start: 0;
    padding-block-start: 0;
  }
  .pair {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  .pair > :last-child {
    text-align: end;
    white-space: nowrap;
  }
  .note {
    text-align: center;
  }
  .bone {
    block-size: 40px;
  }
  @media print {
    :host {
      color-scheme: light;
    }
    article {
      max-inline-size: none;
      padding: 0;
      border: 0;
    }
    button {
      display: none;
    }
  }
`;
