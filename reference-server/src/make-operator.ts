import { randomBytes } from 'node:crypto';
import { Email, NewPassword } from '@smartduka/contract';
import { ConfigProblem, readConfig } from './config.js';
import { makeOperator } from './domains/staff/accounts.js';
import { connectDatabase, disconnectDatabase } from './platform/database.js';
import { openKeyring } from './platform/keyring.js';
import { hashPassword } from './platform/passwords.js';

/**
 * `npm run make-operator -- operator@example.co.ke`: lets somebody run this server, who then signs in at `POST /api/auth/login`. The password is
 * taken from `OPERATOR_PASSWORD`, or made up and shown once. Run again, it sets a new password.
 */
async function main(): Promise<void> {
  const email = Email.safeParse(process.argv[2] ?? '');
  if (!email.success) throw new ConfigProblem('Say whose: npm run make-operator -- operator@example.co.ke');
  const given = process.env['OPERATOR_PASSWORD'];
  const password = NewPassword.safeParse(given ?? randomBytes(18).toString('base64url'));
  if (!password.success)
    throw new ConfigProblem('OPERATOR_PASSWORD must be 12 to 128 characters, or unset: then one is made up.');
  const config = readConfig(process.env);
  openKeyring({ master: config.masterKey, signing: config.jwtSecret });
  await connectDatabase(config.mongodbUri, { makeIndexes: !config.production });
  try {
    await makeOperator({ email: email.data }, email.data, await hashPassword(password.data));
    const lines = [
      `${email.data} runs this server now.`,
      ...(given ? [] : [`Password (shown only now): ${password.data}`]),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await disconnectDatabase();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigProblem ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
