import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .all {
    display: grid;
    gap: 12px;
    container-type: inline-size;
  }
  .pay {
    inline-size: 100%;
    min-block-size: max(52px, var(--_control));
    font-size: 1.0625em;
  }
  :host([size='small']) .pay {
    min-block-size: 44px;
    font-size: 1em;
  }
  :host([size='large']) .pay {
    min-block-size: 60px;
    font-size: 1.1875em;
  }
  button.pay[aria-disabled='true'] {
    color: var(--_text);
    background: var(--_soft);
    border-color: var(--_border);
  }
  button.pay.paid {
    color: var(--_success);
    background: color-mix(in srgb, var(--_success) 10%, var(--_surface));
    border-color: var(--_success);
  }
  .panel {
    display: grid;
    gap: 14px;
    padding: var(--_space);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  /* The live region inside must be there before it has something to say. */
  .panel.bare {
    padding: 0;
    border: 0;
    background: none;
    margin-block-start: -12px;
  }
  .pay {
    padding-inline: 12px;
    text-wrap: balance;
  }
  .ask {
    padding: var(--_space);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .tell:not(:empty) {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 2px 14px;
    align-items: center;
    --_tone: var(--_accent);
  }
  .tell > :not(.mark) {
    grid-column: 2;
  }
  .mark {
    display: grid;
    place-items: center;
    grid-row: 1 / span 3;
    align-self: start;
    inline-size: 44px;
    block-size: 44px;
    color: var(--_tone);
    background: color-mix(in srgb, var(--_tone) 12%, var(--_surface));
    border-radius: 50%;
  }
  .mark svg {
    inline-size: 24px;
    block-size: 24px;
  }
  .tell.good {
    --_tone: var(--_success);
  }
  .tell.wrong {
    --_tone: var(--_danger);
  }
  .tell.doubt {
    --_tone: var(--_warning);
  }
  .tell h3 {
    min-block-size: 1.3em;
    text-wrap: balance;
  }
  .good h3,
  .wrong h3,
  .doubt h3 {
    color: var(--_tone);
  }
  :host([state='prompt-sent']) .mark svg {
    animation: ring 1.8s ease-in-out infinite;
  }
  @keyframes ring {
    0%,
    40%,
    to {
      rotate: 0deg;
    }
    5%,
    15%,
    25% {
      rotate: -10deg;
    }
    10%,
    20%,
    30% {
      rotate: 10deg;
    }
  }
  .left {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 12px;
    align-items: center;
    font-weight: 600;
  }
  progress {
    inline-size: 100%;
    block-size: 8px;
    appearance: none;
    overflow: hidden;
    background: var(--_soft);
    border: 0;
    border-radius: 4px;
  }
  progress::-webkit-progress-bar {
    background: var(--_soft);
  }
  progress::-webkit-progress-value {
    background: var(--_accent);
    border-radius: 4px;
    transition: inline-size 1s linear;
  }
  progress::-moz-progress-bar {
    background: var(--_accent);
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .more > * {
    flex: 1 1 180px;
  }
  .test {
    justify-self: center;
    padding: 2px 10px;
    text-align: center;
    font-size: 0.8125em;
    font-weight: 600;
    color: var(--_warning);
    border: 1px dashed currentColor;
    border-radius: 999px;
  }
`;
