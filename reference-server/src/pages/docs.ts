import { Router, type Response } from 'express';
import { refusals } from '@smartduka/contract';
import type { Assets } from './assets.js';
import { html, type Html } from './html.js';

// The reference draws its own pictures as data and styles itself as it runs; it gets that, and nothing from elsewhere. Its HTML comes through
// React and a sanitiser that know no trusted types, so those are not demanded here, where there is no shopper and no secret.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The API for people: `/api/docs`, and `/api/docs/errors`, to which `type` of every error points. */
export function docs({ docs: files }: Assets): Router {
  const router = Router();
  router.get('/api/docs', (_request, response) => {
    const head = html`<link rel="stylesheet" href="${files.swaggerCss}" />
      <script src="${files.swaggerScript}" defer></script>
      <script src="${files.script}" defer></script>`;
    const body = html`<main id="reference">
      <noscript
        >The reference needs JavaScript. The document behind it does not:
        <a href="/api/openapi.json">openapi.json</a></noscript
      >
    </main>`;
    send(response, frame('SmartDuka API', head, body, files.css));
  });
  router.get('/api/docs/errors', (_request, response) => {
    const rows = Object.entries(refusals).map(
      ([code, { status, title, retryable }]) =>
        html`<tr id="${code}">
          <td>
            <a href="#${code}"><code>${code}</code></a>
          </td>
          <td>${status}</td>
          <td>${title}.</td>
          <td>${retryable ? 'Yes' : 'No'}</td>
        </tr>`,
    );
    const body = html`<main class="text">
      <h1>Errors</h1>
      <p>
        Every error is answered as <code>application/problem+json</code> (RFC 9457). Decide by <code>code</code>, which
        is stable; <code>title</code> is for developers. When <code>retryable</code> is true, the same call with the
        same <code>Idempotency-Key</code> may succeed later. Tell us <code>requestId</code> when you ask for help.
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">Status</th>
              <th scope="col">What it means</th>
              <th scope="col">Retryable</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
    </main>`;
    send(response, frame('Errors · SmartDuka API', html``, body, files.css));
  });
  return router;
}

function frame(title: string, head: Html, body: Html, css: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${head}
        <link rel="stylesheet" href="${css}" />
      </head>
      <body>
        <header>
          <div>
            <strong>SmartDuka API</strong><a href="/api/docs">Reference</a><a href="/api/docs/errors">Errors</a
            ><a href="/api/openapi.json">openapi.json</a><a href="/">Shop</a>
          </div>
        </header>
        ${body}
      </body>
    </html>`.text;
}

function send(response: Response, text: string): void {
  response.locals['route'] = '/api/docs';
  response
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'public, max-age=300',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    })
    .send(text);
}
