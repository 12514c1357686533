import { setTimeout as pause } from 'node:timers/promises';
import type { ClientSession } from 'mongoose';
import type { z } from 'zod';
import { begin, isFinal, type Begun, type CallName } from '../../platform/idempotency.js';
import { problemOf } from '../../platform/problems.js';
import { Refused } from '../../platform/refusals.js';

const lookAgainMs = 300;
/** Longer than a prompt takes to be asked for. */
const longestMs = 20_000;

/**
 * Does what a form asks for at most once, however often it is sent: the key is in the form. A second sending waits for the first, since a
 * browser shows the answer to its last one.
 *
 * @throws Refused what the work refuses, the same again for the same key where that is final.
 */
export async function once<Schema extends z.ZodType>(
  name: Pick<CallName, 'tenant' | 'principal' | 'route' | 'key'>,
  content: unknown,
  schema: Schema,
  work: (remember: (answer: z.output<Schema>, tx: ClientSession) => Promise<void>) => Promise<z.output<Schema>>,
): Promise<z.output<Schema>> {
  if (!/^[\x20-\x7e]{16,255}$/.test(name.key)) throw new Refused('idempotency_key_invalid');
  const begun = await beginInTurn({ ...name, content, keepHours: 7 * 24 });
  if (begun.kind === 'replay') {
    if (begun.status < 400) return schema.parse(begun.body);
    const { code, ...facts } = begun.body as { code: Refused['code'] };
    throw new Refused(code, facts);
  }
  const { call } = begun;
  try {
    const answer = await work((result, tx) => call.store(201, result, tx));
    await call.store(201, answer, null);
    return answer;
  } catch (error) {
    const problem = error instanceof Refused ? problemOf(error, 'form') : null;
    if (problem && isFinal(problem)) await call.store(problem.status, problem, null);
    else await call.forget();
    throw error;
  }
}

async function beginInTurn(name: CallName): Promise<Begun> {
  const end = performance.now() + longestMs;
  for (;;) {
    try {
      return await begin(name);
    } catch (error) {
      const waits = error instanceof Refused && error.code === 'idempotency_in_progress';
      if (!waits || performance.now() > end) throw error;
      await pause(lookAgainMs);
    }
  }
}
