#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { checkFolder, salvageFolder, type Findings } from './journal/salvage.js';
import { startEmbeddedMongo } from './start.js';

const usage = `embedded-mongo: a database for development that MongoDB's drivers can talk to

  embedded-mongo [start] [--data FOLDER] [--port PORT]   run until Ctrl-C; without --data nothing is kept
  embedded-mongo check FOLDER                            say whether a data folder is sound, change nothing
  embedded-mongo salvage FOLDER NEW_FOLDER               write what can be read of a damaged folder into a new one

  --port PORT   27017 unless told; 0 picks a free one
  --host HOST   a loopback address, 127.0.0.1 unless told
  --test-commands   let clients set fail points, to test how they retry
`;

async function start(options: {
  data?: string | undefined;
  port?: string | undefined;
  host?: string | undefined;
  'test-commands'?: boolean | undefined;
}): Promise<void> {
  const port = Number(options.port ?? 27017);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port takes a number from 0 to 65535, not "${options.port}"`);
  const server = await startEmbeddedMongo({
    port,
    testCommands: options['test-commands'] === true,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.data === undefined ? {} : { dataDir: options.data }),
  });
  console.log(`Ready at ${server.uri}`);
  console.log(
    options.data === undefined
      ? 'Data is in memory only and gone when this stops.'
      : `Data is kept in ${options.data}.`,
  );
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

function report({ lines, documents, isDamaged }: Findings): void {
  for (const line of lines) console.log(line);
  for (const { ns, count } of documents) console.log(`${ns}: ${count} documents`);
  if (isDamaged) process.exitCode = 1;
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'test-commands': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command = 'start', folder, target] = positionals;
  if (values.help) console.log(usage);
  else if (command === 'start' && folder === undefined) await start(values);
  else if (command === 'check' && folder !== undefined) report(await checkFolder(folder));
  else if (command === 'salvage' && folder !== undefined && target !== undefined)
    report(await salvageFolder(folder, target));
  else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
