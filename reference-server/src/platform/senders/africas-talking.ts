import { z } from 'zod';
import type { AfricasTalkingConfig } from '../../config.js';
import { log } from '../log.js';
import { NotTaken, type Sender } from '../notify.js';
import { smsPartsOf, toSmsText } from './sms-text.js';

/** What Africa's Talking answers to `POST /version1/messaging`. Unknown fields are let pass. */
const Answer = z.object({
  SMSMessageData: z.object({
    Message: z.string(),
    Recipients: z.array(
      z.object({
        statusCode: z.coerce.number(),
        status: z.string(),
        cost: z.string().optional(),
        messageId: z.string().optional(),
      }),
    ),
  }),
});

/** 100 processed, 101 sent, 102 queued. */
const taken = (statusCode: number): boolean => statusCode >= 100 && statusCode < 200;
/** Longer than this is no text message; what is that long belongs into an e-mail. */
const mostParts = 6;

/** Sends text messages by Africa's Talking. */
export function africasTalkingSender(config: AfricasTalkingConfig): Sender {
  return {
    async send({ to, text, purpose }, signal) {
      if (!('phone' in to)) throw new Error('a text message needs a phone number');
      const message = toSmsText(text);
      const parts = smsPartsOf(message);
      if (parts > mostParts) throw new Error(`too long for a text message: ${parts} parts`);
      const response = await post(config, { to: to.phone, message }, signal);
      const [recipient] = response.SMSMessageData.Recipients;
      // Without recipients the message says why, such as InvalidSenderId.
      if (!recipient) throw new Error(`Africa's Talking refused: ${response.SMSMessageData.Message.slice(0, 80)}`);
      const { statusCode, status, cost } = recipient;
      if (!taken(statusCode)) {
        const reason = `Africa's Talking: ${statusCode} ${status}`;
        throw statusCode >= 500 ? new NotTaken(reason) : new Error(reason);
      }
      log.info({ event: 'notification.sms', code: purpose, parts, cost }, 'a text message was taken');
    },
  };
}

async function post(
  { username, apiKey, sender, baseUrl }: AfricasTalkingConfig,
  { to, message }: { to: string; message: string },
  signal: AbortSignal,
): Promise<z.output<typeof Answer>> {
  const body = new URLSearchParams({ username, to, message, ...(sender === null ? {} : { from: sender }) });
  const headers = { apiKey, Accept: 'application/json' };
  let response: Response;
  try {
    response = await fetch(`${baseUrl}/version1/messaging`, {
      method: 'POST',
      headers,
      body,
      signal,
      redirect: 'error',
    });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    // Only a connection that never came about is sure to have sent nothing.
    if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw new NotTaken(`Africa's Talking was not reached: ${code}`, { cause: error });
    throw new Error("Africa's Talking did not answer", { cause: error });
  }
  const text = await response.text();
  if (response.status === 429 || response.status === 503) throw new NotTaken(`Africa's Talking: ${response.status}`);
  if (!response.ok) throw new Error(`Africa's Talking: ${response.status}`);
  const answer = Answer.safeParse(readJson(text));
  if (!answer.success) throw new Error("Africa's Talking answered something else");
  return answer.data;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
