import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .shop {
    display: grid;
    gap: var(--_space);
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    padding-block-end: 12px;
    border-block-end: 1px solid var(--_border);
  }
  h2 {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  h2 a {
    display: inline-flex;
    align-items: center;
    min-block-size: 44px;
    color: inherit;
    text-decoration: none;
  }
  h2 a:hover {
    text-decoration: underline;
  }
  .view {
    display: grid;
    gap: var(--_space);
  }
  .view:focus {
    outline: none;
  }
  .back {
    justify-self: start;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 44px;
    color: var(--_accent);
    font-weight: 600;
  }
  :host(:dir(rtl)) .back svg {
    scale: -1 1;
  }
  .name {
    inline-size: 9em;
    block-size: 1.25em;
  }
`;
