import { buyerStatementSchema, statementSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../../http/request.ts';

/** Whole days, both included, in the account's time zone. */
export type Period = { from: string; to: string };

export function walletStatementQuery(walletId: string, period: Period) {
  return queryOptions({
    queryKey: ['wallets', 'statement', walletId, period],
    queryFn: ({ signal }) =>
      request(walletStatementPath(walletId), { query: period, schema: statementSchema, signal }),
  });
}

/** What a buyer owes. */
export function buyerStatementQuery(buyerId: string, period: Period) {
  return queryOptions({
    queryKey: ['receivables', buyerId, 'statement', period],
    queryFn: ({ signal }) =>
      request(buyerStatementPath(buyerId), { query: period, schema: buyerStatementSchema, signal }),
  });
}

export function walletStatementPath(walletId: string): string {
  return `/v1/wallets/${encodeURIComponent(walletId)}/statement`;
}

export function buyerStatementPath(buyerId: string): string {
  return `/v1/buyers/${encodeURIComponent(buyerId)}/statement`;
}

/** Where the browser downloads a statement from. */
export function downloadUrl(path: string, { from, to }: Period, format: 'csv' | 'pdf'): string {
  return `${path}?${new URLSearchParams({ from, to, format })}`;
}
