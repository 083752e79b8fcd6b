import type { CreateTopUpRequest } from '@drawdown/shared/http';
import { topUpSchema } from '@drawdown/shared/http';
import { request } from '../../../http/request.ts';

export type TopUpSubmission = { walletId: string; idempotencyKey: string; body: CreateTopUpRequest };

/** Asks for a top-up. Sending the same submission again answers the same top-up and charges nothing more. */
export function createTopUp({ walletId, idempotencyKey, body }: TopUpSubmission) {
  return request(`/v1/wallets/${encodeURIComponent(walletId)}/top-ups`, {
    method: 'POST',
    body,
    idempotencyKey,
    schema: topUpSchema,
  });
}
