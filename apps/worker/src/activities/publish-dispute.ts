import type { Dispute, Ledger } from '@drawdown/ledger';

/** Tells open pages to fetch again what a dispute may have changed. */
export function publishDispute({ changes }: Pick<Ledger, 'changes'>, dispute: Dispute): void {
  const { accountId, id: disputeId, walletId, buyerId, pausedBuyers, payment } = dispute;
  changes.publish(accountId, { type: 'dispute.changed', disputeId });
  if (walletId !== null) {
    changes.publish(accountId, { type: 'wallet.changed', walletId });
    const { topUpId } = payment;
    if (topUpId !== null) changes.publish(accountId, { type: 'top_up.changed', topUpId, walletId });
  }
  const buyers = new Set([
    ...pausedBuyers.map((buyer) => buyer.buyerId),
    ...(buyerId === null ? [] : [buyerId]),
  ]);
  for (const id of buyers) changes.publish(accountId, { type: 'buyer.changed', buyerId: id });
}
