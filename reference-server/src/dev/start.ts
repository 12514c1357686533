import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigProblem, readConfig } from '../config.js';
import { seedDemoShop } from '../seed/seed-demo-shop.js';
import { connectSenders } from '../platform/notify.js';
import { startServer } from '../server.js';
import { announcement, type DevFile } from './announce.js';
import { devSecrets, openDataDir, writePrivate } from './data-dir.js';
import { exampleSite } from './example-site.js';
import { devOutbox } from './outbox.js';
import { Opened } from './opened.js';
import { onceOrphaned } from './orphan.js';
import { checkPort, close, freePort, host, listen, portOf, wantedPort } from './ports.js';
import { developmentEnvironment, openDatabase, openSimulator, type Environment } from './surroundings.js';
import { Trouble } from './trouble.js';

const examples = fileURLToPath(new URL('../../../examples/plain-html', import.meta.url));

/**
 * `npm start`: database, simulator, server, demo shop and example site, all in this process, so that whoever ends it ends
 * everything. Trouble becomes a sentence and exit code 1.
 */
export async function start(env: Environment = process.env): Promise<void> {
  const opened = new Opened();
  closeOnSignals(env, opened);
  try {
    const { dev, file } = await open(env, opened);
    const colour = process.stdout.isTTY && !env['NO_COLOR'];
    process.stdout.write(announcement(dev, relative(process.cwd(), file), process.uptime(), colour));
  } catch (error) {
    // What went wrong first is what counts; closing may well fail after it.
    await opened.closeAll().catch(() => undefined);
    if (!(error instanceof Trouble || error instanceof ConfigProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function open(env: Environment, opened: Opened): Promise<{ dev: DevFile; file: string }> {
  const wanted = wantedPort(env['PORT']);
  const dataDir = await openDataDir(resolve(env['DATA_DIR'] || '.duka-data'));
  const port = await checkPort(wanted);
  const databaseUri = await openDatabase(env, dataDir, opened);
  // From here on the folder is ours; what an earlier run left about itself is not true any more.
  const file = join(dataDir, 'dev.json');
  await rm(file, { force: true });
  const secrets = await devSecrets(dataDir);
  const daraja = await openSimulator(env, dataDir, port + 1, opened);
  const keys = { publishable: secrets.publishableKey, secret: secrets.secretKey };

  // Pages are asked for only once the server is there: its address is known by then.
  let url = '';
  const site = await listen(
    await freePort(port + 2),
    exampleSite(examples, () => ({ 'https://shop.example': url, YOUR_PUBLISHABLE_KEY: keys.publishable })),
  );
  opened.add(() => close(site));
  const example = `http://${host}:${portOf(site)}`;

  const found = { ...daraja?.settings, MONGODB_URI: databaseUri, PORT: String(port) };
  const outbox = devOutbox((line) => process.stdout.write(`  ${line}\n`));
  connectSenders({ email: outbox.sender, phone: outbox.sender });
  const server = await startServer(readConfig(developmentEnvironment(env, found, secrets)), {
    host,
    pages: [outbox.router],
    prepare: async () => {
      await seedDemoShop({
        publishableKey: keys.publishable,
        secretKey: keys.secret,
        people: secrets.people,
        origins: [example, `http://localhost:${portOf(site)}`],
      });
    },
  });
  opened.add(() => server.stop());
  url = server.url;

  const dev: DevFile = {
    urls: {
      shop: url,
      admin: null,
      pos: null,
      phone: daraja?.simulator.phoneUrl ?? null,
      docs: `${url}/api/docs`,
      api: `${url}/api`,
      example,
      simulator: daraja?.simulator.url ?? null,
      database: env['MONGODB_URI'] ? null : databaseUri,
      outbox: `${url}/dev/outbox`,
    },
    keys,
    staff: secrets.people.map(({ role, email, password, pin }) => ({ role, email, password, pin })),
  };
  await writePrivate(file, dev);
  return { dev, file };
}

/** Ctrl+C, `kill` and the end of npm close everything in order; a second one, or ten seconds, does not wait any longer. */
function closeOnSignals(env: Environment, opened: Opened): void {
  let closing = false;
  const end = (): void => {
    if (closing) process.exit(1);
    closing = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    opened.closeAll().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  onceOrphaned(env, end);
}
