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
  /** @throws Error when it could not be handed over. */
  send(message: Message, signal: AbortSignal): Promise<void>;
}

export interface Senders {
  readonly email: Sender | null;
  readonly phone: Sender | null;
}

let senders: Senders = { email: null, phone: null };

/** Says how people are reached from now on. */
export function connectSenders(by: Senders): void {
  senders = by;
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
  inBackground(`notify ${message.purpose}`, () => sender.send(message, AbortSignal.timeout(sendWithinMs)));
}
