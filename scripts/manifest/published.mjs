/** Makes the manifest speak of the package as it is installed: built files, and only what users may touch. */
export function published() {
  return {
    name: 'published',
    packageLinkPhase({ customElementsManifest }) {
      const { modules } = customElementsManifest;
      for (const module of modules) {
        module.path = built(module.path);
        for (const { declaration } of module.exports ?? [])
          if (declaration?.module) declaration.module = built(declaration.module);
        for (const element of module.declarations ?? []) {
          element.members = element.members?.filter(({ privacy }) => privacy !== 'private' && privacy !== 'protected');
          // The analyzer also takes in `new CustomEvent(name)` inside a helper, with the parameter for a name.
          element.events = element.events?.filter(({ name }) => name?.startsWith('duka-'));
        }
      }
    },
  };
}

/** `src/duka-cart/duka-cart.ts` is installed as `dist/duka-cart/duka-cart.js`. */
const built = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');

/** Every element, by tag, with the module of its class. */
export function elementsOf({ modules }) {
  return modules
    .flatMap(({ path, declarations = [] }) => declarations.map((element) => ({ ...element, path })))
    .filter(({ tagName }) => tagName)
    .sort((a, b) => a.tagName.localeCompare(b.tagName));
}
