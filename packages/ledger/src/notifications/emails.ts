import { newId } from '@drawdown/shared/ids';
import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { oneOf } from '../database/parse.ts';
import type { EmailRow } from '../generated/prisma/client.ts';
import { claimEmails } from './claim-emails.ts';
import { EMAIL_KINDS } from './kinds.ts';
import type { Emails, SentEmail } from './types.ts';

const SENT_VIA = ['smtp', 'captured', 'none'] as const;

export function createEmails({ prisma }: Database): Emails {
  return {
    claim: (limit, leaseMs) => claimEmails(prisma, limit, leaseMs),

    async sent(id, { subject, text, html }, via) {
      await prisma.emailRow.updateMany({
        where: { id, sentAt: null },
        data: { subject, bodyText: text, bodyHtml: html, sentVia: via, sentAt: new Date(), lastError: null },
      });
      // A link that has reached its reader is nobody else's to open; captured mail is read here.
      if (via === 'smtp')
        await prisma.$executeRaw`update email set data = data - 'url' where id = ${id} and sent_via = 'smtp'`;
    },

    async retryLater(id, delayMs, error) {
      await prisma.emailRow.updateMany({
        where: { id, sentAt: null },
        data: { dueAt: new Date(Date.now() + delayMs), lastError: error.slice(0, 500) },
      });
    },

    async list(accountId, { limit, cursor }) {
      const rows = await prisma.emailRow.findMany({
        where: { accountId, ...(cursor && { id: { lt: cursor } }) },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows.map(toSentEmail), limit, (email) => email.id);
    },

    async get(accountId, id) {
      const row = await prisma.emailRow.findFirst({ where: { id, accountId } });
      return row && toSentEmail(row);
    },

    async payerLink({ accountId, buyerId, link, url }) {
      await prisma.emailRow.createMany({
        data: [
          {
            id: newId('email'),
            accountId,
            audience: 'buyer',
            buyerId,
            kind: 'payer_link',
            occasion: link.id,
            data: {
              linkId: link.id,
              kind: link.kind,
              url,
              buyerId,
              buyerName: link.buyerName,
              amountMinor: link.amount === null ? null : Number(link.amount.amountMinor),
              currency: link.currency,
              expiresAt: link.expiresAt.toISOString(),
            },
          },
        ],
        skipDuplicates: true,
      });
    },
  };
}

function toSentEmail(row: EmailRow): SentEmail {
  return {
    id: row.id,
    kind: oneOf(EMAIL_KINDS, row.kind),
    audience: oneOf(['agency', 'buyer'], row.audience),
    recipients: row.recipients,
    subject: row.subject ?? '',
    text: row.bodyText ?? '',
    html: row.bodyHtml ?? '',
    sentAt: row.sentAt,
    sentVia: row.sentVia === null ? null : oneOf(SENT_VIA, row.sentVia),
    lastError: row.lastError,
    createdAt: row.createdAt,
  };
}
