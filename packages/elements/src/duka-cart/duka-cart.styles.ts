import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  dialog {
    position: fixed;
    inset: 0 0 0 auto;
    inset-inline: auto 0;
    inline-size: min(100%, var(--duka-drawer-width, 440px));
    max-inline-size: none;
    block-size: 100%;
    max-block-size: none;
    margin: 0;
    padding: 0;
    z-index: var(--duka-z, auto);
    color: var(--_text);
    background: var(--_surface);
    border: 0;
    box-shadow: 0 0 40px #0003;
    overscroll-behavior: contain;
    transition:
      opacity var(--_motion),
      translate var(--_motion);
  }
  dialog::backdrop {
    background: var(--_shade);
  }
  @starting-style {
    dialog[open] {
      opacity: 0;
      translate: 0 12px;
    }
  }
  .cart {
    display: grid;
    grid-template-rows: auto 1fr auto;
    background: var(--_surface);
    border-radius: var(--_radius);
  }
  :host(:not([view='drawer'])) .cart {
    border: 1px solid var(--_border);
  }
  dialog .cart {
    block-size: 100%;
    border-radius: 0;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 60px;
    padding: 8px 8px 8px var(--_space);
    padding-inline: var(--_space) 8px;
    border-block-end: 1px solid var(--_border);
  }
  .head h2 {
    flex: 1;
  }
  .body {
    min-block-size: 0;
    padding: 0 var(--_space);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .foot {
    display: grid;
    gap: 12px;
    padding: var(--_space);
    background: var(--_surface);
    border-block-start: 1px solid var(--_border);
  }
  .line {
    display: grid;
    grid-template-columns: 64px 1fr auto;
    gap: 2px 14px;
    padding-block: 14px;
    border-block-end: 1px solid var(--_border);
  }
  .line:last-child {
    border: 0;
  }
  .picture {
    grid-row: 1 / span 3;
    align-self: start;
    font-size: 1.5em;
  }
  .name {
    grid-column: 2 / -1;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .sum {
    font-weight: 600;
    text-align: end;
    white-space: nowrap;
  }
  .tools {
    grid-column: 2 / -1;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-block-start: 6px;
  }
  .stepper {
    display: inline-flex;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .stepper button {
    min-block-size: 44px;
    border-radius: calc(var(--_radius) - 1px);
  }
  .stepper input:not([type='radio'], [type='checkbox']) {
    inline-size: 3.25em;
    min-block-size: 44px;
    padding: 0;
    text-align: center;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    background: none;
    border: 0;
    appearance: textfield;
  }
  .stepper ::-webkit-inner-spin-button {
    appearance: none;
  }
  .remove {
    color: var(--_muted);
    font-weight: 500;
  }
  .note {
    grid-column: 2 / -1;
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 0.9375em;
  }
  .note button {
    min-block-size: 44px;
  }
  .undo {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    margin-block: 12px;
    padding-inline-start: 14px;
    background: var(--_soft);
    border-radius: var(--_radius);
  }
  .alert {
    margin-block: 12px;
  }
  .bone.line {
    block-size: 92px;
    margin-block: 12px;
  }
  .checkout {
    padding-block: var(--_space);
  }
`;
