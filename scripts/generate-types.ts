// Writes packages/sdk/src/types.ts: the contract's schemas as plain named interfaces, so that the SDK ships no zod.
// With --check it writes nothing and fails when the file is not current.
import { readFile, writeFile } from 'node:fs/promises';
import { apiVersions, componentSchemas, currentVersion, refusals } from '@smartduka/contract';
import { compile } from 'json-schema-to-typescript';

const target = new URL('../packages/sdk/src/types.ts', import.meta.url);
const banner = `// Made from packages/contract by \`npm run generate\`. Change the contract, not this file.\n`;

/** What a server may add later must not break a client: a closed list of words in an answer is open for unknown words. */
const openLists = [
  'PaymentState',
  'PaymentReason',
  'OrderEventType',
  'PaymentMethod',
  'TenderKind',
  'MoneyReceiptState',
  'UnmatchedReason',
  'RefundState',
  'RefundMethod',
  'RefundReason',
  'OrderStatus',
  'PaymentStatus',
  'FulfilmentStatus',
  'Availability',
  'VatClass',
  'ReportName',
];

function isNotedReference(value: unknown): value is { $ref: string; description: string } {
  return typeof value === 'object' && value !== null && '$ref' in value && 'description' in value;
}

async function generate(): Promise<string> {
  const definitions = JSON.parse(
    JSON.stringify(componentSchemas()).replaceAll('#/components/schemas/', '#/definitions/'),
    // A reference with words of its own beside it would become a copy of the type (Money1, Money2 …).
    (_name, value: unknown) =>
      isNotedReference(value) ? { description: value.description, allOf: [{ $ref: value.$ref }] } : value,
  ) as Record<string, object>;
  const root = { title: 'Root', type: 'object', additionalProperties: false, definitions };
  const source = await compile(root as Parameters<typeof compile>[0], 'Root', {
    bannerComment: '',
    unreachableDefinitions: true,
    additionalProperties: false,
    enableConstEnums: false,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 120 },
  });
  let types = source
    .replace(/export interface Root \{\}\n/, '')
    .replace(/\/\*\*\n \* This interface was referenced by[^]*?\*\/\n/g, '')
    .replace(/\n \*\n \* This interface was referenced by[^]*?(?=\n \*\/)/g, '')
    .replace(/^\/\*\*/gm, '/**')
    // A release tag on each name, for the API report.
    .replace(/\/\*\*\n([^]*?)\n \*\/\nexport /g, '/**\n$1\n *\n * @public\n */\nexport ');
  for (const name of openLists)
    types = types.replace(
      new RegExp(`(export type ${name} =)([^;]+);`),
      (_all, head: string, words: string) => `${head}${words} | (string & {});`,
    );
  const codes = Object.keys(refusals)
    .map((code) => `  | '${code}'`)
    .join('\n');
  return `${banner}\n${types.trim()}\n\n/**\n * Every refusal of the API, by its stable code. New ones may be added.\n *\n * @public\n */\nexport type RefusalCode =\n${codes}\n  | (string & {});\n\n/**\n * Versions of the API.\n *\n * @public\n */\nexport type ApiVersion = ${apiVersions.map((version) => `'${version}'`).join(' | ')};\n\n/**\n * The version this client speaks.\n *\n * @public\n */\nexport const currentVersion: ApiVersion = '${currentVersion}';\n`;
}

const fresh = await generate();
if (process.argv.includes('--check')) {
  const kept = await readFile(target, 'utf8').catch(() => '');
  if (kept !== fresh) {
    console.error('packages/sdk/src/types.ts is not what the contract says: run `npm run generate` and commit it.');
    process.exit(1);
  }
} else {
  await writeFile(target, fresh);
}
