import type {
  ChargeNews,
  DisputeInput,
  InvoicePeriodInput,
  LeadChargeInput,
  RefundInput,
  TopUpInput,
} from '@drawdown/shared/workflows';
import type { Database } from '../database/connection.ts';
import { oneOf } from '../database/parse.ts';
import type { Outbox, OutboxItem, OutboxMessage } from './types.ts';

const CHARGE_NEWS: readonly ChargeNews[] = ['paymentMethodUpdated', 'cardWorks', 'fundedOtherwise'];

const KINDS = [
  'start_dispute',
  'dispute_news',
  'start_invoice_period',
  'invoice_news',
  'start_top_up',
  'start_lead_charge',
  'start_refund',
  'stripe_event',
  'charge_news',
  'pause_changed',
  'top_up_invoice',
] as const;

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

    async refundStarted(refundId) {
      await prisma.outboxRow.updateMany({
        where: { kind: 'start_refund', subjectId: refundId, doneAt: null },
        data: { doneAt: new Date() },
      });
    },

    async leadChargeStarted(chargeId) {
      await prisma.outboxRow.updateMany({
        where: { kind: 'start_lead_charge', subjectId: chargeId, doneAt: null },
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
  const kind = oneOf(KINDS, row.kind);
  switch (kind) {
    case 'start_top_up':
      // Written by writeToOutbox alone, from a value of this very type.
      return { kind, input: row.payload as TopUpInput };
    case 'start_refund':
      return { kind, input: row.payload as RefundInput };
    case 'start_lead_charge':
      // Written by charge_lead alone, from what this type names.
      return { kind, input: row.payload as LeadChargeInput };
    case 'start_dispute':
      return { kind, input: row.payload as DisputeInput };
    case 'start_invoice_period':
      return { kind, input: row.payload as InvoicePeriodInput };
    case 'invoice_news': {
      // Written by tell_invoice alone.
      const { invoiceId } = row.payload as { invoiceId: string };
      return { kind, invoiceId };
    }
    case 'dispute_news': {
      const { disputeId } = row.payload as { disputeId: string };
      return { kind, disputeId };
    }
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
    case 'top_up_invoice': {
      const { topUpId } = row.payload as { topUpId: string };
      return { kind, topUpId };
    }
  }
}
