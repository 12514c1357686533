import { readConfig } from './config.js';
import { rotateKeys } from './domains/mpesa-accounts/rotate.js';
import { connectDatabase, disconnectDatabase } from './platform/database.js';
import { envelope, openKeyring } from './platform/keyring.js';

/**
 * `npm run rotate-keys`: wraps the keys of all shops' M-Pesa credentials with CREDENTIALS_KEY, whatever wrapped them before (CREDENTIALS_KEY_PREVIOUS,
 * or MASTER_KEY when there was none). Servers with both keys can go on running; running it twice changes nothing.
 */
async function main(): Promise<number> {
  const config = readConfig(process.env);
  openKeyring({
    ...{ master: config.masterKey, signing: config.jwtSecret },
    ...{ wrapping: config.credentialsKey, wrappingBefore: config.credentialsKeyPrevious },
  });
  try {
    await connectDatabase(config.mongodbUri, { makeIndexes: false });
    const rotated = await rotateKeys();
    process.stdout.write(`Wrapped ${rotated} with the key ${envelope.keyId}.\n`);
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
