import type { OpenFacts } from './facts.ts';
import type { Place } from './types.ts';

export type Movable = { walletId: string; amountMinor: bigint };

/**
 * What may go along: what is available in the buyer's own wallets that nobody draws on after the change, in the currency of
 * the wallet that it comes to. What holds reserve stays, so that each can be captured.
 */
export function movable({ from, to, facts }: { from: Place; to: Place; facts: OpenFacts }): Movable[] {
  const own = from.walletOwner === 'buyer' && to.walletId !== from.walletId ? [facts.wallet] : [];
  return [...own, ...facts.left]
    .filter(({ walletId, currency }) => walletId !== to.walletId && currency === to.currency)
    .filter(({ availableMinor }) => availableMinor > 0n)
    .map(({ walletId, availableMinor }) => ({ walletId, amountMinor: availableMinor }));
}
