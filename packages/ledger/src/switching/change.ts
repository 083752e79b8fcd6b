import type { Place } from './types.ts';

/** What differs between two places, in the terms that decide what becomes of open things. */
export type Change = {
  mechanism: boolean;
  wallet: boolean;
  currency: boolean;
  /** Nobody draws on the buyer's own wallet after it. */
  leavesOwnWallet: boolean;
  /** Its leads are no longer paid from the wallet that it leaves, whosever that is. */
  leavesWallet: boolean;
  /** Leads are no longer collected by invoices and statements, or in another way than before. */
  leavesPeriods: boolean;
};

export function changeBetween(from: Place, to: Place): Change {
  const wallet = from.walletId !== to.walletId;
  const leavesWallet = from.mechanism === 'wallet' && (wallet || to.mechanism !== 'wallet');
  return {
    mechanism: from.mechanism !== to.mechanism,
    wallet,
    currency: from.currency !== to.currency,
    leavesOwnWallet: from.walletOwner === 'buyer' && (wallet || leavesWallet),
    leavesWallet: wallet || leavesWallet,
    leavesPeriods: isBilledByPeriod(from) && from.mechanism !== to.mechanism,
  };
}

export function isBilledByPeriod({ mechanism }: Place): boolean {
  return mechanism === 'net_terms' || mechanism === 'manual';
}
