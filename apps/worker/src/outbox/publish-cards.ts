import type { Ledger, Payer } from '@drawdown/ledger';

/** A payer's cards changed; a buyer also shows its default card. */
export function publishCards({ changes }: Ledger, accountId: string, payer: Payer): void {
  const buyerId = payer.kind === 'buyer' ? payer.buyerId : null;
  changes.publish(accountId, { type: 'payment_methods.changed', buyerId });
  if (buyerId !== null) changes.publish(accountId, { type: 'buyer.changed', buyerId });
}
