import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .all {
    display: grid;
    gap: var(--_space);
    background: var(--_surface);
    border-radius: var(--_radius);
  }
  :host(:not([embedded])) .all {
    padding: var(--_space);
    border: 1px solid var(--_border);
  }
  /* There to be heard once something is in it; until then it takes no room. */
  .all > [role='alert']:empty {
    position: absolute;
  }
  .steps {
    display: grid;
  }
  .step {
    padding-block: 14px;
    border-block-end: 1px solid var(--_border);
  }
  .step:first-child {
    padding-block-start: 0;
  }
  .step:last-child {
    border: 0;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
  }
  .head h3 {
    flex: 1;
  }
  .dot {
    display: grid;
    place-items: center;
    inline-size: 30px;
    block-size: 30px;
    flex: none;
    font-size: 0.9375em;
    font-weight: 700;
    color: var(--_muted);
    border: 2px solid var(--_border);
    border-radius: 50%;
  }
  .now .dot {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: var(--_accent);
  }
  .past .dot {
    color: var(--_success);
    border-color: var(--_success);
  }
  .later h3 {
    color: var(--_muted);
  }
  .gist {
    padding-inline-start: 42px;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  form,
  .work {
    display: grid;
    gap: var(--_space);
    padding-block-start: 10px;
  }
  .tick {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    font-weight: 400;
    cursor: pointer;
  }
  .grow {
    flex: 1;
  }
  fieldset.field legend {
    margin-block-end: 6px;
  }
  .wrong {
    display: grid;
    gap: 6px;
  }
  .wrong ul {
    display: grid;
  }
  .wrong .link {
    justify-content: start;
    padding-inline: 0;
    text-align: start;
    color: inherit;
    font-weight: 500;
  }
  .items {
    display: grid;
    gap: 6px;
  }
  .items li {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  .done {
    display: grid;
    justify-items: center;
    gap: 10px;
    padding-block: var(--_space);
    text-align: center;
  }
  .done > svg {
    inline-size: 64px;
    block-size: 64px;
    padding: 14px;
    color: var(--_on-accent);
    background: var(--_success);
    border-radius: 50%;
  }
  .bone {
    block-size: 64px;
  }
`;
