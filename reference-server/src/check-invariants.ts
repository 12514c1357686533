import mongoose from 'mongoose';
import { checkInvariants } from './invariants.js';

/**
 * `node dist/check-invariants.js`: reads the database that MONGODB_URI names, prints each violation on a line, and ends with 1 if there is any.
 */
async function main(): Promise<number> {
  const uri = process.env['MONGODB_URI'];
  if (!uri) {
    process.stderr.write('MONGODB_URI is not set. Set it to the address of the database to check.\n');
    return 2;
  }
  await mongoose.connect(uri, { readPreference: 'primary', serverSelectionTimeoutMS: 10_000 });
  try {
    if (!mongoose.connection.db) throw new Error('not connected');
    const violations = await checkInvariants(mongoose.connection.db, new Date());
    for (const { id, what } of violations) process.stdout.write(`${id} ${what}\n`);
    if (violations.length === 0) process.stdout.write('Nothing is wrong.\n');
    return violations.length === 0 ? 0 : 1;
  } finally {
    await mongoose.disconnect();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
