import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../src/simulator/index.js';
import { accepted, bench, PHONE, START } from './bench.js';

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'daraja-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state', 'simulator.jsonl');
}

/** The simulator as a process of its own, which can be killed. */
async function spawned(file: string): Promise<{ url: string; kill(): Promise<void> }> {
  const cli = fileURLToPath(new URL('../src/simulator/cli.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', cli, '--port', '0', '--json', '--state', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url: (JSON.parse(line) as { url: string }).url, kill };
}

describe('a simulator with a state file', () => {
  it('loses no prompt when it is killed, and the payer can still pay', { timeout: 30_000 }, async () => {
    const file = stateFile();
    const first = await spawned(file);
    const on = await bench({ client: { baseUrl: first.url, clock: () => new Date() } });
    const id = await accepted(on.push());
    await first.kill();

    const second = await startSimulator({ stateFile: file });
    onTestFinished(() => second.stop());
    expect(second.control.push(id)).toMatchObject({ state: 'ringing', amount: 250 });
    second.control.answer(id, { action: 'pin', pin: '1234' });
    await second.control.advance(2_000);
    expect(on.received[0]?.reading).toMatchObject({ ok: true, callback: { checkoutRequestId: id, resultCode: '0' } });
  });

  it('delivers on its next start what fell due in between', async () => {
    const file = stateFile();
    const settings = { stateFile: file, clock: { mode: 'manual', start: START } as const };
    const on = await bench({ simulator: settings });
    await accepted(on.push('+254700000001'));
    await on.simulator.stop();

    const again = await startSimulator(settings);
    onTestFinished(() => again.stop());
    expect(again.control.now().toISOString()).toBe('2026-01-02T00:04:05.000Z');
    await again.control.advance(8_000);
    expect(on.received[0]?.reading).toMatchObject({ callback: { resultCode: '0' } });
    expect(again.control.callbacks()).toMatchObject([{ state: 'delivered' }]);
  });

  it('delivers it without being asked when time is real', async () => {
    const file = stateFile();
    const on = await bench({ simulator: { stateFile: file, clock: { mode: 'real' } } });
    const id = await accepted(on.push());
    on.simulator.control.answer(id, { action: 'pin', pin: '1234' });
    await on.simulator.stop();

    const again = await startSimulator({ stateFile: file, overdueGraceMs: 0 });
    onTestFinished(() => again.stop());
    await expect.poll(() => on.received.length, { timeout: 10_000 }).toBe(1);
    expect(on.received[0]?.reading).toMatchObject({ callback: { checkoutRequestId: id, resultCode: '0' } });
  });

  it('takes in the rest when the last line was torn', async () => {
    const file = stateFile();
    const first = await startSimulator({ stateFile: file });
    first.control.setPhone(PHONE, { balance: 4_321 });
    await first.stop();
    appendFileSync(file, '["phones","2547123');
    const second = await startSimulator({ stateFile: file });
    onTestFinished(() => second.stop());
    expect(second.control.phone(PHONE).balance).toBe(4_321);
  });
});

describe('a seed', () => {
  it('makes the same ids and receipts again', async () => {
    const story = async (seed: number) => {
      const on = await bench({ simulator: { clock: { mode: 'manual', start: START }, seed } });
      await accepted(on.push('+254700000001'));
      await on.pass(8);
      // The port differs; the ids must not.
      return on.simulator.control
        .pushes()
        .map(({ id, merchantRequestId, receipt }) => ({ id, merchantRequestId, receipt }));
    };
    const [once, twice, other] = [await story(7), await story(7), await story(8)];
    expect(once).toEqual(twice);
    expect(other).not.toEqual(once);
    expect(once[0]?.id).toMatch(/^ws_CO_020120260304050700000001$/);
    expect(once[0]?.receipt).toMatch(/^UA2[A-Z0-9]{7}$/);
  });
});
