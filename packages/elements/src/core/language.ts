import { common, type Language, type Texts } from '../locales/index.js';

/** Facts that a sentence names. */
export type Facts = Readonly<Record<string, string | number>>;
/** Says a sentence of the group, or one that all elements share. */
export type Say<Key extends string> = (key: Key | keyof (typeof common)['en'], facts?: Facts) => string;

/** Puts facts into a sentence: `fill('{n} items', { n: 3 })` is `3 items`. */
export function fill(sentence: string, facts: Facts = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (gap, name: string) => String(facts[name] ?? gap));
}

/** Speaks a group of sentences in whatever language `language` says at the time. */
export function speaker<Key extends string>(texts: Texts<Key>, language: () => Language): Say<Key> {
  return (key, facts) => {
    const lang = language();
    const own = texts.in(lang) ?? texts.en;
    const shared = common.in(lang) ?? common.en;
    return fill(key in own ? own[key as Key] : shared[key as keyof typeof shared], facts);
  };
}

/** Which form of a counted sentence: both our languages tell one from many. */
export const form = (n: number): 'one' | 'other' => (n === 1 ? 'one' : 'other');

const known = (lang: string | null | undefined): Language | undefined =>
  lang ? (/^sw\b/i.test(lang) ? 'sw' : 'en') : undefined;

/** The script tag that brought us, if it carries a key. Module scripts have no `currentScript`, so it is looked up. */
export const ourScript = (): HTMLScriptElement | null => document.querySelector('script[data-key]');

/** Language of the nearest ancestor that has one, through shadow roots; then the script's `data-lang`, then the page's. */
export function languageOf(element: Element): Language {
  const page = element.ownerDocument.documentElement;
  for (
    let at: Node | null = element;
    at && at !== page;
    at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null
  ) {
    const own = known((at as Partial<Element>).getAttribute?.('lang'));
    if (own) return own;
  }
  return known(ourScript()?.dataset.lang) ?? known(page.lang) ?? 'en';
}

const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Tells when a `lang` above the element changes, in the page or in a shadow root around it. One observer serves all elements. */
export function onLanguageChange(element: Element, listener: () => void): () => void {
  listeners.add(listener);
  observer ??= new MutationObserver(() => listeners.forEach((one) => one()));
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    observer.observe(root, { subtree: true, attributeFilter: ['lang'] });
    if (!(root instanceof ShadowRoot)) break;
  }
  return () => {
    listeners.delete(listener);
    if (!listeners.size) observer?.disconnect();
  };
}
