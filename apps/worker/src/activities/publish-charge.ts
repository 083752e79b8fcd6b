import type { Ledger } from '@drawdown/ledger';
import { publishTopUp } from './top-up-ledger.ts';

/** Tells open browsers to fetch the charge, what it is for, and the buyers that it has paused again. */
export async function publishCharge(
  ledger: Ledger,
  topUpId: string,
  pausedBuyerIds: readonly string[] = [],
): Promise<void> {
  const topUp = await ledger.topUps.find(topUpId);
  if (!topUp) return;
  const { accountId, chargeId } = topUp;
  publishTopUp(ledger, topUp);
  if (chargeId !== null) ledger.changes.publish(accountId, { type: 'charge.changed', chargeId });
  for (const buyerId of pausedBuyerIds) ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
}
