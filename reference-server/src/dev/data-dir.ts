import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Trouble, systemCode } from './trouble.js';

/** Makes sure of the folder that holds everything of this shop, and that we may write there. */
export async function openDataDir(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK | constants.X_OK);
    // Root passes every permission check, yet not a disk that is mounted read-only.
    const probe = join(path, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const why = systemCode(error) ?? String(error);
    throw new Trouble(
      `The folder ${path} cannot be written to (${why}). Make it writable, or name another one: DATA_DIR=/some/folder npm start`,
    );
  }
  return path;
}

/** Writes a file that only its owner may read, whole or not at all. */
export async function writePrivate(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

export interface DevSecrets {
  /** Signs staff sessions and buyers' secrets. */
  jwtSecret: string;
  /** Seals the credentials that shops bring. */
  masterKey: string;
}

/** The secrets of this folder, made up on its first day. In production they come from the environment. */
export async function devSecrets(dataDir: string): Promise<DevSecrets> {
  const path = join(dataDir, 'secrets.json');
  const kept: unknown = await readFile(path, 'utf8').then(
    (text) => JSON.parse(text),
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    },
  );
  if (isSecrets(kept)) return kept;
  if (kept !== null)
    throw new Trouble(`${path} is damaged. Put its backup back, or delete it to have new secrets made.`);
  const secrets = { jwtSecret: randomBytes(32).toString('base64url'), masterKey: randomBytes(32).toString('base64') };
  await writePrivate(path, secrets);
  return secrets;
}

function isSecrets(value: unknown): value is DevSecrets {
  const { jwtSecret, masterKey } = (value ?? {}) as Partial<Record<keyof DevSecrets, unknown>>;
  return typeof jwtSecret === 'string' && typeof masterKey === 'string';
}
