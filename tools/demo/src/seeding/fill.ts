import type { SendRequest } from '../api/client.ts';
import { DEMO_ACCOUNT, DEMO_BUYERS, DEMO_POOL } from '../buyers.ts';
import { seedBuyer } from './buyer.ts';
import { ensureCard } from './card.ts';
import { isComplete } from './completion.ts';
import { fundWallet } from './opening-credit.ts';
import { ensureSharedWallet } from './shared-wallet.ts';

/** Fills the account as any client could, over the HTTP API. Every step may be repeated and does nothing twice. */
export async function fillDemoAccount(send: SendRequest, log: (line: string) => void): Promise<void> {
  if (await isComplete(send)) return;
  log(`Filling the demo account: ${DEMO_BUYERS.length} buyers, their cards and opening credit`);
  await ensureCard(send, { owner: '/v1/account', testCard: DEMO_ACCOUNT.testCard });
  const poolId = await ensureSharedWallet(send, DEMO_POOL.name);
  await Promise.all(
    DEMO_BUYERS.map((buyer) => (buyer.sharesPool ? seedBuyer(send, buyer, poolId) : seedBuyer(send, buyer))),
  );
  // Last of all: that the pool is funded is the sign that everything before it is done.
  await fundWallet(send, { walletId: poolId, credits: DEMO_POOL.openingCredits });
}
