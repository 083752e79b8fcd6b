import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export type SmtpInbox = {
  url: string;
  /** What was taken, oldest first, as it came over the wire. */
  received: { from: string; to: string[]; source: string }[];
  /** Refuse the next this many mails for now. */
  refuseNext(times: number): void;
  close(): Promise<void>;
};

/** A mail server on this machine that keeps what it is given. */
export async function openSmtpInbox(): Promise<SmtpInbox> {
  const received: SmtpInbox['received'] = [];
  let refusals = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      void text(stream).then((source) => {
        if (refusals > 0) {
          refusals -= 1;
          return done(Object.assign(new Error('mailbox busy'), { responseCode: 450 }));
        }
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        received.push({ from, to: rcptTo.map(({ address }) => address), source });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuseNext: (times) => {
      refusals = times;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
