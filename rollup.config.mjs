// Everything that is published as JavaScript:
//   sdk       ESM and CommonJS, module by module, dependencies left outside
//   elements  ESM, one entry per element, dependencies left outside
//   script    the one file for a <script> tag: everything inside, minified, with its integrity hash
// `rollup -c` builds all three; `rollup -c --configOnly script` builds one.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { integrity } from './scripts/rollup/integrity.mjs';
import { lower, typescript } from './scripts/rollup/esbuild.mjs';
import { minifyTemplates } from './scripts/rollup/minify-templates.mjs';

const sdkRoot = 'packages/sdk';
const elementsRoot = 'packages/elements';

/** Oldest syntax that the buyers' phones are promised. */
const scriptTarget = 'es2020';

const resolve = (options = {}) => nodeResolve({ extensions: ['.ts', '.mjs', '.js'], ...options });

/** Dependencies and peers of a package, with everything below them (`lit/decorators.js`). */
function dependenciesOf(root) {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const names = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  return (id) => id.startsWith('node:') || names.some((name) => id === name || id.startsWith(`${name}/`));
}

/** `dist/duka-cart.js` for each `src/duka-cart/define.ts`, and `dist/index.js`. */
function elementEntries() {
  const src = `${elementsRoot}/src`;
  const entries = { index: `${src}/index.ts` };
  for (const name of readdirSync(src)) {
    const define = `${src}/${name}/define.ts`;
    if (existsSync(define)) entries[name] = define;
  }
  return entries;
}

/** `index.ts`, and every other module straight in src that package.json exports. */
function sdkEntries() {
  const { exports } = JSON.parse(readFileSync(`${sdkRoot}/package.json`, 'utf8'));
  return Object.values(exports).flatMap((target) =>
    target['duka-source'] ? [`${sdkRoot}/${target['duka-source']}`] : [],
  );
}

/** A warning is a fault in a bundle that people load; only an entry of types alone may be empty. */
function onwarn(warning) {
  if (warning.code !== 'EMPTY_BUNDLE') throw new Error(warning.message);
}

const moduleByModule = (root, format, extension) => ({
  format,
  dir: `${root}/dist`,
  entryFileNames: `[name].${extension}`,
  preserveModules: true,
  preserveModulesRoot: `${root}/src`,
  exports: 'named',
  interop: 'auto',
  sourcemap: true,
});

const configs = {
  sdk: () => ({
    input: sdkEntries(),
    external: dependenciesOf(sdkRoot),
    plugins: [resolve(), typescript()],
    output: [moduleByModule(sdkRoot, 'es', 'js'), moduleByModule(sdkRoot, 'cjs', 'cjs')],
  }),
  elements: () => ({
    input: elementEntries(),
    external: dependenciesOf(elementsRoot),
    plugins: [resolve(), typescript(), minifyTemplates()],
    output: moduleByModule(elementsRoot, 'es', 'js'),
  }),
  script: () => ({
    input: { duka: `${elementsRoot}/src/script.ts` },
    plugins: [
      resolve({ browser: true, exportConditions: ['duka-source', 'production'] }),
      typescript(),
      minifyTemplates(),
    ],
    output: {
      format: 'iife',
      // A second copy on the page must stop before anything in it runs: Lit may not make its Trusted Types policy twice.
      intro: 'if (globalThis.SmartDuka) return;',
      dir: `${elementsRoot}/dist/cdn`,
      entryFileNames: '[name].js',
      sourcemap: true,
      plugins: [
        lower(scriptTarget),
        terser({ module: true, ecma: 2020, format: { comments: false, ascii_only: true } }),
        integrity(),
      ],
    },
  }),
};

export default ({ configOnly }) => {
  if (configOnly && !configs[configOnly])
    throw new Error(`There is no bundle named "${configOnly}": use one of ${Object.keys(configs).join(', ')}.`);
  return (configOnly ? [configOnly] : Object.keys(configs)).map((name) => ({ ...configs[name](), onwarn }));
};
