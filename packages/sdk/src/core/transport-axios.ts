import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import type { Transport } from './transport.js';

/**
 * Sends by axios: your interceptors, proxy and agents apply when you hand over an instance of your own.
 *
 * @example
 * ```ts
 * const duka = createDuka({ server, key, transport: axiosTransport(axios.create({ httpsAgent })) });
 * ```
 * @public
 */
export function axiosTransport(instance: AxiosInstance = axios.create()): Transport {
  return async ({ method, url, headers, body, signal, stream }) => {
    let response: AxiosResponse<unknown>;
    try {
      response = await instance.request<unknown>({
        method,
        url,
        headers,
        data: body,
        signal,
        // Only the fetch adapter hands over a stream that reads the same in Node and in browsers.
        ...(stream && { adapter: 'fetch' as const }),
        responseType: stream ? 'stream' : 'text',
        transformRequest: (data: unknown) => data,
        transformResponse: (data: unknown) => data,
        validateStatus: () => true,
        maxRedirects: 0,
      });
    } catch (thrown) {
      // axios hangs the whole request on its errors, keys and secrets in it.
      const { name, message, stack, code } = thrown as Error & { code?: string };
      throw Object.assign(new Error(message), { name, stack, code });
    }
    return {
      status: response.status,
      headers: { get: (name) => headerOf(response, name) },
      text: () => Promise.resolve(typeof response.data === 'string' ? response.data : ''),
      body: stream ? (response.data as ReadableStream<Uint8Array>) : null,
    };
  };
}

function headerOf({ headers }: AxiosResponse, name: string): string | null {
  const value: unknown = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : null;
}
