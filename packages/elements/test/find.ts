/** The first element that matches, through shadow roots. */
export function find<T extends Element = HTMLElement>(selector: string, under: ParentNode = document): T | null {
  for (const one of under.querySelectorAll('*')) {
    if (one.matches(selector)) return one as T;
    const inside = one.shadowRoot && find<T>(selector, one.shadowRoot);
    if (inside) return inside;
  }
  return null;
}

/** Every event of these names that leaves the page's elements, in order. */
export function heard(...names: string[]): { type: string; detail: unknown }[] {
  const all: { type: string; detail: unknown }[] = [];
  for (const name of names)
    document.addEventListener(name, (event) => all.push({ type: name, detail: (event as CustomEvent).detail }));
  return all;
}
