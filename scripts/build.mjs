// `npm run build`: everything that is published or run in production. A step whose inputs did not change is skipped.
//   --only a,b   just these steps
//   --check      as CI does it: API reports and the manifest may not differ from what is committed
//   --force      every step, changed or not
import { parseArgs } from 'node:util';
import { buildSteps } from './build/steps.mjs';
import { runSteps } from './build/run-steps.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, check: { type: 'boolean' }, force: { type: 'boolean' } },
  });
  const steps = buildSteps({ check: values.check ?? Boolean(process.env.CI) });
  await runSteps(steps, { only: values.only?.split(','), force: values.force ?? false, tell: console.log });
});
