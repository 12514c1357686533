import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../lib/root.mjs';
import { runSteps } from './run-steps.mjs';

let box: string;
let ran: string[];
beforeEach(async () => {
  box = await mkdtemp(join(tmpdir(), 'duka-steps-'));
  ran = [];
});
afterEach(async () => {
  await rm(box, { recursive: true });
  await Promise.all(['one', 'two'].map((name) => rm(join(root, 'temp/stamps', name + stamp()), { force: true })));
});

const stamp = (): string => box.slice(-6);
const at = (name: string): string => relative(root, join(box, name));
const step = (name: string, options: { after?: string[]; fails?: boolean } = {}) => ({
  name: name + stamp(),
  after: options.after?.map((other) => other + stamp()) ?? [],
  inputs: [at(`${name}.in`)],
  outputs: [at(`${name}.out`)],
  async run() {
    ran.push(name);
    if (options.fails) throw new Error(`${name} failed`);
    await writeFile(join(box, `${name}.out`), '');
  },
});

describe('build steps', () => {
  it('run once, and again only when an input or output is another', async () => {
    await runSteps([step('one')]);
    await runSteps([step('one')]);
    expect(ran).toEqual(['one']);
    await writeFile(join(box, 'one.in'), 'changed');
    await runSteps([step('one')]);
    expect(ran).toEqual(['one', 'one']);
    await rm(join(box, 'one.out'));
    await runSteps([step('one')]);
    expect(ran).toEqual(['one', 'one', 'one']);
  });

  it('run after those that they need', async () => {
    await runSteps([step('one'), step('two', { after: ['one'] })]);
    expect(ran).toEqual(['one', 'two']);
  });

  it('do not run when one that they need failed, and run again next time', async () => {
    const failing = () => runSteps([step('one', { fails: true }), step('two', { after: ['one'] })]);
    await expect(failing()).rejects.toThrow('one failed');
    await expect(failing()).rejects.toThrow('one failed');
    expect(ran).toEqual(['one', 'one']);
  });

  it('refuse a name that is none', async () => {
    await expect(runSteps([step('one')], { only: ['three'] })).rejects.toThrow(/no build step "three": use one/);
  });
});
