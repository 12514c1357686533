import { mkdirSync, writeFileSync } from 'node:fs';
import { elementsOf } from './published.mjs';

/** Where each framework looks for the tags it knows. */
const frameworks = { react: 'react', preact: 'preact', solid: 'solid-js' };

/** Writes `dist/jsx`: the tags with their properties and events, once, and an entry for each framework. */
export function writeJsxTypes() {
  return {
    name: 'jsx-types',
    packageLinkPhase({ customElementsManifest }) {
      mkdirSync('dist/jsx', { recursive: true });
      writeFileSync('dist/jsx/elements.d.ts', tagTypes(elementsOf(customElementsManifest)));
      const entries = {
        ...Object.fromEntries(Object.entries(frameworks).map(([name, module]) => [name, frameworkTypes(module)])),
        svelte: svelteTypes(),
        vue: vueTypes(elementsOf(customElementsManifest)),
      };
      for (const [name, types] of Object.entries(entries)) {
        writeFileSync(`dist/jsx/${name}.d.ts`, types);
        // The types are all there is: the module itself is empty.
        writeFileSync(`dist/jsx/${name}.js`, 'export {};\n');
      }
    },
  };
}

export function tagTypes(elements) {
  const imports = elements.map(({ name, path }) => `import type { ${name} } from '${path.replace(/^dist/, '..')}';`);
  const tags = elements.map((element) => {
    const properties = (element.members ?? []).filter(({ kind, readonly }) => kind === 'field' && !readonly);
    const attributes = (element.attributes ?? []).filter(({ name }) => name.includes('-'));
    const events = element.events ?? [];
    return [
      comment(element.summary ?? element.description, '  '),
      `  '${element.tagName}': Common<${element.name}> &`,
      `    Partial<Pick<${element.name}, ${union(properties.map(({ name }) => name))}>> & {`,
      ...attributes.map(({ name, fieldName }) => `      '${name}'?: ${element.name}['${fieldName}'];`),
      ...events.flatMap(({ name, description }) => [
        comment(description, '      '),
        `      'on${name}'?: (event: CustomEvent) => void;`,
      ]),
      '    };',
    ].filter(Boolean);
  });
  return [
    '// The tags of @smartduka/elements, for JSX. Made from the custom elements manifest.',
    ...imports,
    '',
    'interface Common<Element> {',
    '  id?: string;',
    '  class?: string;',
    '  className?: string;',
    '  slot?: string;',
    '  lang?: string;',
    '  hidden?: boolean;',
    '  style?: unknown;',
    '  children?: unknown;',
    '  ref?: ((element: Element | null) => void) | { current: Element | null } | null;',
    '}',
    '',
    'export interface DukaTags {',
    ...tags.flat(),
    '}',
    '',
  ].join('\n');
}

const frameworkTypes = (module) =>
  [
    "import type { DukaTags } from './elements.js';",
    '',
    `declare module '${module}' {`,
    '  namespace JSX {',
    '    interface IntrinsicElements extends DukaTags {}',
    '  }',
    '}',
    '',
  ].join('\n');

const union = (names) => (names.length > 0 ? names.map((name) => `'${name}'`).join(' | ') : 'never');

const comment = (text, indent) =>
  text ? `${indent}/** ${text.replaceAll('*/', '*\\/').replace(/\s+/g, ' ').trim()} */` : '';

/** Writes `dist/jsx/vue.d.ts` and `svelte.d.ts`, in which those two look for tags. */
export function vueTypes(elements) {
  const tags = elements.map(({ tagName, events = [] }) => {
    const listeners = events.map(({ name }) => `${camel(`on-${name}`)}?: (event: CustomEvent) => void`);
    return `    '${tagName}': Tag<DukaTags['${tagName}']${listeners.length > 0 ? ` & { ${listeners.join('; ')} }` : ''}>;`;
  });
  return [
    "import type { DukaTags } from './elements.js';",
    '',
    'type Tag<Props> = new () => { $props: Props };',
    '',
    "declare module 'vue' {",
    '  interface GlobalComponents {',
    ...tags,
    '  }',
    '}',
    '',
  ].join('\n');
}

export const svelteTypes = () =>
  [
    "import type { DukaTags } from './elements.js';",
    '',
    "declare module 'svelte/elements' {",
    '  interface SvelteHTMLElements extends DukaTags {}',
    '}',
    '',
  ].join('\n');

const camel = (name) => name.replace(/-(\w)/g, (_dash, letter) => letter.toUpperCase());
