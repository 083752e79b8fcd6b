import type { LeadStanding, Ledger } from '@drawdown/ledger';

/** Tells open browsers to fetch the lead again, and what its end has changed. */
export function publishLead({ changes }: Pick<Ledger, 'changes'>, lead: LeadStanding): void {
  const { accountId, deliveryId, buyerId, walletId, chargeId, topUpId, outcome, pausedBuyerIds } = lead;
  changes.publish(accountId, { type: 'delivery.changed', deliveryId, buyerId });
  // What he owes, or whether he gets leads, may be another.
  for (const paused of new Set([buyerId, ...pausedBuyerIds]))
    changes.publish(accountId, { type: 'buyer.changed', buyerId: paused });
  if (outcome !== 'pending') changes.publish(accountId, { type: 'charge.changed', chargeId });
  if (topUpId === null) return;
  changes.publish(accountId, { type: 'top_up.changed', topUpId, walletId });
  changes.publish(accountId, { type: 'wallet.changed', walletId });
}
