import { createTransport } from 'nodemailer';

export type OutgoingEmail = {
  /** The id of its row: the same mail sent twice carries the same Message-ID, so that mail programs show it once. */
  id: string;
  to: string[];
  fromName: string;
  replyTo: string | null;
  subject: string;
  text: string;
  html: string;
};

export type Mailer = {
  via: 'smtp' | 'captured';
  /** Resolves once the mail server has taken it. */
  send(email: OutgoingEmail): Promise<void>;
  close(): void;
};

export type MailSettings = { smtpUrl: string | undefined; from: string };

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** Real mail where a server is configured; otherwise nothing leaves, and the web app shows what would have. */
export function createMailer({ smtpUrl, from }: MailSettings): Mailer {
  if (smtpUrl === undefined)
    return { via: 'captured', send: () => Promise.resolve(), close: () => undefined };
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // What a mail says is never read from a file or fetched from an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    via: 'smtp',
    async send({ id, to, fromName, replyTo, subject, text, html }) {
      await transport.sendMail({
        messageId: `<${id}@${domain}>`,
        from: { name: fromName, address: from },
        to,
        ...(replyTo === null ? {} : { replyTo }),
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}
