import { ConfigProblem, readConfig } from './config.js';
import { log } from './platform/log.js';
import { startServer } from './server.js';

/** Reads the environment, starts, and stops in good order when told to. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const server = await startServer(config);
  let told = false;
  const stop = (): void => {
    if (told) process.exit(1); // Asked twice: now.
    told = true;
    server.stop({ drainMs: config.production ? 5_000 : 0 }).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

process.on('unhandledRejection', (error) => {
  log.fatal({ err: error }, 'a defect: nobody waited for this');
  process.exit(1);
});

main().catch((error: unknown) => {
  // A setting is for a person to mend, so it is said in a sentence, not in a log line with a stack.
  if (error instanceof ConfigProblem) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'did not start');
  process.exit(1);
});
