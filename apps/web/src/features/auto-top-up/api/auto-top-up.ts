import type { PreviewAutoTopUpRequest, SaveAutoTopUpRequest } from '@drawdown/shared/http';
import { autoTopUpPreviewSchema, savedAutoTopUpSchema } from '@drawdown/shared/http';
import { request } from '../../../http/request.ts';

/** Saves the rule; what is due starts at once, in the same transaction. */
export function saveAutoTopUp(walletId: string, body: SaveAutoTopUpRequest) {
  return request(pathOf(walletId), { method: 'PUT', body, schema: savedAutoTopUpSchema });
}

/** What saving would charge at once. Changes nothing. */
export function previewAutoTopUp(walletId: string, body: PreviewAutoTopUpRequest, signal: AbortSignal) {
  return request(`${pathOf(walletId)}/preview`, {
    method: 'POST',
    body,
    schema: autoTopUpPreviewSchema,
    signal,
  });
}

function pathOf(walletId: string): string {
  return `/v1/wallets/${encodeURIComponent(walletId)}/auto-top-up`;
}
