import type { ChargeNews, TopUpInput } from '@drawdown/shared/workflows';
import type { Database } from '../database/connection.ts';
import { oneOf } from '../database/parse.ts';
import type { Outbox, OutboxItem, OutboxMessage } from './types.ts';

const CHARGE_NEWS: readonly ChargeNews[] = ['paymentMethodUpdated', 'cardWorks', 'fundedOtherwise'];

type Row = {
  id: string;
  kind: string;
  subject_id: string;
  payload: unknown;
  attempts: number;
  created_at: Date;
};

export function createOutbox({ prisma }: Database): Outbox {
  return {
    async claim(limit, leaseMs) {
      const rows = await prisma.$queryRaw<Row[]>`
        update outbox set due_at = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8),
          attempts = attempts + 1
        where id in (
          select id from outbox where done_at is null and due_at <= clock_timestamp()
          order by due_at limit ${limit} for update skip locked)
        returning id, kind, subject_id, payload, attempts, created_at`;
      return rows.map(toItem).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    },

    async done(id) {
      await prisma.outboxRow.updateMany({ where: { id, doneAt: null }, data: { doneAt: new Date() } });
    },

    async retryLater(id, delayMs, error) {
      await prisma.outboxRow.updateMany({
        where: { id, doneAt: null },
        data: { dueAt: new Date(Date.now() + delayMs), lastError: error.slice(0, 500) },
      });
    },

    async topUpStarted(topUpId) {
      await prisma.outboxRow.updateMany({
        where: { kind: 'start_top_up', subjectId: topUpId, doneAt: null },
        data: { doneAt: new Date() },
      });
    },

    async backlog() {
      const { _count, _min } = await prisma.outboxRow.aggregate({
        where: { doneAt: null },
        _count: true,
        _min: { createdAt: true },
      });
      return { waiting: _count, oldestAt: _min.createdAt };
    },
  };
}

function toItem(row: Row): OutboxItem {
  return { id: row.id, message: toMessage(row), attempts: row.attempts, createdAt: row.created_at };
}

function toMessage(row: Row): OutboxMessage {
  const kind = oneOf(['start_top_up', 'stripe_event', 'charge_news', 'pause_changed'], row.kind);
  switch (kind) {
    case 'start_top_up':
      // Written by writeToOutbox alone, from a value of this very type.
      return { kind, input: row.payload as TopUpInput };
    case 'stripe_event':
      return { kind, eventId: row.subject_id };
    case 'charge_news': {
      // Written by writeToOutbox and by tell_charge alone.
      const { chargeId, news } = row.payload as { chargeId: string; news: string };
      return { kind, chargeId, news: oneOf(CHARGE_NEWS, news) };
    }
    case 'pause_changed': {
      const { buyerId, accountId } = row.payload as { buyerId: string; accountId: string };
      return { kind, buyerId, accountId };
    }
  }
}
