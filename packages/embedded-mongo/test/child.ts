// A server in a process of its own, to be killed: prints its URI and runs until then.
import { startEmbeddedMongo } from '../src/index.js';

const [dataDir, port] = process.argv.slice(2);
const { uri } = await startEmbeddedMongo({ dataDir: dataDir!, port: Number(port) });
process.stdout.write(`${uri}\n`);
