import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .all {
    container-type: inline-size;
  }
  article {
    display: grid;
    gap: var(--_space);
    padding: var(--_space);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .words {
    display: grid;
    gap: 14px;
    align-content: start;
  }
  .price {
    font-size: 1.5em;
    font-weight: 700;
    line-height: 1.2;
  }
  .tag {
    display: inline-block;
    font-weight: 600;
    font-size: 0.875em;
  }
  .about {
    white-space: pre-line;
    overflow-wrap: anywhere;
    max-inline-size: 60ch;
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .kinds legend {
    margin-block-end: 6px;
  }
  .kinds .choice {
    flex: 0 1 auto;
  }
  .bone.line {
    block-size: 1.25em;
    inline-size: 70%;
  }
  .bone.act {
    block-size: var(--_control);
  }
  @container (min-width: 600px) {
    article {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
      gap: calc(var(--_space) * 1.5);
      padding: calc(var(--_space) * 1.5);
    }
  }
`;
