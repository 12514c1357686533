import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  button {
    display: grid;
    inline-size: 100%;
    padding-inline: 8px;
  }
  button > * {
    grid-area: 1 / 1;
    transition: opacity var(--_motion);
  }
  .over {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
  }
  .away {
    opacity: 0;
  }
  .error {
    margin-block-start: 6px;
  }
`;
