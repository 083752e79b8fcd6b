import type { RefundRow } from '../generated/prisma/client.ts';
import type { OutboxMessage } from '../outbox/types.ts';

/** What starts the workflow of a refund. */
export function refundStart(row: RefundRow): Extract<OutboxMessage, { kind: 'start_refund' }> {
  const { id: refundId, chargeId, accountId, walletId, topUpId, deliveryId, amountMinor, currency } = row;
  return {
    kind: 'start_refund',
    input: {
      refundId,
      chargeId,
      accountId,
      walletId,
      topUpId,
      deliveryId,
      amountMinor: Number(amountMinor),
      currency,
    },
  };
}
