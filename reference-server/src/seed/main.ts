import { ConfigProblem, readConfig } from '../config.js';
import { connectDatabase, disconnectDatabase } from '../platform/database.js';
import { openKeyring } from '../platform/keyring.js';
import { seedDemoShop } from './seed-demo-shop.js';

/** `npm run seed`: puts the demo shop into the database that `MONGODB_URI` names. `SEED_ORIGINS` lists sites that may embed it. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const origins = (process.env['SEED_ORIGINS'] ?? '').split(',').filter(Boolean);
  openKeyring({ master: config.masterKey, signing: config.jwtSecret });
  await connectDatabase(config.mongodbUri, { makeIndexes: true });
  try {
    const { shop, filled, keys } = await seedDemoShop({ origins });
    const lines = [
      filled ? `${shop.name} is open.` : `${shop.name} was open already; nothing of it was changed.`,
      `Publishable key: ${keys.publishable}`,
      keys.secret ? `Secret key (shown only now): ${keys.secret}` : 'The secret key was shown when it was made.',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await disconnectDatabase();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigProblem || error instanceof RangeError ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
