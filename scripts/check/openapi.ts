// Lints the OpenAPI document of the API by Redocly's recommended rules, warnings included, and the examples against their schemas.
import { openApiDocument } from '@smartduka/contract';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: { 'no-invalid-media-type-examples': 'error', 'no-invalid-schema-examples': 'error' },
});
const problems = await lintFromString({
  source: JSON.stringify(openApiDocument('https://shop.example.co.ke')),
  absoluteRef: 'openapi.json',
  config,
});
for (const { severity, ruleId, message, location } of problems)
  console.error(`${severity} ${ruleId} at ${location[0]?.pointer ?? '?'}: ${message}`);
process.exitCode = problems.length > 0 ? 1 : 0;
