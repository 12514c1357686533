import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmbeddedMongo, type EmbeddedMongo } from '@smartduka/embedded-mongo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.js';
import { connectDatabase, disconnectDatabase } from '../src/platform/database.js';
import { startServer } from '../src/server.js';

const run = promisify(execFile);
const command = (name: string, uri: string) =>
  run(process.execPath, ['--import', 'tsx', '--conditions=duka-source', source(name)], {
    env: { ...process.env, MONGODB_URI: uri },
  });
const source = (name: string) => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));

const production = (uri: string) =>
  readConfig({
    NODE_ENV: 'production',
    PORT: '0',
    LOG_LEVEL: 'silent',
    MONGODB_URI: uri,
    JWT_SECRET: randomBytes(32).toString('base64url'),
    MASTER_KEY: randomBytes(32).toString('base64url'),
    FRONTEND_URL: 'https://shop.example',
  });

describe('a database that production has not used yet', () => {
  let mongo: EmbeddedMongo;
  beforeAll(async () => {
    mongo = await startEmbeddedMongo();
  });
  afterAll(async () => {
    await disconnectDatabase();
    await mongo.stop();
  });

  it('is refused with the command that mends it, is mended by that command, and then opens', async () => {
    await expect(startServer(production(mongo.uri))).rejects.toThrow('npm run migrate:prod');
    await disconnectDatabase();

    expect((await command('migrate', mongo.uri)).stdout).toContain('payment_attempts');
    expect((await command('migrate', mongo.uri)).stdout).toBe('Nothing to do.\n');

    const server = await startServer(production(mongo.uri));
    expect((await fetch(`http://127.0.0.1:${server.port}/ready`)).status).toBe(200);
    await server.stop();
    expect((await command('check-invariants', mongo.uri)).stdout).toBe('Nothing is wrong.\n');
    // Three programs are started from source, one after another.
  }, 120_000);

  it('may lack one index only, and is refused all the same', async () => {
    await connectDatabase(mongo.uri, { makeIndexes: false });
    const { connection } = (await import('mongoose')).default;
    await connection.collection('orders').dropIndexes();
    await disconnectDatabase();
    await expect(startServer(production(mongo.uri))).rejects.toThrow('(orders)');
  });
});
