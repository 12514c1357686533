import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { binOf, must } from '../lib/run.mjs';
import { commonJsTypes } from './commonjs-types.mjs';

/** @typedef {{ name: string, after?: string[], inputs: string[], outputs: string[], run: () => Promise<unknown> }} Step */

const everywhere = ['package-lock.json', 'tsconfig.base.json'];
const serverParts = ['packages/contract', 'packages/daraja', 'packages/embedded-mongo', 'reference-server'];
const sourceOf = (homes) => homes.flatMap((home) => [`${home}/src`, `${home}/tsconfig.json`, `${home}/package.json`]);
const bundling = [...everywhere, 'rollup.config.mjs', 'scripts/rollup'];

const bundle = (name, homes, outputs) => ({
  name,
  inputs: [...bundling, ...sourceOf(homes)],
  outputs,
  run: () => must(`Bundling ${name}`, [binOf('rollup'), '-c', '--silent', '--configOnly', name]),
});

const types = (name, homes, outputs, after = []) => ({
  name,
  after,
  inputs: [...everywhere, ...sourceOf(homes)],
  outputs,
  run: () => must(`Checking the types of ${name}`, [binOf('typescript', 'tsc'), '-b', homes.at(-1)]),
});

const report = (home, config, { check, after }) => ({
  name: `api-${config}${check ? '-check' : ''}`,
  after,
  inputs: [
    ...everywhere,
    ...sourceOf([home]),
    'api-extractor.base.json',
    `${home}/api-extractor.${config}.json`,
    `${home}/api/${config}.api.md`,
  ],
  outputs: [`${home}/api/${config}.api.md`],
  run: () =>
    must(`The API report ${home}/api/${config}.api.md`, [
      binOf('@microsoft/api-extractor'),
      'run',
      '--config',
      `${home}/api-extractor.${config}.json`,
      ...(check ? [] : ['--local']),
    ]),
});

/** One report for each `api-extractor.NAME.json` of a package, once its declarations are there. */
const reports = ({ check }) =>
  readdirSync(join(root, 'packages')).flatMap((name) =>
    readdirSync(join(root, 'packages', name))
      .map((file) => /^api-extractor\.(.+)\.json$/.exec(file)?.[1])
      .filter(Boolean)
      .map((config) => report(`packages/${name}`, config, { check, after: [declarations[name] ?? 'server'] })),
  );
const declarations = { sdk: 'sdk-types', elements: 'elements-types' };

/** What `npm start` needs: the server's JavaScript and the script that its pages load. */
export const startSteps = () => [
  types('server', serverParts, ['reference-server/dist/main.js']),
  bundle('script', ['packages/sdk', 'packages/elements'], ['packages/elements/dist/cdn/duka.js']),
];

/** @returns {Step[]} Everything, in order. */
export function buildSteps({ check }) {
  const [server, script] = startSteps();
  return [
    server,
    types('sdk-types', ['packages/sdk'], ['packages/sdk/dist/index.d.ts']),
    types(
      'elements-types',
      ['packages/sdk', 'packages/elements'],
      ['packages/elements/dist/index.d.ts'],
      ['sdk-types'],
    ),
    bundle('sdk', ['packages/sdk'], ['packages/sdk/dist/index.js', 'packages/sdk/dist/index.cjs']),
    bundle('elements', ['packages/elements'], ['packages/elements/dist/index.js']),
    script,
    {
      name: 'sdk-cjs-types',
      after: ['sdk-types'],
      inputs: [...everywhere, ...sourceOf(['packages/sdk']), 'scripts/build/commonjs-types.mjs'],
      outputs: ['packages/sdk/dist/index.d.cts'],
      run: () => commonJsTypes('packages/sdk/dist'),
    },
    {
      name: 'manifest',
      inputs: [
        ...everywhere,
        ...sourceOf(['packages/elements']),
        'packages/elements/custom-elements-manifest.config.mjs',
        'scripts/manifest',
      ],
      outputs: ['packages/elements/dist/custom-elements.json'],
      run: () =>
        must(
          'The manifest of the elements',
          [
            binOf('@custom-elements-manifest/analyzer', 'cem'),
            'analyze',
            '--quiet',
            '--config',
            'custom-elements-manifest.config.mjs',
          ],
          { cwd: join(root, 'packages/elements') },
        ),
    },
    ...reports({ check }),
  ];
}
