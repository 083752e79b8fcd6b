import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { OutboxMessage } from './types.ts';

/** Writes a message in the transaction that makes it necessary; a second one about the same subject is dropped. */
export async function writeToOutbox(
  records: Records,
  message: OutboxMessage,
  dueAt = new Date(),
): Promise<void> {
  await records.outboxRow.createMany({
    data: [
      {
        id: newId('outbox'),
        kind: message.kind,
        subjectId: subjectOf(message),
        payload: payloadOf(message),
        dueAt,
      },
    ],
    skipDuplicates: true,
  });
}

function subjectOf(message: OutboxMessage): string {
  switch (message.kind) {
    case 'start_top_up':
      return message.input.topUpId;
    case 'stripe_event':
      return message.eventId;
  }
}

function payloadOf(message: OutboxMessage) {
  switch (message.kind) {
    case 'start_top_up':
      return message.input;
    case 'stripe_event':
      return {};
  }
}
