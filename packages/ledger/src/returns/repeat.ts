import type { Records } from '../database/connection.ts';
import { toDelivery } from '../deliveries/read.ts';
import { toRefund, withItsPayment } from '../refunds/read.ts';
import { toLeadReturn, withItsReturn } from './read.ts';
import type { ReturnLeadInput, ReturnLeadResult } from './types.ts';

/**
 * What was answered before, where this asks again: by its key, else by the delivery, which is returned once. Null when it
 * asks for the first time.
 */
export async function repeatedReturn(
  records: Records,
  { accountId, deliveryId, code, idempotency }: ReturnLeadInput,
): Promise<ReturnLeadResult | null> {
  if (idempotency !== undefined) {
    const known = await records.leadReturnRow.findUnique({
      where: { accountId_idempotencyKey: { accountId, idempotencyKey: idempotency.key } },
    });
    if (known !== null) {
      const hash = known.requestHash === null ? null : Buffer.from(known.requestHash).toString('hex');
      if (hash !== idempotency.requestHash) return { outcome: 'idempotency_key_reused' };
      return answerOf(records, known.deliveryId);
    }
  }
  const row = await records.deliveryRow.findUniqueOrThrow({
    where: { id: deliveryId },
    include: withItsReturn,
  });
  const lead = toLeadReturn(row);
  if (lead === null) return null;
  return lead.code === code ? answerOf(records, deliveryId) : { outcome: 'returned_before', lead };
}

async function answerOf(records: Records, deliveryId: string): Promise<ReturnLeadResult> {
  const row = await records.deliveryRow.findUniqueOrThrow({
    where: { id: deliveryId },
    include: { leadReturn: true, refund: { include: withItsPayment } },
  });
  const lead = toLeadReturn(row);
  if (lead === null) throw new Error(`${deliveryId} is not returned`);
  const refund = row.refund && toRefund(row.refund);
  return { outcome: 'returned', delivery: toDelivery(row), lead, refund, replayed: true };
}
