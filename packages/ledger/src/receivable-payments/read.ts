import { PAYMENT_SOURCES } from '@drawdown/shared/codes';
import { moneyOf, oneOf } from '../database/parse.ts';
import type { Prisma, ReceivablePaymentRow } from '../generated/prisma/client.ts';
import type { Payment } from './types.ts';

export const withItsParts = {
  parts: { orderBy: { id: 'asc' } },
} satisfies Prisma.ReceivablePaymentRowInclude;

type WithItsParts = Prisma.ReceivablePaymentRowGetPayload<{ include: typeof withItsParts }>;

/** The first row of a payment, with those that were recorded with it, as the one payment that they are. */
export function toPayment(row: WithItsParts): Payment {
  const rows = [row, ...row.parts];
  const { currency } = row;
  const total = sumOf(rows, ({ amountMinor }) => amountMinor);
  const allocations = rows.flatMap((part) =>
    part.invoiceId !== null && part.appliedMinor
      ? [{ invoiceId: part.invoiceId, amount: moneyOf(part.appliedMinor, currency) }]
      : [],
  );
  const allocated = sumOf(rows, ({ appliedMinor }) => appliedMinor ?? 0n);
  const [only, ...more] = allocations;
  return {
    id: row.id,
    accountId: row.accountId,
    buyerId: row.buyerId,
    invoiceId: more.length === 0 ? (only?.invoiceId ?? null) : null,
    amount: moneyOf(total, currency),
    source: oneOf(PAYMENT_SOURCES, row.source),
    reference: row.reference,
    note: row.note,
    paymentIntentId: row.paymentIntentId,
    receivedAt: row.receivedAt,
    recordedBy: row.recordedByLabel,
    createdAt: row.createdAt,
    allocations,
    unallocated: moneyOf(row.reversedAt === null ? total - allocated : 0n, currency),
    reversed:
      row.reversedAt === null
        ? null
        : { at: row.reversedAt, reason: row.reversedReason ?? '', by: row.reversedByLabel ?? '' },
  };
}

function sumOf(rows: ReceivablePaymentRow[], of: (row: ReceivablePaymentRow) => bigint): bigint {
  return rows.reduce((sum, row) => sum + of(row), 0n);
}
