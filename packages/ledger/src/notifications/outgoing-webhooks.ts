import { randomBytes } from 'node:crypto';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { oneOf } from '../database/parse.ts';
import type { OutgoingWebhookRow, WebhookEndpointRow } from '../generated/prisma/client.ts';
import { claimWebhooks, WEBHOOK_TYPES } from './claim-webhooks.ts';
import type { OutgoingWebhooks, WebhookDelivery, WebhookEndpoint } from './types.ts';

/** Standard Webhooks asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;

export function createOutgoingWebhooks({ prisma }: Database): OutgoingWebhooks {
  return {
    claim: (limit, leaseMs) => claimWebhooks(prisma, limit, leaseMs),

    async delivered(id, status) {
      await prisma.outgoingWebhookRow.updateMany({
        where: { id, deliveredAt: null },
        data: { deliveredAt: new Date(), givenUpAt: null, lastStatus: status, lastError: null },
      });
    },

    async failed(id, { status, error, retryInMs }) {
      const now = Date.now();
      await prisma.outgoingWebhookRow.updateMany({
        where: { id, deliveredAt: null },
        data: {
          lastStatus: status,
          lastError: error.slice(0, 500),
          ...(retryInMs === null ? { givenUpAt: new Date(now) } : { dueAt: new Date(now + retryInMs) }),
        },
      });
    },

    async list(accountId, { limit, cursor }) {
      const rows = await prisma.outgoingWebhookRow.findMany({
        where: { accountId, ...(cursor && { id: { lt: cursor } }) },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows.map(toDelivery), limit, (delivery) => delivery.id);
    },

    async resend(accountId, id) {
      const { count } = await prisma.outgoingWebhookRow.updateMany({
        where: { id, accountId },
        data: { deliveredAt: null, givenUpAt: null, attempts: 0, dueAt: new Date() },
      });
      return count === 1;
    },

    async endpoint(accountId) {
      const row = await prisma.webhookEndpointRow.findUnique({ where: { accountId } });
      return row && toEndpoint(row);
    },

    async saveEndpoint({ accountId, url, enabled, rollSecret }, actor) {
      const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
      return prisma.$transaction(async (records) => {
        const before = await records.webhookEndpointRow.findUnique({ where: { accountId } });
        const row = await records.webhookEndpointRow.upsert({
          where: { accountId },
          create: { accountId, url, enabled, secret },
          update: { url, enabled, updatedAt: new Date(), ...(rollSecret && { secret }) },
        });
        await recordAudit(records, {
          accountId,
          actor,
          action: 'webhook_endpoint.saved',
          subjectId: accountId,
          ...(before && { before: auditable({ url: before.url, enabled: before.enabled }) }),
          after: auditable({ url, enabled, newSecret: before === null || rollSecret }),
        });
        return toEndpoint(row);
      });
    },
  };
}

function toEndpoint({ url, enabled, secret }: WebhookEndpointRow): WebhookEndpoint {
  return { url, enabled, secret };
}

function toDelivery(row: OutgoingWebhookRow): WebhookDelivery {
  const waits = row.deliveredAt === null && row.givenUpAt === null;
  return {
    id: row.id,
    type: oneOf(WEBHOOK_TYPES, row.type),
    payload: Object(row.payload),
    createdAt: row.createdAt,
    attempts: row.attempts,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
    deliveredAt: row.deliveredAt,
    givenUpAt: row.givenUpAt,
    nextAt: waits ? row.dueAt : null,
  };
}
