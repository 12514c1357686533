import { isDukaError, type DukaBuyer } from '@smartduka/sdk/buyer';
import { html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { common, type Language, type Texts } from '../locales/index.js';
import { clientOf, onClientChange } from './client.js';
import { codeOf } from './codes.js';
import { languageOf, onLanguageChange, speaker, type Say } from './language.js';
import { alert, icon } from './icons.js';
import { base } from './styles.js';

const plain: Texts<never> = { en: {}, sw: {} };

/**
 * What all elements share: the client they ask, the language they speak, and how they tell.
 *
 * @public
 */
export class DukaElement extends LitElement {
  static override styles: CSSResultGroup = base;

  /** The language spoken now: that of the nearest ancestor with a `lang`. */
  protected language: Language = 'en';
  private clientNow: DukaBuyer | undefined;
  private readonly ends: (() => void)[] = [];
  private readonly sayCommon: Say<never> = this.speak(plain);

  /** The client in use; undefined while the page has none yet. */
  get client(): DukaBuyer | undefined {
    return this.clientNow;
  }

  override connectedCallback(): void {
    const settle = (): void => {
      const client = clientOf(this);
      const language = languageOf(this);
      if (client === this.clientNow && language === this.language) return;
      const before = this.clientNow;
      this.clientNow = client;
      this.language = language;
      if (client !== before) this.clientChanged(client);
      this.requestUpdate();
    };
    settle();
    this.ends.push(onClientChange(settle), onLanguageChange(settle));
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
  }

  /** The element has another client now, or none. */
  protected clientChanged(_client: DukaBuyer | undefined): void {}

  protected override updated(_changed: PropertyValues): void {
    // For screen readers, where the page itself is in another language.
    for (const child of this.renderRoot.children)
      if (child.localName !== 'style') child.setAttribute('lang', this.language);
  }

  /** A voice for a group of sentences; shared ones included. */
  protected speak<Key extends string>(texts: Texts<Key>): Say<Key> {
    return speaker(texts, () => this.language);
  }

  /** @returns False when somebody called `preventDefault()`. */
  protected tell(type: string, detail?: unknown, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** The sentence for an error, by its code. */
  protected sentence(error: unknown): string {
    const code = codeOf(error);
    if (code === 'network_error' || code === 'timeout')
      return this.sayCommon(navigator.onLine ? 'error.load' : 'error.offline');
    if (/^(key|origin|secret)_/.test(code)) return this.sayCommon('error.auth');
    const key = `error.${code}`;
    return this.sayCommon(key in common.en ? (key as keyof typeof common.en) : 'error.any');
  }

  /** In place of what did not load: a sentence, the id for support, and a way out. */
  protected renderFailure(error: unknown, retry: () => void): TemplateResult {
    const id = isDukaError(error) && error.status > 0 ? error.requestId : null;
    return html`<div class="state" role="alert">
      ${icon(alert)}
      <p>${this.sentence(error)}</p>
      ${id ? html`<p class="muted small">${this.sayCommon('reference', { id })}</p>` : nothing}
      <button type="button" @click=${retry}>${this.sayCommon('retry')}</button>
    </div>`;
  }
}
