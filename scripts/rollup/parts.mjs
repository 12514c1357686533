import { createHash } from 'node:crypto';
import MagicString from 'magic-string';

/**
 * Makes one script out of an entry and the parts that it imports with `import()`, so that it runs by any `<script>` tag, module or not, under any
 * address. A part must not import the script: under another address, or in a classic tag, that would be a second copy of it. Instead the script
 * hands each part what it needs, and what an earlier part has handed back: a part that builds on another is asked for once that one is here
 * (`import('./paying.js').then(() => import('./more.js'))`). Works on what rollup has put together as `es`.
 *
 * @param guard Statement at the script's start, such as one that returns when an earlier copy is there.
 */
export function parts(guard = '') {
  return {
    name: 'parts',
    /** What a part is handed goes by position in the script: with another script it is another file. */
    augmentChunkHash(chunk) {
      if (chunk.isEntry || chunk.imports.length === 0) return undefined;
      const hash = createHash('sha256');
      for (const id of [...this.getModuleIds()].toSorted((a, b) => (a < b ? -1 : 1)))
        hash.update(this.getModuleInfo(id)?.code ?? '');
      return hash.digest('hex');
    },
    renderChunk(code, chunk, _options, { chunks }) {
      const text = new MagicString(code);
      const program = this.parse(code);
      if (chunk.isEntry) script(text, program, guard);
      else part(text, program, chunk.fileName, (name) => Boolean(chunks[name]?.isEntry));
      return { code: text.toString(), map: text.generateMap({ hires: true }) };
    },
  };
}

function script(text, program, guard) {
  const shared = [];
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') throw new Error('The script must hold all that it imports at once.');
    if (!node.type.startsWith('Export')) continue;
    if (node.type !== 'ExportNamedDeclaration' || node.declaration || node.source)
      throw new Error(`The script cannot hand on a ${node.type}.`);
    for (const { local, exported } of node.specifiers) shared.push(`${exported.name}:${local.name}`);
    text.remove(node.start, node.end);
  }
  let any = false;
  for (const node of importsWithin(program)) {
    any = true;
    text.overwrite(node.start, node.source.start, '$part(');
  }
  // A classic script from another origin has no address of its own to browsers, so that a relative import fails: it is taken from the tag. An address
  // that failed once fails for ever in some browsers, so a repeat goes to another one.
  const loader = `let $tries = 0;
const $tag = globalThis.document?.currentScript?.src;
const $at = (url) => $tag ? new URL(url, $tag).href : url;
const $part = (url) => import($at($tries ? url + '?' + $tries : url)).then(
  (part) => part.default ? Object.assign($more, part.default({...$shared(),...$more})) : part,
  (error) => { $tries++; throw error; },
);
const $more = {};
const $shared = () => ({${shared.join(',')}});`;
  text.prepend(`(() => {\n${guard}\n${any ? loader : ''}\n`).append('\n})();');
}

function part(text, program, file, isScript) {
  const needed = [];
  const given = [];
  const exports = [];
  let leaf = true;
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      leaf = false;
      const from = node.source.value.slice(2);
      for (const { imported, local } of node.specifiers)
        needed.push(`${isScript(from) ? imported.name : nameIn(from, imported.name)}:${local.name}`);
      text.remove(node.start, node.end);
    } else if (node.type === 'ExportNamedDeclaration' && !node.declaration && !node.source) {
      exports.push(node);
      for (const { local, exported } of node.specifiers) given.push(`${nameIn(file, exported.name)}:${local.name}`);
    } else if (node.type.startsWith('Export')) throw new Error(`A part cannot hand on a ${node.type}.`);
  }
  if (leaf) return;
  for (const node of exports) text.remove(node.start, node.end);
  text.prepend(`export default ({${needed.join(',')}}) => {\n`).append(`\nreturn {${given.join(',')}};\n};`);
}

/** Two files may use the same short name for different things. */
const nameIn = (file, name) => JSON.stringify(`${file}#${name}`);

function* importsWithin(node) {
  if (!node || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) yield* importsWithin(one);
    return;
  }
  if (node.type === 'ImportExpression') yield node;
  for (const value of Object.values(node)) yield* importsWithin(value);
}
