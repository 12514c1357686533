import { describe, expect, it } from 'vitest';
import { svelteTypes, tagTypes, vueTypes } from './jsx-types.mjs';
import { llmsText } from './llms-text.mjs';
import { elementsOf, published } from './published.mjs';

const manifest = () => ({
  modules: [
    {
      path: 'src/duka-x/duka-x.ts',
      exports: [{ declaration: { name: 'DukaX', module: 'src/duka-x/duka-x.ts' } }],
      declarations: [
        {
          name: 'DukaX',
          tagName: 'duka-x',
          description: 'Ends */ no comment.',
          members: [
            { kind: 'field', name: 'pageSize' },
            { kind: 'field', name: 'now', readonly: true },
            { kind: 'field', name: 'busy', privacy: 'private' },
            { kind: 'method', name: 'show' },
          ],
          attributes: [{ name: 'page-size', fieldName: 'pageSize' }],
          events: [{ name: 'duka-x-open' }, { name: 'type' }],
        },
      ],
    },
  ],
});

const read = () => {
  const read = manifest();
  published().packageLinkPhase({ customElementsManifest: read });
  return read.modules[0]!;
};

const readAll = (): ReturnType<typeof manifest> => {
  const read = manifest();
  published().packageLinkPhase({ customElementsManifest: read });
  return read;
};

describe('the published manifest', () => {
  it('points at the files that are installed', () => {
    expect(read()).toMatchObject({
      path: 'dist/duka-x/duka-x.js',
      exports: [{ declaration: { module: 'dist/duka-x/duka-x.js' } }],
    });
  });

  it('keeps to itself what users may not touch', () => {
    const { members, events } = read().declarations[0]!;
    expect(members.map(({ name }) => name)).toEqual(['pageSize', 'now', 'show']);
    expect(events).toEqual([{ name: 'duka-x-open' }]);
  });
});

describe('JSX types', () => {
  it('offer properties that can be set, attributes and events', () => {
    const { path, declarations } = read();
    const types = tagTypes([{ ...declarations[0], path }]);
    expect(types).toContain("import type { DukaX } from '../duka-x/duka-x.js';");
    expect(types).toContain("Partial<Pick<DukaX, 'pageSize'>>");
    expect(types).toContain("'page-size'?: DukaX['pageSize'];");
    expect(types).toContain("'onduka-x-open'?: (event: CustomEvent) => void;");
    expect(types).toContain('/** Ends *\\/ no comment. */');
  });
});

describe('types for templates', () => {
  it('let Vue know a tag and its events by the names that Vue gives them', () => {
    const types = vueTypes(elementsOf(readAll()));
    expect(types).toContain("'duka-x': Tag<DukaTags['duka-x'] & { onDukaXOpen?: (event: CustomEvent) => void }>;");
  });

  it('let Svelte know all tags', () =>
    expect(svelteTypes()).toContain('interface SvelteHTMLElements extends DukaTags'));
});

describe('the text for language models', () => {
  it('names a tag with its attributes and events, and nothing private', () => {
    const text = llmsText(elementsOf(readAll()));
    expect(text).toContain('## duka-x');
    expect(text).toContain('- `page-size`');
    expect(text).toContain('- `duka-x-open`');
    expect(text).not.toContain('busy');
  });
});
