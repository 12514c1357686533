import { createHash } from 'node:crypto';
import MagicString from 'magic-string';

/**
 * Makes one script out of an entry and the parts that it imports with `import()`, so that it runs by any `<script>` tag, module or not, under any
 * address. A part must not import the script: under another address, or in a classic tag, that would be a second copy of it. Instead the script
 * hands each part what it needs. Works on what rollup has put together as `es`.
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
    renderChunk(code, chunk) {
      const text = new MagicString(code);
      const program = this.parse(code);
      if (chunk.isEntry) script(text, program, guard);
      else part(text, program, code);
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
  (part) => part.default ? part.default($shared()) : part,
  (error) => { $tries++; throw error; },
);
const $shared = () => ({${shared.join(',')}});`;
  text.prepend(`(() => {\n${guard}\n${any ? loader : ''}\n`).append('\n})();');
}

function part(text, program, code) {
  const needed = [];
  let leaf = true;
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      leaf = false;
      for (const { imported, local } of node.specifiers) needed.push(`${imported.name}:${local.name}`);
      text.remove(node.start, node.end);
    } else if (node.type.startsWith('Export') && !leaf)
      throw new Error(
        `A part that uses the script is there for what it does, and can export nothing: ${code.slice(node.start, node.end)}`,
      );
  }
  if (leaf) return;
  text.prepend(`export default ({${needed.join(',')}}) => {\n`).append('\n};');
}

function* importsWithin(node) {
  if (!node || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) yield* importsWithin(one);
    return;
  }
  if (node.type === 'ImportExpression') yield node;
  for (const value of Object.values(node)) yield* importsWithin(value);
}
