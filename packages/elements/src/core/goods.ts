import type { Image, Product } from '@smartduka/sdk/buyer';
import { css, html, type CSSResult, type TemplateResult } from 'lit';
import type { Language } from '../locales/index.js';
import type { DukaElement } from './duka-element.js';
import { savesData } from './saver.js';
import { safeUrl } from './url.js';

/** What has a title, perhaps in several languages. */
interface Titled {
  title: string;
  translations?: Readonly<Record<string, { title?: string | undefined } | undefined>> | undefined;
}

/** A title in the reader's language, where the shop has written one. */
export const titleOf = ({ title, translations }: Titled, language: Language): string =>
  translations?.[language]?.title || title;

export const descriptionOf = (product: Product, language: Language): string =>
  product.translations[language]?.description ?? product.description;

/** `Fresh milk · 500 ml`: the size goes to the next line whole, and leaves the dot behind. */
export const lineName = (line: Titled & { variantTitle: string }, language: Language): TemplateResult =>
  html`${titleOf(line, language)}${line.variantTitle ? html`&nbsp;· <span class="kind">${line.variantTitle}</span>` : null}`;

/** Where addresses in the shop's data start from. */
export const serverOf = (element: DukaElement): string => element.client?.server ?? '';

/** A picture that did not come leaves its letter to be seen. The same place may show another product later, so it is only hidden. */
const seen = ({ type, target }: Event): void => {
  (target as HTMLImageElement).hidden = type === 'error';
};

/** A picture in a square of its own, so that nothing moves when it comes; a letter where there is none, or it does not come. */
export function picture(
  host: DukaElement,
  image: Image | null | undefined,
  title: string,
  eager = false,
): TemplateResult {
  const url = savesData(host) ? undefined : safeUrl(image?.url, serverOf(host));
  return html`<span class="picture" part="media"
    ><span aria-hidden="true">${Array.from(title)[0] ?? ''}</span>${
      url
        ? html`<img
            src=${url}
            alt=""
            width=${image?.width ?? 400}
            height=${image?.height ?? 400}
            loading=${eager ? 'eager' : 'lazy'}
            decoding="async"
            @load=${seen}
            @error=${seen}
          />`
        : null
    }</span
  >`;
}

export const pictures: CSSResult = css`
  .picture {
    position: relative;
    display: grid;
    place-items: center;
    aspect-ratio: 1;
    overflow: hidden;
    background: var(--_soft);
    border-radius: calc(var(--_radius) * 0.75);
    color: var(--_muted);
    font-size: 2em;
    font-weight: 600;
  }
  .picture img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .picture img[hidden] {
    display: none;
  }
`;
