import type { Payment } from '@drawdown/ledger';
import type { PaymentResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';

export function paymentJson(payment: Payment): PaymentResource {
  const { id, buyerId, invoiceId, source, reference, note, paymentIntentId, recordedBy, reversed } = payment;
  return {
    id,
    buyerId,
    invoiceId,
    amount: moneyToJson(payment.amount),
    source,
    reference,
    note,
    paymentIntentId,
    receivedAt: payment.receivedAt.toISOString(),
    recordedBy,
    createdAt: payment.createdAt.toISOString(),
    allocations: payment.allocations.map(({ invoiceId: paid, amount }) => ({
      invoiceId: paid,
      amount: moneyToJson(amount),
    })),
    unallocated: moneyToJson(payment.unallocated),
    reversed: reversed && { ...reversed, at: reversed.at.toISOString() },
  };
}
