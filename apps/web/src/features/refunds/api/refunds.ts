import type { CreateRefundRequest } from '@drawdown/shared/http';
import { refundSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import { request } from '../../../http/request.ts';

/** Sends credit back to the card that paid. The same key asks about the same refund. */
export function refundTopUp(topUpId: string, body: CreateRefundRequest, idempotencyKey: string) {
  return request(`/v1/top-ups/${encodeURIComponent(topUpId)}/refunds`, {
    method: 'POST',
    body,
    idempotencyKey,
    schema: refundSchema,
  });
}

/** Undoes a mistyped external or promotional credit. */
export function correctTopUp(topUpId: string, reason: string) {
  return request(`/v1/top-ups/${encodeURIComponent(topUpId)}/correct`, {
    method: 'POST',
    body: { reason },
    schema: z.unknown(),
  });
}
