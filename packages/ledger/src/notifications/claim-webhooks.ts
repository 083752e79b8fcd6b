import { oneOf } from '../database/parse.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { WaitingWebhook } from './types.ts';

export const WEBHOOK_TYPES = [
  'buyer.paused',
  'buyer.resumed',
  'delivery.delivered',
  'delivery.refused',
] as const;

type Row = {
  id: string;
  account_id: string;
  type: string;
  payload: Record<string, unknown>;
  created_at: Date;
  attempts: number;
  url: string | null;
  secret: string | null;
};

/** Takes messages that are due, oldest first, and leases them, with the endpoint as it is now. */
export async function claimWebhooks(
  prisma: PrismaClient,
  limit: number,
  leaseMs: number,
): Promise<WaitingWebhook[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    with claimed as (
      update outgoing_webhook set due_at = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8),
        attempts = attempts + 1
      where id in (
        select id from outgoing_webhook
        where delivered_at is null and given_up_at is null and due_at <= clock_timestamp()
        order by due_at limit ${limit} for update skip locked)
      returning id, account_id, type, payload, created_at, attempts)
    select c.*, e.url, e.secret from claimed c
    left join webhook_endpoint e on e.account_id = c.account_id and e.enabled
    order by c.created_at, c.id`;
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    type: oneOf(WEBHOOK_TYPES, row.type),
    payload: row.payload,
    createdAt: row.created_at,
    attempts: row.attempts,
    endpoint: row.url === null || row.secret === null ? null : { url: row.url, secret: row.secret },
  }));
}
