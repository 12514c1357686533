export { startEmbeddedMongo, type EmbeddedMongo, type EmbeddedMongoOptions } from './start.js';
export { startEmbeddedMongoWorker, type EmbeddedMongoWorkerOptions } from './worker-host.js';
