import { countOf, documentOf, flagOf, integerOf, stringOf } from '../arguments.js';
import { MongoError } from '../errors.js';
import { isDoc, ownGet, type Doc } from '../values/index.js';

/** What the `failCommand` fail point wants done to one command. */
export interface Fault {
  errorCode?: number;
  closeConnection: boolean;
  writeConcernError?: Doc;
  errorLabels?: unknown[];
  blockMs: number;
}

/** The drivers' way to test their retries: only when the server was started with `testCommands`. */
export class FailPoints {
  #data: Doc | undefined;
  #skip = 0;
  #times = 0;

  configure(command: Doc): void {
    const name = stringOf(command, 'configureFailPoint');
    if (name !== 'failCommand') throw new MongoError(9, `fail point ${name} is not supported`);
    const mode = ownGet(command, 'mode');
    this.#data = documentOf(command, 'data') ?? {};
    this.#skip = 0;
    this.#times = Number.MAX_SAFE_INTEGER;
    if (mode === 'off') this.#data = undefined;
    else if (isDoc(mode)) {
      this.#skip = countOf(mode, 'skip', 0);
      this.#times = countOf(mode, 'times', Number.MAX_SAFE_INTEGER);
    } else if (mode !== 'alwaysOn') throw new MongoError(9, "mode must be 'off', 'alwaysOn' or a document");
  }

  /** The fault for this command, if it is its turn. */
  strike(commandName: string, appName: string | undefined): Fault | undefined {
    const data = this.#data;
    if (!data) return undefined;
    const commands = ownGet(data, 'failCommands');
    if (!Array.isArray(commands) || !commands.includes(commandName)) return undefined;
    const only = ownGet(data, 'appName');
    if (only !== undefined && only !== appName) return undefined;
    if (this.#skip > 0) {
      this.#skip--;
      return undefined;
    }
    if (this.#times <= 0) return undefined;
    this.#times--;
    const labels = ownGet(data, 'errorLabels');
    const concern = documentOf(data, 'writeConcernError');
    return {
      closeConnection: flagOf(data, 'closeConnection'),
      blockMs: flagOf(data, 'blockConnection') ? integerOf(data, 'blockTimeMS', 0) : 0,
      ...(data['errorCode'] === undefined ? {} : { errorCode: integerOf(data, 'errorCode', 0) }),
      ...(concern ? { writeConcernError: concern } : {}),
      ...(Array.isArray(labels) ? { errorLabels: labels } : {}),
    };
  }
}
