import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MagicString from 'magic-string';
import ts from 'typescript';

/**
 * Gives the private members of classes short names, in files that people load by a tag. TypeScript sees to it that nothing outside of a class names
 * them. A class below another in another file may be in another part of the script, so the names of those above are set aside. What is named by a
 * string too, such as a reactive property, keeps its name.
 *
 * @param roots Folders with all sources that can meet in a page.
 */
export function privateNames(roots) {
  let bases;
  return {
    name: 'private-names',
    buildStart() {
      bases ??= namesOfBases(roots.flatMap(sourcesIn).map((file) => readFileSync(file, 'utf8')));
    },
    transform(code, id) {
      if (!id.endsWith('.ts') || !/\bprivate\b/.test(code)) return null;
      return shortened(code, id, bases);
    },
  };
}

/** Short names that no file may use for its own: those of classes that others extend. By the long name. */
export function namesOfBases(sources) {
  const files = sources.map(parse);
  const extended = new Set(files.flatMap((file) => [...classes(file)].map(baseOf)));
  const names = new Map();
  const free = freeNames(files);
  for (const { text, parent } of files.flatMap((file) => [...privates(file)]))
    if (extended.has(parent.parent.name?.text) && !names.has(text)) names.set(text, free.next().value);
  return names;
}

/** The source of a module with its private members renamed; null when it has none. */
export function shortened(code, id, bases) {
  const service = serviceFor(code, id);
  const file = service.getProgram().getSourceFile(id);
  const kept = namedOtherwise(file);
  const text = new MagicString(code);
  const own = new Map(bases);
  const free = freeNames([file], bases);
  for (const name of privates(file)) {
    if (kept.has(name.text)) continue;
    if (!own.has(name.text)) own.set(name.text, free.next().value);
    const places = service.findRenameLocations(id, name.getStart(), false, false, {
      providePrefixAndSuffixTextForRename: true,
    });
    for (const { textSpan, prefixText = '', suffixText = '' } of places ?? [])
      text.overwrite(textSpan.start, textSpan.start + textSpan.length, prefixText + own.get(name.text) + suffixText);
  }
  if (!text.hasChanged()) return null;
  return { code: text.toString(), map: text.generateMap({ source: id, hires: true }) };
}

/** The letters that minified code has most of. */
const letters = 'etnirsoahcldumpgfbvywkxjqz';
const short = (i) => (i < 26 ? letters[i] : letters[Math.floor(i / 26) - 1] + letters[i % 26]);

/** Names that no member in the files has. */
function* freeNames(files, bases = new Map()) {
  const members = files.flatMap((file) =>
    [...classes(file)].flatMap((one) => one.members.map(({ name }) => name?.text)),
  );
  const taken = new Set([...members, ...bases.values()]);
  for (let i = 0; ; i++) if (!taken.has(short(i))) yield short(i);
}

const parse = (code) => ts.createSourceFile('a.ts', code, ts.ScriptTarget.ES2022, true);

function* nodes(node) {
  yield node;
  for (const child of node.getChildren()) yield* nodes(child);
}

function* classes(file) {
  for (const node of nodes(file)) if (ts.isClassLike(node)) yield node;
}

const baseOf = ({ heritageClauses = [] }) =>
  heritageClauses.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression.getText();

/** The names of all private members, once for each class: of a getter and its setter, the first. */
function privates(file) {
  const found = new Map();
  for (const { pos, members } of classes(file))
    for (const member of members)
      if (member.name && ts.isIdentifier(member.name) && ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private)
        found.set(`${pos} ${member.name.text}`, member.name);
  return found.values();
}

/** Names that a string, or a key of Lit's `properties`, may stand for. */
function namedOtherwise(file) {
  const kept = new Set();
  for (const node of nodes(file)) {
    if (ts.isStringLiteralLike(node)) kept.add(node.text);
    if (ts.isPropertyDeclaration(node) && node.name.getText(file) === 'properties')
      for (const one of node.initializer?.properties ?? []) if (one.name) kept.add(one.name.getText(file));
  }
  return kept;
}

/** One file is enough to know what is private in it: no other may name it. */
function serviceFor(code, id) {
  const options = { noLib: true, noResolve: true, target: ts.ScriptTarget.ES2022 };
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [id],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => (name === id ? ts.ScriptSnapshot.fromString(code) : undefined),
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '',
    fileExists: (name) => name === id,
    readFile: (name) => (name === id ? code : undefined),
  });
}

function sourcesIn(root) {
  return readdirSync(root, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(root, name));
}
