import type { RecordPaymentRequest } from '@drawdown/shared/http';
import { closePeriodResultSchema, paymentSchema, receivableSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const paymentsPageSchema = pageOf(paymentSchema);

/** What a buyer owes, and what of it is on which invoice. */
export function receivableQuery(buyerId: string) {
  return queryOptions({
    queryKey: ['receivables', buyerId, 'now'],
    queryFn: ({ signal }) => request(`${pathOf(buyerId)}/receivable`, { schema: receivableSchema, signal }),
  });
}

/** What was paid outside Stripe, newest first. */
export function paymentsQuery(buyerId: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['receivables', buyerId, 'payments', { cursor }],
    queryFn: ({ signal }) =>
      request(`${pathOf(buyerId)}/payments`, {
        query: { cursor, limit: 10 },
        schema: paymentsPageSchema,
        signal,
      }),
  });
}

/** The same key asks about the same payment. */
export function recordPayment(buyerId: string, body: RecordPaymentRequest, idempotencyKey: string) {
  return request(`${pathOf(buyerId)}/payments`, {
    method: 'POST',
    body,
    idempotencyKey,
    schema: paymentSchema,
  });
}

/** Takes a mistyped payment back by an entry of its own. */
export function reversePayment(paymentId: string, reason: string) {
  return request(`/v1/payments/${encodeURIComponent(paymentId)}/reverse`, {
    method: 'POST',
    body: { reason },
    schema: paymentSchema,
  });
}

/** Bills at once what is unbilled, without waiting for the end of the period. */
export function closePeriod(buyerId: string) {
  return request(`${pathOf(buyerId)}/close-period`, { method: 'POST', schema: closePeriodResultSchema });
}

function pathOf(buyerId: string): string {
  return `/v1/buyers/${encodeURIComponent(buyerId)}`;
}
