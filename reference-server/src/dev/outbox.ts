import { Router } from 'express';
import { html } from '../pages/html.js';
import { clock } from '../platform/clock.js';
import type { Message, Sender } from '../platform/notify.js';

interface Kept {
  readonly message: Message;
  readonly at: Date;
}

const most = 50;

/**
 * Where messages to people end on a developer's machine: the last fifty, on a page and as JSON. Nothing is sent, and nothing of them is logged but
 * that there is one. Only `npm start` knows this file.
 */
export function devOutbox(say: (line: string) => void): { sender: Sender; router: Router } {
  const kept: Kept[] = [];
  const sender: Sender = {
    send(message) {
      kept.unshift({ message, at: clock.now() });
      kept.length = Math.min(kept.length, most);
      say(`A message (${message.purpose}) would have been sent; read it on /dev/outbox.`);
      return Promise.resolve();
    },
  };
  const router = Router();
  router.get('/dev/outbox', (request, response) => {
    response.set({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    });
    const rows = kept.map(({ message, at }) => ({ at: at.toISOString(), ...message }));
    if (request.accepts(['text/html', 'application/json']) === 'application/json') response.json({ data: rows });
    else response.type('html').send(page(rows));
  });
  return { sender, router };
}

const page = (rows: readonly (Message & { at: string })[]): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Outbox</title>
      </head>
      <body>
        <h1>Outbox</h1>
        <p>Messages that a real server would have sent, newest first.</p>
        ${rows.map(
          ({ at, to, subject, text }) =>
            html`<article>
              <h2>${subject}</h2>
              <p>To ${'email' in to ? to.email : to.phone}, ${at}</p>
              <pre>${text}</pre>
            </article>`,
        )}
      </body>
    </html>`.text;
