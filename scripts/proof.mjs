// `npm run proof`: what every run of the tests proves of payments with a few examples, in full: a server killed at each step of each flow, 50 rounds of
// every race, 5,000 steps of the model from seeds that no run has seen. It takes an hour or so; meant for the night.
import { binOf, main, run } from './lib/run.mjs';

const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
const parts = {
  steps: { PROOF: 'all' },
  races: { RACE_ROUNDS: '50' },
  model: { MODEL_STEPS: '5000', MODEL_SEED: day },
};

await main(async () => {
  const named = process.argv.slice(2);
  for (const [name, env] of Object.entries(parts)) {
    if (named.length > 0 && !named.includes(name)) continue;
    const file = `reference-server/test/${name}.test.ts`;
    const { code } = await run([binOf('vitest'), 'run', '--project', 'node', file], { show: true, env });
    if (code !== 0) process.exitCode = 1;
  }
});
