import { join } from 'node:path';
import type { Simulator } from '@smartduka/daraja/simulator';
import { demoShop } from '../seed/demo-shop.js';
import type { DevSecrets } from './data-dir.js';
import type { Opened } from './opened.js';
import { freePort } from './ports.js';
import { Trouble } from './trouble.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The database that `MONGODB_URI` names, or one of our own beside this process. Nothing of ours is loaded when one is named. */
export async function openDatabase(env: Environment, dataDir: string, opened: Opened): Promise<string> {
  const named = env['MONGODB_URI'];
  if (named) return named;
  const { startEmbeddedMongoWorker } = await import('@smartduka/embedded-mongo');
  try {
    const database = await startEmbeddedMongoWorker({ dataDir: join(dataDir, 'db') });
    opened.add(() => database.stop());
    return database.uri;
  } catch (error) {
    // It says itself what to do: the folder is in use, cannot be written to, or is damaged.
    throw new Trouble(error instanceof Error ? error.message : String(error));
  }
}

/** A Daraja of our own, and the settings that lead to it; null when the environment has another one in mind. */
export async function openSimulator(
  env: Environment,
  dataDir: string,
  port: number,
  opened: Opened,
): Promise<{ simulator: Simulator; settings: Environment } | null> {
  if ((env['MPESA_ENV'] || 'simulator') !== 'simulator' || env['MPESA_BASE_URL']) return null;
  const { startSimulator, sandboxInitiator, sandboxShortcode } = await import('@smartduka/daraja/simulator');
  const { securityCredential } = await import('@smartduka/daraja');
  const simulator = await startSimulator({ port: await freePort(port), stateFile: join(dataDir, 'simulator.json') });
  opened.add(() => simulator.stop());
  const settings = {
    MPESA_ENV: 'simulator',
    MPESA_BASE_URL: simulator.url,
    MPESA_CONSUMER_KEY: 'simulator',
    MPESA_CONSUMER_SECRET: 'simulator',
    MPESA_SHORTCODE: sandboxShortcode.shortcode,
    MPESA_PASSKEY: sandboxShortcode.passkey,
    MPESA_INITIATOR_NAME: sandboxInitiator.name,
    MPESA_SECURITY_CREDENTIAL: securityCredential(sandboxInitiator.password, simulator.control.publicKey()),
    MPESA_PAYOUT_SHORTCODE: sandboxShortcode.shortcode,
  };
  return { simulator, settings };
}

/** The environment as the server wants it: what is set counts, what a development machine lacks is filled in. */
export function developmentEnvironment(env: Environment, found: Environment, secrets: DevSecrets): Environment {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  return {
    LOG_LEVEL: 'warn',
    WEBHOOKS_TO_LOOPBACK: env['NODE_ENV'] === 'production' ? '0' : '1',
    SHOP_SIGNUP: 'open',
    STANDALONE_SHOP: demoShop().slug,
    JWT_SECRET: secrets.jwtSecret,
    MASTER_KEY: secrets.masterKey,
    ...Object.fromEntries(given),
    ...found,
  };
}
