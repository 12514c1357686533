import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .all {
    display: grid;
    gap: var(--_space);
    container-type: inline-size;
  }
  .tools {
    display: grid;
    gap: 12px;
  }
  .search {
    position: relative;
  }
  .search svg {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 14px;
    block-size: 100%;
    color: var(--_muted);
    pointer-events: none;
  }
  .search input {
    padding-inline-start: 46px;
    border-radius: 999px;
  }
  .shelves {
    display: flex;
    gap: 8px;
    /* Room for the focus ring, which a scroller would cut off. */
    margin: -5px;
    padding: 5px;
    min-block-size: 54px;
    overflow-x: auto;
    scrollbar-width: none;
    scroll-snap-type: x proximity;
  }
  .shelves label {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-block-size: 44px;
    padding-inline: 16px;
    font-weight: 500;
    white-space: nowrap;
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: 999px;
    cursor: pointer;
    scroll-snap-align: start;
  }
  .shelves input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
  .shelves label:hover {
    background: var(--_soft);
  }
  .shelves label:has(:checked) {
    color: var(--_surface);
    background: var(--_text);
    border-color: var(--_text);
  }
  .shelves label:has(:focus-visible) {
    outline: 3px solid var(--_focus);
    outline-offset: 1px;
  }
  @media (forced-colors: active) {
    .shelves label:has(:checked) {
      border: 3px solid Highlight;
    }
  }
  .items {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(148px, 100%), 1fr));
    gap: 12px;
  }
  .items[aria-busy='true'] {
    opacity: 0.6;
  }
  .item {
    display: flex;
    flex-direction: column;
    gap: 10px;
    padding: 10px;
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .picture {
    margin: -2px;
  }
  .words {
    flex: 1;
    display: grid;
    gap: 4px;
    align-content: start;
  }
  .title {
    display: -webkit-box;
    overflow: hidden;
    font-size: 0.9375em;
    font-weight: 500;
    line-height: 1.35;
    min-block-size: 2.7em;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  .title a {
    color: inherit;
    text-decoration: none;
  }
  .title a:hover {
    text-decoration: underline;
  }
  .title a::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .item:has(a) {
    position: relative;
  }
  .price {
    font-weight: 700;
    font-size: 1.0625em;
  }
  .tag {
    font-size: 0.8125em;
    font-weight: 600;
  }
  select,
  duka-add-to-cart {
    position: relative;
    z-index: 1;
  }
  .sold {
    display: grid;
    place-items: center;
    min-block-size: var(--_control);
    color: var(--_muted);
    font-weight: 600;
    background: var(--_soft);
    border-radius: var(--_radius);
  }
  .item .bone:not(.picture) {
    min-block-size: 1.1em;
  }
  @container (min-width: 640px) {
    .tools.both {
      grid-template-columns: minmax(220px, 320px) 1fr;
      align-items: center;
    }
    .items {
      grid-template-columns: repeat(auto-fill, minmax(196px, 1fr));
      gap: var(--_space);
    }
    .item {
      padding: 12px;
    }
  }
  :host([layout='list']) .items {
    grid-template-columns: 1fr;
  }
  :host([layout='list']) .item {
    display: grid;
    grid-template: 'picture words' auto 'picture kinds' auto 'picture act' auto / 88px 1fr;
    column-gap: 14px;
    align-items: center;
  }
  :host([layout='list']) .picture {
    grid-area: picture;
    align-self: start;
  }
  :host([layout='list']) .title {
    min-block-size: 0;
  }
  @container (min-width: 560px) {
    :host([layout='list']) .item {
      grid-template: 'picture words kinds act' auto / 88px 1fr auto 180px;
    }
  }
  .pager {
    justify-self: center;
  }
  @media print {
    .tools,
    select,
    duka-add-to-cart {
      display: none;
    }
  }
`;
