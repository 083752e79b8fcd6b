import type { BuyerResource } from '@drawdown/shared/http';
import type { Tally } from './tally.ts';

/** One wallet that the file draws on, with what this run took from it. */
export type WalletChange = {
  walletId: string;
  name: string;
  currency: BuyerResource['currency'];
  beforeMinor: bigint;
  /** `null` when it could not be read. */
  afterMinor: bigint | null;
  spentMinor: bigint;
};

/** `after` are the same buyers as they stand now, by id. A shared wallet is one change, whoever drew on it. */
export function walletChanges(tally: Tally, after: ReadonlyMap<string, BuyerResource>): WalletChange[] {
  const changes = new Map<string, WalletChange>();
  for (const { buyer, spentMinor } of tally.buyers.values()) {
    const known = changes.get(buyer.walletId);
    if (known !== undefined) {
      known.spentMinor += spentMinor;
      continue;
    }
    const now = after.get(buyer.id)?.wallet.balance.amount;
    changes.set(buyer.walletId, {
      walletId: buyer.walletId,
      name: buyer.wallet.owner === 'account' ? (buyer.wallet.name ?? 'the shared wallet') : buyer.name,
      currency: buyer.currency,
      beforeMinor: BigInt(buyer.wallet.balance.amount),
      afterMinor: now === undefined ? null : BigInt(now),
      spentMinor,
    });
  }
  return [...changes.values()];
}

/** What moved in the wallet besides this run's deliveries: top-ups meanwhile, other leads. */
export function otherMovementMinor({ beforeMinor, afterMinor, spentMinor }: WalletChange): bigint {
  return afterMinor === null ? 0n : afterMinor - (beforeMinor - spentMinor);
}
