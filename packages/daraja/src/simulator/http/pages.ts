import { readFile } from 'node:fs/promises';
import type { Incoming, Reply } from './wire.js';

/** The pages' files lie beside src and dist, so the way to them is the same from either. */
const folder = new URL('../../../assets/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  html: 'text/html;charset=UTF-8',
  js: 'text/javascript;charset=UTF-8',
  css: 'text/css;charset=UTF-8',
  svg: 'image/svg+xml',
};

/** Framing is for pages on this machine: a demo shop likes to show the phone beside itself. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'self' http://localhost:* http://127.0.0.1:*";

/** The phone, the operator's page and their files; `undefined` for any other path. */
export async function servePage(request: Incoming): Promise<Reply | undefined> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  const name = fileFor(request.path);
  const type = types[name?.split('.').at(-1) ?? ''];
  if (!name || !type) return undefined;
  const body = await readFile(new URL(name, folder), 'utf8').catch(() => undefined);
  return body === undefined
    ? undefined
    : {
        status: 200,
        body,
        contentType: type,
        headers: {
          'Content-Security-Policy': policy,
          'X-Content-Type-Options': 'nosniff',
          'Referrer-Policy': 'no-referrer',
        },
      };
}

function fileFor(path: string): string | undefined {
  if (path === '/') return 'operator.html';
  if (/^\/phone(?:\/[^/]*)?$/.test(path)) return 'phone.html';
  return /^\/assets\/((?:locales\/)?[a-z-]+\.(?:js|css|svg))$/.exec(path)?.[1];
}
