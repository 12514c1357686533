/**
 * Registers a tag, unless it is taken: by an earlier copy of this script, which then simply stays in charge, or on a server, where there are none.
 */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements !== 'undefined' && !customElements.get(tag)) customElements.define(tag, element);
}
