import { stampOf } from '../lib/stamp.mjs';
import { Trouble } from '../lib/run.mjs';

/**
 * Runs steps in the order that their `after` asks for, side by side where it allows.
 *
 * @param {import('./steps.mjs').Step[]} steps
 * @param {{ only?: string[], force?: boolean, tell?: (line: string) => void }} [options]
 */
export async function runSteps(steps, { only, force = false, tell = () => {} } = {}) {
  const names = new Set(steps.map(({ name }) => name));
  for (const name of only ?? [])
    if (!names.has(name)) throw new Trouble(`There is no build step "${name}": use ${[...names].join(', ')}.`);
  const chosen = only ? steps.filter(({ name }) => only.includes(name)) : steps;
  const running = new Map();
  for (const step of chosen) {
    const before = (step.after ?? []).map((name) => running.get(name));
    running.set(
      step.name,
      Promise.all(before).then(() => once(step, force, tell)),
    );
  }
  const outcomes = await Promise.allSettled(running.values());
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

async function once(step, force, tell) {
  const stamp = stampOf(step);
  if (!stamp.stale && !force) return;
  const began = performance.now();
  await step.run();
  stamp.done();
  tell(`${step.name.padEnd(16)} ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
