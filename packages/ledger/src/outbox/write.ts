import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { OutboxMessage } from './types.ts';

/**
 * Writes a message in the transaction that makes it necessary; a second start of a top-up, or a second note of the same
 * Stripe event, is dropped.
 */
export async function writeToOutbox(
  records: Records,
  message: OutboxMessage,
  dueAt = new Date(),
): Promise<void> {
  const id = newId('outbox');
  await records.outboxRow.createMany({
    data: [
      {
        id,
        kind: message.kind,
        subjectId: subjectOf(message, id),
        payload: payloadOf(message),
        dueAt,
      },
    ],
    skipDuplicates: true,
  });
}

/** News is told each time: what came before it may have been acted on already. */
function subjectOf(message: OutboxMessage, id: string): string {
  switch (message.kind) {
    case 'start_top_up':
      return message.input.topUpId;
    case 'start_lead_charge':
      return message.input.chargeId;
    case 'start_refund':
      return message.input.refundId;
    case 'start_dispute':
      return message.input.disputeId;
    case 'start_invoice_period':
      return `${message.input.buyerId}:${message.input.kind}:${message.input.period}`;
    case 'invoice_news':
      return `${message.invoiceId}:${id}`;
    case 'dispute_news':
      return `${message.disputeId}:${id}`;
    case 'stripe_event':
      return message.eventId;
    case 'charge_news':
      return `${message.chargeId}:${id}`;
    case 'pause_changed':
      return `${message.buyerId}:${id}`;
    case 'top_up_invoice':
      return `${message.topUpId}:${id}`;
  }
}

function payloadOf(message: OutboxMessage) {
  switch (message.kind) {
    case 'start_top_up':
    case 'start_dispute':
    case 'start_lead_charge':
    case 'start_refund':
    case 'start_invoice_period':
      return message.input;
    case 'invoice_news':
      return { invoiceId: message.invoiceId };
    case 'dispute_news':
      return { disputeId: message.disputeId };
    case 'stripe_event':
      return {};
    case 'charge_news':
      return { chargeId: message.chargeId, news: message.news };
    case 'pause_changed':
      return { buyerId: message.buyerId, accountId: message.accountId };
    case 'top_up_invoice':
      return { topUpId: message.topUpId };
  }
}
