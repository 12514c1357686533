import { createTransport } from 'nodemailer';
import type { SmtpConfig } from '../../config.js';
import { NotTaken, type Sender } from '../notify.js';

/**
 * Sends e-mail by SMTP: over TLS from the start (`smtps:`), or as soon as the server offers it.
 *
 * @param options.tls Whether a server without TLS is refused. Only a development machine does without.
 */
export function smtpSender({ url, from }: SmtpConfig, options: { tls: boolean }): Sender {
  const transport = createTransport(
    {
      url,
      requireTLS: options.tls && !url.startsWith('smtps:'),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 15_000,
      // What a message says comes from us alone; it never reads files or addresses.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    async send({ to, subject, text }, signal) {
      if (!('email' in to)) throw new Error('an e-mail needs an address');
      const hangUp = () => transport.close();
      signal.addEventListener('abort', hangUp, { once: true });
      try {
        await transport.sendMail({ to: to.email, subject, text });
      } catch (error) {
        // What the server said may name the person, so none of it goes into the log.
        const { responseCode, command, code } = error as { responseCode?: number; command?: string; code?: string };
        const told = `${responseCode ?? code ?? 'no answer'} at ${command ?? 'connecting'}`;
        // After DATA the server may have taken it, though its answer was lost: a second one would be worse than none.
        if ((responseCode ?? 0) >= 500 || command === 'DATA') throw new Error(`the SMTP server refused: ${told}`);
        throw new NotTaken(`the SMTP server did not take it: ${told}`);
      } finally {
        signal.removeEventListener('abort', hangUp);
      }
    },
  };
}
