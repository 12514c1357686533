import './server.js'; // brings in every model
import { collectionsToMigrate, connectDatabase, disconnectDatabase, makeIndexes } from './platform/database.js';

/**
 * `npm run migrate:prod`: makes the collections and indexes that this version needs in the database that MONGODB_URI names. Adds, never drops, so the
 * previous version goes on working; running it twice changes nothing.
 */
async function main(): Promise<number> {
  const uri = process.env['MONGODB_URI'];
  if (!uri) {
    process.stderr.write('MONGODB_URI is not set. Set it to the address of the database to migrate.\n');
    return 2;
  }
  try {
    await connectDatabase(uri, { makeIndexes: false });
    const lacking = await collectionsToMigrate();
    await makeIndexes();
    process.stdout.write(lacking.length === 0 ? 'Nothing to do.\n' : `Made: ${lacking.join(', ')}.\n`);
    return 0;
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
