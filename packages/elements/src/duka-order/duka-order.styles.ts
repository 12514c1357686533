import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  article {
    display: grid;
    gap: var(--_space);
    padding: var(--_space);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 4px 16px;
  }
  .timeline {
    display: grid;
  }
  .timeline li {
    position: relative;
    display: grid;
    grid-template-columns: 28px 1fr auto;
    gap: 12px;
    align-items: center;
    min-block-size: 48px;
  }
  .dot {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    z-index: 1;
    color: var(--_muted);
    background: var(--_surface);
    border: 2px solid var(--_border);
    border-radius: 50%;
  }
  .dot svg {
    inline-size: 16px;
    block-size: 16px;
    stroke-width: 3;
  }
  .past .dot {
    color: var(--_on-accent);
    background: var(--_success);
    border-color: var(--_success);
  }
  .off .dot {
    color: var(--_danger);
    border-color: var(--_danger);
  }
  .timeline > li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset-block: 24px -24px;
    inset-inline-start: 13px;
    inline-size: 2px;
    background: var(--_border);
  }
  .timeline > .past,
  .timeline > .off {
    align-content: start;
  }
  .parcel {
    grid-column: 2 / -1;
    display: grid;
    gap: 4px;
    padding-block-end: 12px;
    overflow-wrap: anywhere;
  }
  .parcel a {
    display: inline-flex;
    align-items: center;
    min-block-size: 44px;
    color: var(--_accent);
    font-weight: 600;
  }
  .timeline .parcel li {
    display: list-item;
    min-block-size: 0;
    list-style: disc inside;
  }
  .timeline .parcel li::after {
    content: none;
  }
  .timeline .past b {
    white-space: nowrap;
  }
  .timeline .small {
    text-align: end;
  }
  .timeline .past:not(:last-child)::after {
    background: var(--_success);
  }
  .past b,
  .off b {
    color: var(--_text);
  }
  li b {
    font-weight: 600;
    color: var(--_muted);
  }
  .lines {
    display: grid;
    gap: 8px;
  }
  .lines li {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  .lines .num {
    white-space: nowrap;
  }
  .bone {
    block-size: 48px;
  }
`;
