import type { Page as LedgerPage } from '@drawdown/ledger';
import type { Page } from '@drawdown/shared/http';

/** A page of the ledger as lists answer it. */
export function pageJson<T, R>(page: LedgerPage<T>, toResource: (item: T) => R): Page<R> {
  return { data: page.items.map(toResource), nextCursor: page.nextCursor };
}
