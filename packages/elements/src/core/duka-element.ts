import { isDukaError, type DukaBuyer } from '@smartduka/sdk/buyer';
import { html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { common, type Language, type Texts } from '../locales/index.js';
import { clientOf, onClientChange } from './client.js';
import { codeOf } from './codes.js';
import { languageOf, onLanguageChange, speaker, type Say } from './language.js';
import { alert, icon } from './icons.js';
import { base } from './styles.js';

/** How long an element waits for the words of its language before it speaks English meanwhile. */
const wordsWithinMs = 3_000;

/**
 * What all elements share: the client they ask, the language they speak, and how they tell.
 *
 * @public
 */
export class DukaElement extends LitElement {
  static override styles: CSSResultGroup = base;

  /** The language spoken now: that of the nearest ancestor with a `lang`, once its words are here. */
  protected language: Language = 'en';
  private wanted: Language = 'en';
  /** While the words of the first language are on their way. */
  private learning: Promise<unknown> | undefined;
  private clientNow: DukaBuyer | undefined;
  private readonly ends: (() => void)[] = [];
  private readonly spoken: Texts<string>[] = [];
  private readonly sayCommon: Say<never> = this.speak(common as Texts<never>);

  /** The client in use; undefined while the page has none yet. */
  get client(): DukaBuyer | undefined {
    return this.clientNow;
  }

  override connectedCallback(): void {
    const settle = (): void => {
      const language = languageOf(this);
      if (language !== this.wanted) {
        this.wanted = language;
        this.learn();
      }
      // The provider may also have changed what it says of pictures.
      this.requestUpdate();
      const client = clientOf(this);
      if (client === this.clientNow) return;
      this.clientNow = client;
      this.clientChanged(client);
    };
    settle();
    addEventListener('online', this.learn);
    this.ends.push(onClientChange(settle), onLanguageChange(this, settle), () =>
      removeEventListener('online', this.learn),
    );
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
  }

  /** The element has another client now, or none. */
  protected clientChanged(_client: DukaBuyer | undefined): void {}

  /** The first words a buyer sees are in their language: keys, or English for a moment, would be worse than grey shapes for that long. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    if (this.hasUpdated || !this.learning) return super.scheduleUpdate();
    return this.learning.then(() => super.scheduleUpdate());
  }

  protected override updated(_changed: PropertyValues): void {
    // For screen readers, where the page itself is in another language; and for the elements inside, which hear of a change by it.
    for (const child of this.renderRoot.children)
      if (child.localName !== 'style' && child.getAttribute('lang') !== this.language)
        child.setAttribute('lang', this.language);
  }

  /** A voice for a group of sentences; shared ones included. */
  protected speak<Key extends string>(texts: Texts<Key>): Say<Key> {
    this.spoken.push(texts);
    return speaker(texts, () => this.language);
  }

  /** Changes over to the wanted language once all its words are here. Tried again when the line returns. */
  private readonly learn = (): void => {
    const { wanted, spoken } = this;
    if (wanted === this.language) return;
    const change = (): void => {
      if (wanted !== this.wanted) return;
      this.language = wanted;
      this.requestUpdate();
    };
    if (spoken.every((texts) => texts.in(wanted))) return change();
    const learned = Promise.all(spoken.map((texts) => texts.load(wanted))).then(change, () => {
      // Not to be had just now: English is better than nothing, and the line's return brings another try.
    });
    this.learning = Promise.race([learned, new Promise((enough) => setTimeout(enough, wordsWithinMs))]);
  };

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
