import { css, type CSSResult } from 'lit';

/**
 * What every element stands on. The public custom properties (`--duka-…`) are read here once and have a fallback each; inside, only the private
 * `--_…` are used. Colours follow the page's `color-scheme`; browsers without `light-dark()` stay light. The first rule for `:host > *` takes
 * back what a page's own style sheet would let trickle in.
 */
export const base: CSSResult = css`
  :host {
    --_accent: var(--duka-color-accent, #0b7a3b);
    --_on-accent: var(--duka-color-on-accent, #fff);
    --_surface: var(--duka-color-surface, #fff);
    --_text: var(--duka-color-text, #16211b);
    --_muted: var(--duka-color-muted, #55625a);
    --_border: var(--duka-color-border, #dce3de);
    --_danger: var(--duka-color-danger, #b3261e);
    --_success: var(--duka-color-success, #0b7a3b);
    --_warning: var(--duka-color-warning, #8a5300);
    --_focus: var(--duka-color-focus, #1b5fd9);
    --_edge: #7c8a82;
    --_shade: #0f2a1a66;
    --_radius: var(--duka-radius, 12px);
    --_space: var(--duka-space, 16px);
    --_control: max(44px, var(--duka-control-height, 48px));
    --_motion: var(--duka-motion, 180ms);
    --_soft: color-mix(in srgb, var(--_text) 5%, var(--_surface));
    display: block;
  }
  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_accent: var(--duka-color-accent, light-dark(#0b7a3b, #4fd184));
      --_on-accent: var(--duka-color-on-accent, light-dark(#fff, #04220f));
      --_surface: var(--duka-color-surface, light-dark(#fff, #171d19));
      --_text: var(--duka-color-text, light-dark(#16211b, #e9efea));
      --_muted: var(--duka-color-muted, light-dark(#55625a, #a7b3ab));
      --_border: var(--duka-color-border, light-dark(#dce3de, #313b35));
      --_danger: var(--duka-color-danger, light-dark(#b3261e, #ff8f86));
      --_success: var(--duka-color-success, light-dark(#0b7a3b, #4fd184));
      --_warning: var(--duka-color-warning, light-dark(#8a5300, #f2bd5c));
      --_focus: var(--duka-color-focus, light-dark(#1b5fd9, #8db8ff));
      --_edge: light-dark(#7c8a82, #77857c);
      --_shade: light-dark(#0f2a1a66, #000a);
    }
  }
  :host([hidden]) {
    display: none;
  }
  /* Without weight, so that what a top element is (a button, a heading) still counts. */
  :where(:host) > * {
    color: var(--_text);
    font: 400 var(--duka-font-size, 16px) / 1.45 var(--duka-font, system-ui, sans-serif);
    letter-spacing: normal;
    word-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    text-shadow: none;
    white-space: normal;
    word-break: normal;
    visibility: visible;
    cursor: auto;
    user-select: auto;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: 1.25em;
    line-height: 1.25;
  }
  h3 {
    font-size: 1.0625em;
    line-height: 1.3;
  }
  img,
  svg {
    display: block;
    max-width: 100%;
  }
  svg {
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    flex: none;
  }
  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  /* Headings that are gone to when a step opens: read out, not operated. */
  [tabindex='-1']:focus {
    outline: none;
  }
  .muted {
    color: var(--_muted);
  }
  .small {
    font-size: 0.875em;
  }
  .bad {
    color: var(--_danger);
  }
  .alert {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    padding: 12px 14px;
    border: 1px solid currentColor;
    border-radius: var(--_radius);
    background: color-mix(in srgb, currentColor 7%, var(--_surface));
  }
  .warn {
    color: var(--_warning);
  }
  .quiet {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* "400 g" is read as one: it goes to the next line whole. */
  .kind {
    display: inline-block;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0.01ms;
    }
    *,
    ::before,
    ::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      scroll-behavior: auto !important;
    }
  }
`;

/** Buttons, in three weights: `main` for the one thing to do, plain, and `link`. */
export const buttons: CSSResult = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: var(--_control);
    min-inline-size: 44px;
    padding: 0.5em 1.125em;
    margin: 0;
    font: inherit;
    font-weight: 600;
    line-height: 1.2;
    text-align: center;
    text-decoration: none;
    text-wrap: balance;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition:
      background var(--_motion),
      border-color var(--_motion);
  }
  button:hover {
    background: var(--_soft);
  }
  .main {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: transparent;
  }
  .main:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  .link {
    padding-inline: 0.5em;
    color: var(--_accent);
    background: none;
    border-color: transparent;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    text-decoration-thickness: 1px;
  }
  .link:hover {
    text-decoration-thickness: 2px;
  }
  .icon {
    padding: 0;
    min-inline-size: 44px;
    background: none;
    border-color: transparent;
  }
  .wide {
    inline-size: 100%;
  }
  button:disabled,
  button[aria-disabled='true'] {
    cursor: default;
    color: var(--_muted);
    background: var(--_soft);
    border-color: var(--_border);
  }
  .spin {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    border: 2.5px solid currentColor;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: spin 0.9s linear infinite;
  }
  @keyframes spin {
    to {
      rotate: 1turn;
    }
  }
  @media (forced-colors: active) {
    .main {
      border-color: ButtonText;
    }
  }
  @media print {
    :host {
      color-scheme: light;
    }
    button,
    .button {
      display: none;
    }
  }
`;

/** Labels, inputs and their hints and errors. */
export const fields: CSSResult = css`
  .field {
    display: grid;
    gap: 6px;
    align-content: start;
  }
  label,
  legend {
    font-weight: 600;
  }
  input:not([type='radio'], [type='checkbox']),
  select,
  textarea {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_control);
    margin: 0;
    padding: 0.625em 0.875em;
    font: inherit;
    /* Below 16 px, iPhones zoom the page when a field is touched. */
    font-size: max(16px, 1em);
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.75);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  input[type='radio'],
  input[type='checkbox'] {
    inline-size: 22px;
    block-size: 22px;
    margin: 0;
    flex: none;
    accent-color: var(--_accent);
  }
  .choice {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: var(--_control);
    padding: 10px 14px;
    font-weight: 400;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    cursor: pointer;
  }
  .choice:hover {
    background: var(--_soft);
  }
  .choice:has(:checked) {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .hint {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .error {
    display: flex;
    gap: 6px;
    color: var(--_danger);
    font-size: 0.9375em;
  }
`;

/** Waiting and failing: grey shapes of the size of what comes, and a sentence with "Try again". */
export const states: CSSResult = css`
  .bone {
    background: var(--_soft);
    border-radius: calc(var(--_radius) / 2);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  .state {
    display: grid;
    justify-items: center;
    gap: 12px;
    padding: calc(var(--_space) * 2) var(--_space);
    text-align: center;
    background: var(--_surface);
    border-radius: var(--_radius);
  }
  .state > svg {
    inline-size: 40px;
    block-size: 40px;
    stroke-width: 1.5;
    color: var(--_muted);
  }
`;
