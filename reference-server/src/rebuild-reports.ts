import './server.js'; // brings in every model
import { rebuildAll } from './domains/reports/rebuild.js';
import { connectDatabase, disconnectDatabase } from './platform/database.js';

/**
 * `npm run rebuild-reports [shop]`: adds the reports of every shop (or of one, by its id) up anew in the database that MONGODB_URI names. Servers may
 * go on meanwhile; what is sold waits and is counted when it is done. Stopped, it goes on where it was, here or in a running server.
 */
async function main(): Promise<number> {
  const uri = process.env['MONGODB_URI'];
  if (!uri) {
    process.stderr.write('MONGODB_URI is not set. Set it to the address of the database whose reports to rebuild.\n');
    return 2;
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  await connectDatabase(uri, { makeIndexes: false });
  try {
    const done = await rebuildAll(process.argv[2] ?? null, stop.signal, (line) => process.stdout.write(`${line}\n`));
    process.stdout.write(done ? 'Done.\n' : 'Stopped. Run it again to go on.\n');
    return done ? 0 : 1;
  } finally {
    await disconnectDatabase();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
