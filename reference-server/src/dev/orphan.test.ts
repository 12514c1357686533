import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const orphan = JSON.stringify(fileURLToPath(new URL('./orphan.ts', import.meta.url)));
// Stands for the shop: says that it is up, stays up by itself, and says when it ends.
const shop = `import(${orphan}).then(({ onceOrphaned }) => {
  const stay = setInterval(() => {}, 1e6);
  onceOrphaned({ npm_lifecycle_event: 'start' }, () => { console.log('closed'); clearInterval(stay); });
  console.log('open');
});`;

/** A process in npm's place that starts the shop through a shell, which stays in between, and never ends by itself. */
function asNpmDoes(): ChildProcess {
  const command = `"${process.execPath}" --import tsx -e "$SHOP"; exit`;
  const npm = `require('child_process').spawn('sh', ['-c', process.env.COMMAND], { stdio: 'inherit' }); setInterval(() => {}, 1e6);`;
  return spawn(process.execPath, ['-e', npm], {
    env: { ...process.env, COMMAND: command, SHOP: shop },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe.skipIf(process.platform === 'win32')('a shop that npm started', () => {
  it.runIf(process.platform === 'linux').each(['SIGKILL', 'SIGTERM'] as const)(
    'closes when npm is ended by %s, though the shell between them stays',
    async (signal) => {
      const npm = asNpmDoes();
      let said = '';
      npm.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await expect.poll(() => said, { timeout: 15_000 }).toContain('open');
      npm.kill(signal);
      // The pipe closes with the last process that holds it, which is the shop.
      await once(npm, 'close');
      expect(said).toContain('closed');
    },
  );
});
