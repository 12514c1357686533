import { mkdirSync, writeFileSync } from 'node:fs';
import { elementsOf } from './published.mjs';

/** Writes `dist/ide/vscode.html-custom-data.json`: what an editor tells about the tags in plain HTML. */
export function writeEditorData() {
  return {
    name: 'editor-data',
    packageLinkPhase({ customElementsManifest }) {
      mkdirSync('dist/ide', { recursive: true });
      const tags = elementsOf(customElementsManifest).map(({ tagName, description = '', attributes = [] }) => ({
        name: tagName,
        description,
        attributes: attributes.map(({ name, description: about = '', type }) => ({
          name,
          description: about,
          ...valuesOf(type?.text),
        })),
      }));
      writeFileSync('dist/ide/vscode.html-custom-data.json', `${JSON.stringify({ version: 1.1, tags }, null, 2)}\n`);
    },
  };
}

/** The words that a union of strings allows; a boolean is there or is not. */
function valuesOf(type = '') {
  if (type === 'boolean') return { valueSet: 'v' };
  const words = [...type.matchAll(/'([^']+)'/g)].map(([, name]) => ({ name }));
  return words.length > 0 ? { values: words } : {};
}
