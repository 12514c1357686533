import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { Language } from '@smartduka/contract';
import { inBackground } from './background.js';
import { log } from './log.js';

/** Something to tell a person, ready to send. */
export interface Message {
  readonly to: { readonly email: string } | { readonly phone: string };
  /** What it is about, for the log and the sender: `reset`, `invitation`, `code`. */
  readonly purpose: string;
  readonly language: z.infer<typeof Language>;
  /** Shown on locked screens and by everybody's mail server, so it never holds a code or a link. */
  readonly subject: string;
  readonly text: string;
}

/** A way to reach people: SMTP, a text message gateway. */
export interface Sender {
  /** @throws NotTaken when it was surely not handed over and may be another time; any other Error when it was refused, or nobody knows. */
  send(message: Message, signal: AbortSignal): Promise<void>;
}

export interface Senders {
  readonly email: Sender | null;
  readonly phone: Sender | null;
}

/** A message was not handed over, and trying once more does no harm. */
export class NotTaken extends Error {}

let senders: Senders = { email: null, phone: null };
let pausesMs: readonly number[] = [1_000, 4_000];

/**
 * Says how people are reached from now on.
 *
 * @param pauses Before each further try of a message that was not taken, milliseconds.
 */
export function connectSenders(by: Senders, pauses: readonly number[] = [1_000, 4_000]): void {
  senders = by;
  pausesMs = pauses;
}

export function canReach(to: Message['to']): boolean {
  return ('email' in to ? senders.email : senders.phone) !== null;
}

const sendWithinMs = 20_000;

/**
 * Sends a message soon. The call neither waits for it nor tells by its time whether there was anything to send; who misses a message asks for
 * another. The log names its purpose, never its text.
 */
export function notify(message: Message): void {
  const sender = 'email' in message.to ? senders.email : senders.phone;
  if (!sender) {
    log.error({ event: 'notification.unsendable', code: message.purpose }, 'no way to send a message is configured');
    return;
  }
  inBackground(`notify ${message.purpose}`, () => handOver(sender, message, AbortSignal.timeout(sendWithinMs)));
}

async function handOver(sender: Sender, message: Message, signal: AbortSignal): Promise<void> {
  for (const ms of pausesMs) {
    try {
      return await sender.send(message, signal);
    } catch (error) {
      if (!(error instanceof NotTaken) || signal.aborted) throw error;
      log.warn({ event: 'notification.again', code: message.purpose, err: error }, 'a message was not taken yet');
    }
    await pause(ms, undefined, { signal });
  }
  return sender.send(message, signal);
}
