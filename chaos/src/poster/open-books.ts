import type { Ledger } from '@drawdown/ledger';
import { openScenario } from '@drawdown/ledger/testing';
import type { PostingPlan } from './plan.ts';

/** What the wallets hold before anything is posted. */
export const RICH_CREDIT_MINOR = 900_000n;
export const POOR_CREDIT_MINOR = 2_000n;

export async function openBooks(ledger: Ledger, seed: number): Promise<PostingPlan> {
  const scenario = await openScenario(ledger);
  const [rich, poor] = [await scenario.buyer({ name: 'Rich' }), await scenario.buyer({ name: 'Poor' })];
  for (let times = 0; times < 5; times += 1) await scenario.credit(rich.walletId, RICH_CREDIT_MINOR / 5n);
  await scenario.credit(poor.walletId, POOR_CREDIT_MINOR);
  return {
    seed,
    accountId: scenario.accountId,
    rich: { buyerId: rich.id, walletId: rich.walletId },
    poor: { buyerId: poor.id, walletId: poor.walletId },
  };
}
