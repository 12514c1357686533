// A server in a process of its own, to be killed: prints its URI and runs until then. Its journal is folded into a snapshot all the time.
import { startServer } from '../src/start.js';

const [dataDir, port] = process.argv.slice(2);
const { uri } = await startServer({ dataDir: dataDir!, port: Number(port) }, { rotateAtBytes: 20_000 });
process.stdout.write(`${uri}\n`);
