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
    case 'stripe_event':
      return message.eventId;
    case 'charge_news':
      return `${message.chargeId}:${id}`;
    case 'pause_changed':
      return `${message.buyerId}:${id}`;
  }
}

function payloadOf(message: OutboxMessage) {
  switch (message.kind) {
    case 'start_top_up':
      return message.input;
    case 'stripe_event':
      return {};
    case 'charge_news':
      return { chargeId: message.chargeId, news: message.news };
    case 'pause_changed':
      return { buyerId: message.buyerId, accountId: message.accountId };
  }
}
