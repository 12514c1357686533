import { createDuka, type DukaBuyer, type DukaOptions } from '@smartduka/sdk/buyer';
import { ourScript } from './language.js';

const listeners = new Set<() => void>();
let chosen: DukaBuyer | undefined;
let scripted: DukaBuyer | undefined;

/** A provider as seen from below: whatever its script has made of it by now. */
type Provider = Element & { readonly client?: DukaBuyer };

/**
 * Makes a client the one that all elements without a `duka-provider` around them use. Wins over the script's `data-key`.
 *
 * @example
 * ```ts
 * import { createDuka } from '@smartduka/sdk';
 * import { useDuka } from '@smartduka/elements';
 * useDuka(createDuka({ server: 'https://shop.example.co.ke', key: 'pk_test_…' }));
 * ```
 * @public
 */
export function useDuka(client: DukaBuyer): DukaBuyer {
  chosen = client;
  tellClientChange();
  return client;
}

/** The client of a `script[data-key]`; its server is where the script came from unless `data-server` says otherwise. */
function fromScript(): DukaBuyer | undefined {
  if (scripted) return scripted;
  const script = ourScript();
  if (!script) return undefined;
  const { key, server, cartScope: scope } = script.dataset;
  scripted = createDuka({
    key,
    scope,
    server: server ?? (script.src ? new URL(script.src).origin : undefined),
  } satisfies DukaOptions);
  return scripted;
}

/** The nearest `duka-provider` above, through shadow roots. */
export function providerOf(element: Element): Provider | undefined {
  for (let at: Node | null = element; at; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null)
    if ((at as Partial<Element>).localName === 'duka-provider') return at as Provider;
  return undefined;
}

/** Who an element asks: its provider's client, or the page's. Undefined while there is none yet. */
export function clientOf(element: Element): DukaBuyer | undefined {
  const provider = providerOf(element);
  return provider ? provider.client : (chosen ?? fromScript());
}

/** Tells when any element's client may be another one now. */
export function onClientChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function tellClientChange(): void {
  for (const listener of listeners) listener();
}
