import http from 'node:http';
import https from 'node:https';

export interface Posting {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly from?: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What the receiver did with it. */
export type PostResult = { readonly status: number; readonly answer: string } | { readonly error: string };

const MAX_ANSWER = 16 * 1024;

/**
 * Posts a body byte for byte to somebody's address, once. Not fetch: that can choose neither the local address to send
 * from nor leave a header's name as written.
 */
export function post(posting: Posting): Promise<PostResult> {
  return new Promise((resolve) => {
    if (!URL.canParse(posting.url)) return resolve({ error: 'not an address' });
    const url = new URL(posting.url);
    const module = url.protocol === 'https:' ? https : http;
    const body = Buffer.from(posting.body);
    const request = module.request(
      url,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json;charset=UTF-8',
          'Content-Length': String(body.byteLength),
          ...posting.headers,
        },
        agent: false, // Each callback on a connection of its own, so none waits for another.
        signal: posting.signal,
        timeout: posting.timeoutMs,
        ...(posting.from ? { localAddress: posting.from } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.byteLength;
          if (size <= MAX_ANSWER) chunks.push(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, answer: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', (error) => resolve({ error: error.message }));
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer within ${posting.timeoutMs} ms`)));
    request.on('error', (error) => resolve({ error: error.message }));
    request.end(body);
  });
}
