import { Page } from './page.js';
import type { PageResult } from './page.js';
import { send } from './send.js';
import type { Call, CallOptions } from './send.js';
import type { Setup } from './setup.js';

/**
 * What the parts of the API have in common.
 *
 * @public
 */
export class Resource {
  /** @internal */
  protected readonly setup: Setup;

  /** @internal */
  constructor(setup: Setup) {
    this.setup = setup;
  }

  /** @internal */
  protected async call<T>(call: Call, options?: CallOptions): Promise<T> {
    return (await send(this.setup, call, options)).value as T;
  }

  /** @internal */
  protected read<T>(path: string, options?: CallOptions, query?: object): Promise<T> {
    return this.call<T>({ method: 'GET', path, query }, options);
  }

  /** @internal */
  protected pages<T>(path: string, query: object, options?: CallOptions): Page<T> {
    return new Page<T>((after) => this.read<PageResult<T>>(path, options, after ? { ...query, after } : query));
  }
}
