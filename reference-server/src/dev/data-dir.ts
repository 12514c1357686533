import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newKey } from '../platform/keys.js';
import { demoPeople, type DemoPerson } from '../seed/demo-staff.js';
import { Trouble, systemCode } from './trouble.js';

/** Makes sure of the folder that holds everything of this shop, and that we may write there. */
export async function openDataDir(path: string): Promise<string> {
  try {
    await makeFolder(path);
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

/** Not by `recursive`: Node tries for ever where the system denies a folder as if a part of its path were missing (/proc). */
async function makeFolder(path: string): Promise<void> {
  const made = (): Promise<void> =>
    mkdir(path).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error;
    });
  try {
    await made();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await made();
  }
}

/** Writes a file that only its owner may read, whole or not at all. */
export async function writePrivate(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

export interface DevSecrets {
  /** Signs what clients carry for the server. */
  jwtSecret: string;
  /** Seals phone numbers and stored answers. */
  masterKey: string;
  /** Test keys of the demo shop. The database keeps only their hashes, so they are remembered here. */
  publishableKey: string;
  secretKey: string;
  /** Who works in the demo shop. Likewise. */
  people: DemoPerson[];
}

/** The secrets of this folder, made up on its first day. In production they come from the environment. */
export async function devSecrets(dataDir: string): Promise<DevSecrets> {
  const path = join(dataDir, 'secrets.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) {
    const kept = readSecrets(text, path);
    if (Array.isArray(kept.people)) return kept;
    const completed = { ...kept, people: demoPeople() };
    await writePrivate(path, completed);
    return completed;
  }
  const secrets = {
    jwtSecret: randomBytes(32).toString('base64url'),
    masterKey: randomBytes(32).toString('base64url'),
    publishableKey: newKey('publishable', 'test'),
    secretKey: newKey('secret', 'test'),
    people: demoPeople(),
  };
  await writePrivate(path, secrets);
  return secrets;
}

/** New ones in place of damaged ones would make sealed data unreadable for good, so nothing is replaced here. */
function readSecrets(text: string, path: string): DevSecrets {
  const secrets = parsed(text);
  const { jwtSecret, masterKey, publishableKey, secretKey } = secrets;
  for (const secret of [jwtSecret, masterKey, publishableKey, secretKey])
    if (typeof secret !== 'string')
      throw new Trouble(
        `${path} is damaged. Put its backup back; or, to start afresh without the shop's data, delete the folder it lies in.`,
      );
  return secrets as unknown as DevSecrets;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
