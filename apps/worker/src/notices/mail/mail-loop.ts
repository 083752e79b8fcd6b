import type { Ledger, WaitingEmail, WrittenEmail } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { startLoop } from '../../loop/loop.ts';
import type { Mailer } from './mailer.ts';
import { type Written, writeEmail } from './write-email.ts';

const POLL_MS = 1000;
const BATCH = 5;
/** Above what a mail server may take with every one of its time limits used up. */
const LEASE_MS = 5 * 60_000;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 6 * 3600_000;
const ERROR_LENGTH = 500;

export type MailDeps = { ledger: Ledger; mailer: Mailer; publicUrl: string; log: Logger };

/** Writes and sends what the database says is to be told. A mail is kept until a mail server has taken it. */
export function startMailLoop(deps: MailDeps): { stop(): Promise<void> } {
  const loop = startLoop({
    name: 'mail',
    log: deps.log,
    pauseMs: POLL_MS,
    turn: async () => ((await sendBatch(deps)) === BATCH ? 'more' : 'idle'),
  });
  return {
    async stop() {
      await loop.stop();
      deps.mailer.close();
    },
  };
}

/** Sends what is due and answers how many mails it took, sent or not. */
export async function sendBatch(deps: MailDeps): Promise<number> {
  const emails = await deps.ledger.emails.claim(BATCH, LEASE_MS);
  await Promise.all(emails.map((email) => sendOne(deps, email)));
  return emails.length;
}

async function sendOne(deps: MailDeps, email: WaitingEmail): Promise<void> {
  const { ledger, log } = deps;
  const { id, kind, accountId } = email;
  try {
    await writeAndSend(deps, email);
  } catch (error) {
    const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(email.attempts - 1, 20));
    const words = error instanceof Error ? error.message : String(error);
    log.warn({ emailId: id, kind, error: words, delayMs }, 'a mail could not be sent; it is tried again');
    await ledger.emails.retryLater(id, delayMs, words.slice(0, ERROR_LENGTH));
  }
  ledger.changes.publish(accountId, { type: 'emails.changed' });
}

async function writeAndSend(deps: MailDeps, email: WaitingEmail): Promise<void> {
  const { ledger, mailer } = deps;
  const { id, recipients, accountName, audience, replyTo } = email;
  const written = await writeEmail(deps, email);
  if (written.stale || recipients.length === 0) return ledger.emails.sent(id, withoutSecret(written), 'none');
  await mailer.send({
    id,
    to: recipients,
    fromName: audience === 'buyer' ? accountName : 'Drawdown',
    replyTo: audience === 'buyer' ? replyTo : null,
    ...written.email,
  });
  // A captured mail is the only copy there is; one that has left needs no key to a payment page in our records.
  await ledger.emails.sent(
    id,
    mailer.via === 'captured' ? written.email : withoutSecret(written),
    mailer.via,
  );
}

function withoutSecret({ email, secret }: Written): WrittenEmail {
  if (secret === null) return email;
  const hide = (text: string) => text.replaceAll(secret, '…');
  return { subject: email.subject, text: hide(email.text), html: hide(email.html) };
}
