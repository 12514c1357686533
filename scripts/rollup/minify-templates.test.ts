import { rollup } from 'rollup';
import { describe, expect, it } from 'vitest';
import { minifyTemplates, shortenCss, shortenHtml } from './minify-templates.mjs';

describe('minified templates', () => {
  it.each([
    ['a { color: red; }\n\n  b { top: 0 }', 'a{color: red;}b{top: 0}'],
    ['a { /* why */ margin: 0 auto }', 'a{margin: 0 auto}'],
    [`a::before { content: '  { ; ' }`, `a::before{content: '  { ; '}`],
    ['a  >  b { width: calc(1px + 2px) }', 'a > b{width: calc(1px + 2px)}'],
  ])('keep what css means: %j', (before, after) => {
    expect(shortenCss(before)).toBe(after);
  });

  it.each([
    ['\n  <p>\n    one two\n  </p>\n', ' <p> one two </p> '],
    ['<p>a  b</p>', '<p>a  b</p>'],
    ['<p><!-- why --></p>', '<p></p>'],
    ['<p title="2 ×">a\u00a0· b</p>', '<p title="2 &#215;">a&#160;&#183; b</p>'],
    ['<pre>\n  kept\n</pre>', '<pre>\n  kept\n</pre>'],
  ])('keep what html shows: %j', (before, after) => {
    expect(shortenHtml(before)).toBe(after);
  });

  it('leave expressions, other tags and unfinished comments as they are', async () => {
    const source = [
      'const html = String.raw, css = String.raw, other = String.raw;',
      'export const page = html`\n  <b>${1 +\n 1}</b>\n  <i></i>`;',
      'export const sheet = css`a {\n  /* ${2} */ top: 0 }`;',
      'export const text = other`\n  as written`;',
    ].join('\n');
    const bundle = await rollup({
      input: 'page.ts',
      plugins: [{ name: 'memory', resolveId: (id) => id, load: () => source }, minifyTemplates()],
    });
    const { output } = await bundle.generate({ format: 'es' });
    expect(output[0].code).toContain('html` <b>${1 +\n 1}</b> <i></i>`');
    expect(output[0].code).toContain('css`a {\n  /* ${2} */ top: 0 }`');
    expect(output[0].code).toContain('other`\n  as written`');
  });
});
