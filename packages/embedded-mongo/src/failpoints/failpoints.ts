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

/** What a fail point inside a command wants done: refuse it with a code, hang up, or both. */
export interface InnerFault {
  errorCode?: number;
  closeConnection: boolean;
}

/** A fail point that is on: how often it lets pass, how often it strikes, and what with. */
interface Armed {
  data: Doc;
  skip: number;
  times: number;
}

const names = ['failCommand', 'onPrimaryTransactionalWrite', 'failGetMoreAfterCursorCheckout', 'maxTimeAlwaysTimeOut'];

/** The drivers' way to test their retries: only when the server was started with `testCommands`. */
export class FailPoints {
  readonly #armed = new Map<string, Armed>();
  readonly #strikes = new Map<string, number>();

  /** @returns how often this fail point has struck so far. */
  configure(command: Doc): number {
    const name = stringOf(command, 'configureFailPoint');
    if (!names.includes(name)) throw new MongoError(188, `${name} not found`);
    const mode = ownGet(command, 'mode');
    const always = Number.MAX_SAFE_INTEGER;
    const data = documentOf(command, 'data') ?? {};
    if (mode === 'off') this.#armed.delete(name);
    else if (mode === 'alwaysOn') this.#armed.set(name, { data, skip: 0, times: always });
    else if (isDoc(mode)) {
      const unknown = Object.keys(mode).find((field) => field !== 'skip' && field !== 'times');
      if (unknown !== undefined)
        throw new MongoError(9, `a mode of ${unknown} is not supported by this embedded server`);
      this.#armed.set(name, { data, skip: countOf(mode, 'skip', 0), times: countOf(mode, 'times', always) });
    } else throw new MongoError(9, "mode must be 'off', 'alwaysOn' or a document");
    return this.#strikes.get(name) ?? 0;
  }

  /** The fault for this command, if it is its turn. */
  command(commandName: string, appName: string | undefined, namespace: string): Fault | undefined {
    const data = this.#strike('failCommand', (wanted) => {
      const commands = ownGet(wanted, 'failCommands');
      const isMeant = (field: string, value: string | undefined): boolean =>
        ownGet(wanted, field) === undefined || wanted[field] === value;
      return (
        Array.isArray(commands) &&
        commands.includes(commandName) &&
        isMeant('appName', appName) &&
        isMeant('namespace', namespace)
      );
    });
    if (!data) return undefined;
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

  /** The fault for a retryable write that is about to be committed. */
  retryableWrite(): InnerFault | undefined {
    const data = this.#strike('onPrimaryTransactionalWrite', () => true);
    if (!data) return undefined;
    return {
      closeConnection: ownGet(data, 'closeConnection') === undefined || flagOf(data, 'closeConnection'),
      ...(data['failBeforeCommitExceptionCode'] === undefined
        ? {}
        : { errorCode: integerOf(data, 'failBeforeCommitExceptionCode', 1) }),
    };
  }

  /** The fault for a `getMore` that has found its cursor. */
  getMore(): InnerFault | undefined {
    const data = this.#strike('failGetMoreAfterCursorCheckout', () => true);
    if (!data) return undefined;
    return {
      closeConnection: flagOf(data, 'closeConnection'),
      ...(data['errorCode'] === undefined ? {} : { errorCode: integerOf(data, 'errorCode', 0) }),
    };
  }

  /** Whether a command that has a limit of time is to find it used up. */
  timesOut(): boolean {
    return this.#strike('maxTimeAlwaysTimeOut', () => true) !== undefined;
  }

  #strike(name: string, concerns: (data: Doc) => boolean): Doc | undefined {
    const armed = this.#armed.get(name);
    if (!armed || !concerns(armed.data)) return undefined;
    if (armed.skip > 0) {
      armed.skip--;
      return undefined;
    }
    if (armed.times <= 0) return undefined;
    armed.times--;
    this.#strikes.set(name, (this.#strikes.get(name) ?? 0) + 1);
    return armed.data;
  }
}
