import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { checkInvariants } from './invariants.js';

/**
 * `node dist/check-invariants.js [--acknowledged FILE]`: reads the database that MONGODB_URI names, prints each violation on a line, and ends with 1 if
 * there is any. The file holds ids that clients were told of, one on a line: orders, payments, refunds, receipts. Each must be there (INV-24).
 */
async function main(): Promise<number> {
  const uri = process.env['MONGODB_URI'];
  if (!uri) {
    process.stderr.write('MONGODB_URI is not set. Set it to the address of the database to check.\n');
    return 2;
  }
  const { values } = parseArgs({ options: { acknowledged: { type: 'string' } } });
  const file = values.acknowledged === undefined ? '' : await readFile(values.acknowledged, 'utf8');
  const acknowledged = file.split(/\s+/).filter((id) => id !== '');
  await mongoose.connect(uri, { readPreference: 'primary', serverSelectionTimeoutMS: 10_000 });
  try {
    if (!mongoose.connection.db) throw new Error('not connected');
    const violations = await checkInvariants(mongoose.connection.db, new Date(), acknowledged);
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
