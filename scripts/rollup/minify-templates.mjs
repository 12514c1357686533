import MagicString from 'magic-string';

const shorten = { html: shortenHtml, svg: shortenHtml, css: shortenCss };

/**
 * Takes line breaks, indentation and comments out of html, svg and css templates, and writes signs beyond ASCII as entities, so that they arrive
 * whole on a page that names no charset. What a person sees stays the same:
 * text with `<pre>` or `<textarea>` in it, strings in css, and comments that hold an expression are left as they are.
 */
export function minifyTemplates() {
  return {
    name: 'minify-templates',
    transform(code, id) {
      if (!id.endsWith('.ts') || !/\b(?:html|svg|css)`/.test(code)) return null;
      const text = new MagicString(code);
      for (const { tag, quasi } of templates(this.parse(code))) {
        const pieces = quasi.quasis.map(({ start, end }) => ({ start, end, before: code.slice(start, end) }));
        if (pieces.some(({ before }) => endsInComment(before))) continue;
        for (const { start, end, before } of pieces) {
          const after = shorten[tag.name](before);
          if (after !== before) text.overwrite(start, end, after);
        }
      }
      if (!text.hasChanged()) return null;
      return { code: text.toString(), map: text.generateMap({ source: id, hires: true }) };
    },
  };
}

function endsInComment(text) {
  return text.lastIndexOf('/*') > text.lastIndexOf('*/') || text.lastIndexOf('<!--') > text.lastIndexOf('-->');
}

export function shortenHtml(text) {
  const plain = text.replace(/[^\0-\x7f]/gu, (sign) => `&#${sign.codePointAt(0)};`);
  if (/<(?:pre|textarea)\b/i.test(text)) return plain;
  return plain.replace(/<!--[^]*?-->/g, '').replace(/\s*\n\s*/g, ' ');
}

export function shortenCss(text) {
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*([{};])\s*|\s+/g, (_all, string, mark) => string ?? mark ?? ' ');
}

/** Every template of the program whose tag is a plain name that we know. */
function* templates(node) {
  if (!node || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) yield* templates(one);
    return;
  }
  if (node.type === 'TaggedTemplateExpression' && Object.hasOwn(shorten, node.tag.name ?? '')) yield node;
  for (const value of Object.values(node)) yield* templates(value);
}
