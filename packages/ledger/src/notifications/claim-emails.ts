import { oneOf } from '../database/parse.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { EMAIL_KINDS } from './kinds.ts';
import type { WaitingEmail } from './types.ts';

type Row = {
  id: string;
  account_id: string;
  account_name: string;
  reply_to: string | null;
  audience: string;
  kind: string;
  data: Record<string, unknown>;
  attempts: number;
  created_at: Date;
  recipients: string[];
};

/**
 * Takes mail that is due and leases it, with its recipients as they are now: for the agency everybody who looks after
 * billing, for a buyer its address if it wants mail. A link that somebody sends is wanted.
 */
export async function claimEmails(
  prisma: PrismaClient,
  limit: number,
  leaseMs: number,
): Promise<WaitingEmail[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    update email e set due_at = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8),
      attempts = e.attempts + 1, reply_to = a.mail_reply_to, recipients = case e.audience
        when 'agency' then array(
          select u.email from app_user u
          where u.account_id = e.account_id and u.role in ('owner', 'admin', 'billing') order by u.email)
        else array(
          select b.email from buyer b
          where b.id = e.buyer_id and b.email is not null and (b.mail_opt_in or e.kind = 'payer_link'))
        end
    from account a
    where a.id = e.account_id and e.id in (
      select w.id from email w where w.sent_at is null and w.due_at <= clock_timestamp()
      order by w.due_at limit ${limit} for update skip locked)
    returning e.id, e.account_id, a.name as account_name, e.reply_to, e.audience, e.kind, e.data, e.attempts,
      e.created_at, e.recipients`;
  return rows
    .sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || a.audience.localeCompare(b.audience))
    .map((row) => ({
      id: row.id,
      accountId: row.account_id,
      accountName: row.account_name,
      replyTo: row.reply_to,
      audience: oneOf(['agency', 'buyer'], row.audience),
      recipients: row.recipients,
      kind: oneOf(EMAIL_KINDS, row.kind),
      data: row.data,
      attempts: row.attempts,
    }));
}
