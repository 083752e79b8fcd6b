import type { CreateWalletRequest } from '@drawdown/shared/http';
import { entrySchema, walletSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const walletsPageSchema = pageOf(walletSchema);
const entriesPageSchema = pageOf(entrySchema);

/** The wallets that the account owns and its buyers share. */
export function sharedWalletsQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['wallets', 'list', { owner: 'account', cursor }],
    queryFn: ({ signal }) =>
      request('/v1/wallets', {
        query: { owner: 'account', cursor, limit: 50 },
        schema: walletsPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function walletQuery(walletId: string) {
  return queryOptions({
    queryKey: ['wallets', 'one', walletId],
    queryFn: ({ signal }) =>
      request(`/v1/wallets/${encodeURIComponent(walletId)}`, { schema: walletSchema, signal }),
  });
}

/** The wallet's history, newest first. */
export function entriesQuery(walletId: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['wallets', 'entries', walletId, { cursor }],
    queryFn: ({ signal }) =>
      request(`/v1/wallets/${encodeURIComponent(walletId)}/entries`, {
        query: { cursor, limit: 25 },
        schema: entriesPageSchema,
        signal,
      }),
    placeholderData: (previous, query) => (query?.queryKey[2] === walletId ? previous : undefined),
  });
}

/** A wallet that several buyers draw on. */
export function createSharedWallet(wallet: Omit<CreateWalletRequest, 'owner'>) {
  return request('/v1/wallets', {
    method: 'POST',
    body: { owner: 'account', ...wallet },
    schema: walletSchema,
  });
}
