import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { CartController } from '../core/cart-controller.js';
import { copyText } from '../core/copy.js';
import { DukaElement } from '../core/duka-element.js';
import { icon, send } from '../core/icons.js';
import type { Say } from '../core/language.js';
import { linkTo } from '../core/shared-cart.js';
import { buttons } from '../core/styles.js';
import { discount } from '../locales/index.js';

/**
 * Makes a link to a copy of the cart, to be opened on another phone: by the phone's own share sheet, WhatsApp, or the clipboard. Whoever opens it
 * sees goods and prices; never who made it.
 *
 * @element duka-cart-share
 * @fires {CustomEvent<{ code: string }>} duka-cart-share - There is a link.
 * @fires {CustomEvent<{ error: unknown }>} duka-cart-error - There is none; nothing has changed.
 * @csspart button - The native button.
 * @csspart link - The link.
 * @example
 * ```html
 * <duka-cart-share></duka-cart-share>
 * ```
 * @public
 */
export class DukaCartShare extends DukaElement {
  static override styles: CSSResultGroup = [
    DukaElement.styles,
    buttons,
    css`
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .ways > * {
        flex: 1 1 120px;
      }
      .all {
        display: grid;
        gap: 8px;
      }
      .address {
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    link: { state: true },
    copied: { state: true },
    error: { state: true },
  };

  private link = '';
  private copied = false;
  private error: unknown;
  private readonly store: CartController = new CartController(this, () => (this.link = ''));
  private readonly t: Say<keyof (typeof discount)['en']> = this.speak(discount);

  override render(): TemplateResult | typeof nothing {
    const { t, link } = this;
    if (!this.store.cart?.lines.length) return nothing;
    return html`<div class="all">
      ${link ? this.renderLink(link) : html`<button type="button" class="link" part="button" @click=${this.share}>${icon(send)}${t('share')}</button>`}
      ${this.error ? html`<p class="bad" role="alert">${this.sentence(this.error)}</p>` : nothing}
    </div>`;
  }

  private renderLink(link: string): TemplateResult {
    const { t } = this;
    const words = encodeURIComponent(t('share.words', { link }));
    return html`<p class="small muted" id="about">${t('share.about')}</p>
      <p class="small address" part="link">${link}</p>
      <div class="ways">
        <button type="button" aria-describedby="about" @click=${this.copy}>
          ${t(this.copied ? 'share.copied' : 'share.copy')}
        </button>
        <a class="button" href="https://wa.me/?text=${words}" target="_blank" rel="noopener noreferrer">WhatsApp</a>
      </div>
      <span class="quiet" role="status">${this.copied ? t('share.copied') : nothing}</span>`;
  }

  /** Makes the link, as a tap does, and offers it to the phone's own share sheet where there is one. */
  async share(): Promise<void> {
    const { client } = this;
    if (!client) return;
    this.error = undefined;
    try {
      const { code } = await client.cart.share();
      this.copied = false;
      this.link = linkTo(code);
      this.tell('duka-cart-share', { code });
    } catch (error) {
      this.error = error;
      this.tell('duka-cart-error', { error });
      return;
    }
    try {
      await navigator.share?.({ text: this.t('share.words', { link: this.link }) });
    } catch {
      // Closed again, or not allowed here: the link is shown all the same.
    }
  }

  private async copy(): Promise<void> {
    await copyText(this.link);
    this.copied = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duka-cart-share': DukaCartShare;
  }
}
