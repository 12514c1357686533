import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** What the server does with one request. */
export type Reply = (response: ServerResponse, heard: Heard) => void | Promise<void>;

/** A real HTTP server that answers as told: each route has a queue of replies, the last of which stays. */
export interface ScriptedServer {
  url: string;
  heard: Heard[];
  /** `on('POST /carts', json(201, cart))`; paths are below `/api`. */
  on(route: string, ...replies: Reply[]): void;
  to(route: string): Heard[];
  close(): Promise<void>;
}

export async function scriptedServer(): Promise<ScriptedServer> {
  const scripts = new Map<string, Reply[]>();
  const heard: Heard[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const path = (request.url ?? '').replace(/^\/api/, '');
    const one: Heard = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: text ? (JSON.parse(text) as unknown) : undefined,
    };
    heard.push(one);
    const replies = scripts.get(`${one.method} ${path}`) ?? scripts.get(`${one.method} ${path.replace(/\?.*/, '')}`);
    const reply = replies && (replies.length > 1 ? replies.shift() : replies[0]);
    await (reply ?? problem(404, 'not_found'))(response, one);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    on: (route, ...replies) => void scripts.set(route, replies),
    to: (route) => heard.filter(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}` === route),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Request-Id': 'req_test', ...headers });
    response.end(status === 304 ? undefined : JSON.stringify(body));
  };

export const problem = (
  status: number,
  code: string,
  facts: object = {},
  headers: Record<string, string> = {},
): Reply =>
  json(
    status,
    { type: `https://docs.example/${code}`, title: code, status, code, requestId: 'req_1', retryable: false, ...facts },
    headers,
  );

/** Hangs up without an answer. */
export const reset: Reply = (response) => void response.destroy();

/** Takes the request and never answers. */
export const silence: Reply = () => undefined;

export const events =
  (...frames: string[]): Reply =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const frame of frames) response.write(frame);
  };

/** Sends the frames, then cuts the line. */
export const cutEvents =
  (...frames: string[]): Reply =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(frames.join(''), () => response.destroy());
  };
