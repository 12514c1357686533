// Everything that is published as JavaScript:
//   sdk       ESM and CommonJS, module by module, dependencies left outside; and for `<script type="module">` the buyer's client as one file
//   elements  ESM, one entry per element, dependencies left outside
//   script    the files for a <script> tag: minified, with their integrity hashes
// `rollup -c` builds all three; `rollup -c --configOnly script` builds one.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, resolve as resolvePath } from 'node:path';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { integrity } from './scripts/rollup/integrity.mjs';
import { lower, typescript } from './scripts/rollup/esbuild.mjs';
import { minifyTemplates } from './scripts/rollup/minify-templates.mjs';
import { parts } from './scripts/rollup/parts.mjs';
import { privateNames } from './scripts/rollup/private-names.mjs';

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

const shortPrivateNames = () => privateNames([`${sdkRoot}/src`, `${elementsRoot}/src`]);

const small = () =>
  terser({
    module: true,
    ecma: 2020,
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
    format: { comments: false, ascii_only: true },
  });

/** One file for a `<script>` tag, and beside it the parts that it fetches later; `whole` puts those into it. */
const script = (
  name,
  source,
  { whole = false, emptied = false, payOnly = false, unless = 'globalThis.SmartDuka' } = {},
) => ({
  input: { [name.replace(/\.js$/, '')]: `${elementsRoot}/src/${source}` },
  plugins: [
    emptied && {
      name: 'emptied',
      buildStart: () => rmSync(`${elementsRoot}/dist/cdn`, { recursive: true, force: true }),
    },
    payOnly && {
      name: 'pay-only',
      resolveId: (id) => (id === '@smartduka/sdk/buyer' ? resolvePath(`${sdkRoot}/src/pay-only.ts`) : null),
    },
    resolve({ browser: true, exportConditions: ['duka-source', 'production'] }),
    shortPrivateNames(),
    typescript(),
    minifyTemplates(),
  ],
  output: {
    format: 'es',
    dir: `${elementsRoot}/dist/cdn`,
    entryFileNames: '[name].js',
    // A part that another part builds on hands on more than its own module says, and then has no such module to rollup: its last one it is.
    chunkFileNames: ({ facadeModuleId: id, moduleIds }) =>
      id ? `${id.includes('/sw/') ? 'sw-' : ''}[name]-[hash].js` : `${basename(moduleIds.at(-1), '.ts')}-[hash].js`,
    inlineDynamicImports: whole,
    sourcemap: true,
    plugins: [
      // A second copy on the page must stop before anything in it runs: Lit may not make its Trusted Types policy twice.
      parts(`if (${unless}) return;`),
      lower(scriptTarget),
      small(),
      integrity(),
    ],
  },
});

const configs = {
  sdk: () => [
    {
      input: sdkEntries(),
      external: dependenciesOf(sdkRoot),
      plugins: [resolve(), typescript()],
      output: [moduleByModule(sdkRoot, 'es', 'js'), moduleByModule(sdkRoot, 'cjs', 'cjs')],
    },
    {
      input: { buyer: `${sdkRoot}/src/buyer.ts` },
      plugins: [resolve(), shortPrivateNames(), typescript()],
      output: {
        format: 'es',
        dir: `${sdkRoot}/dist/cdn`,
        sourcemap: true,
        plugins: [lower(scriptTarget), small(), integrity()],
      },
    },
  ],
  elements: () => ({
    input: elementEntries(),
    external: dependenciesOf(elementsRoot),
    plugins: [resolve(), typescript(), minifyTemplates()],
    output: moduleByModule(elementsRoot, 'es', 'js'),
  }),
  script: () => [
    script('duka.js', 'script.ts', { emptied: true }),
    script('mpesa-button.js', 'mpesa-button.ts', { payOnly: true }),
    script('duka-reports.js', 'reports.ts', { unless: "customElements.get('duka-reports')" }),
    // All of the first in one file, for a page whose policy names it by its hash and lets in nothing else.
    script('duka.all.js', 'script.ts', { whole: true }),
  ],
};

export default ({ configOnly }) => {
  if (configOnly && !configs[configOnly])
    throw new Error(`There is no bundle named "${configOnly}": use one of ${Object.keys(configs).join(', ')}.`);
  return (configOnly ? [configOnly] : Object.keys(configs)).flatMap((name) =>
    [configs[name]()].flat().map((config) => ({ ...config, onwarn })),
  );
};
