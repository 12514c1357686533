import { startEmbeddedMongoWorker } from '@smartduka/embedded-mongo';
import mongoose from 'mongoose';
import { load, type Load } from './load.js';

/** The floor under every request that asks the database: the driver, a socket, and a server that says "ok". */
export async function driverPing(seconds: number): Promise<Load> {
  const database = await startEmbeddedMongoWorker();
  const client = await new mongoose.mongo.MongoClient(database.uri).connect();
  try {
    return await load(() => client.db('admin').command({ ping: 1 }), { seconds });
  } finally {
    await client.close();
    await database.stop();
  }
}
