/**
 * One HTTP request, ready to send.
 *
 * @public
 */
export interface TransportRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Absolute address. */
  url: string;
  headers: Record<string, string>;
  /** JSON text, or the bytes of a file. */
  body?: string | ArrayBuffer;
  /** Must end the request, and a stream in progress, at once. */
  signal: AbortSignal;
  /** True: hand back `body` unread, as soon as the headers are there. */
  stream: boolean;
}

/**
 * What came back. Any status is an answer; only the lack of one is thrown.
 *
 * @public
 */
export interface TransportResponse {
  status: number;
  /** Case-insensitive look-up. */
  headers: { get(name: string): string | null };
  text(): Promise<string>;
  /** Given when `stream` was asked for and can be had. */
  body?: ReadableStream<Uint8Array> | null;
}

/**
 * The port through which every request leaves. Follow no redirect, keep no cookie, time nothing out and repeat nothing: the client does
 * what is needed of these.
 *
 * @example
 * ```ts
 * const logged: Transport = async (request) => {
 *   const response = await fetchTransport(request);
 *   log(request.method, request.url, response.status);
 *   return response;
 * };
 * const duka = createDuka({ server, key, transport: logged });
 * ```
 * @public
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
