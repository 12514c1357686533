import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { WebhookDelivery } from '@smartduka/contract';
import { AddressRefused, guardedLookup, urlProblem, type AddressRules } from './address.js';
import { tryTimeout } from './rules.js';

/** What came of one try. */
export interface Outcome {
  readonly status: number | null;
  readonly problem: WebhookDelivery['lastProblem'];
}

const mostRead = 64 * 1024;

/** Posts a body once: 10 s in all, no redirects, the answer read up to 64 KiB and thrown away (W4, W5). Never throws. */
export function post(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  rules: AddressRules,
  signal: AbortSignal,
): Promise<Outcome> {
  if (urlProblem(address, rules) !== null) return Promise.resolve({ status: null, problem: 'address' });
  const url = new URL(address);
  const overdue = AbortSignal.timeout(tryTimeout);
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve) => {
    const call = request(
      url,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'SmartDuka-Webhooks/1',
          ...headers,
        },
        lookup: guardedLookup(rules),
        // A line of its own for each try: a kept one could lead to an address that was fine when it was opened.
        agent: false,
        signal: AbortSignal.any([signal, overdue]),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        let read = 0;
        const done = (): void => resolve(judge(status));
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > mostRead) response.destroy();
        });
        response.once('close', done);
      },
    );
    call.once('error', (error) => {
      if (error instanceof AddressRefused) resolve({ status: null, problem: 'address' });
      else resolve({ status: null, problem: overdue.aborted ? 'timeout' : 'network' });
    });
    call.end(body);
  });
}

function judge(status: number): Outcome {
  if (status >= 200 && status < 300) return { status, problem: null };
  return { status, problem: status >= 300 && status < 400 ? 'redirect' : 'status' };
}
