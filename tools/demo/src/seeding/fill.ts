import type { SendRequest } from '../api/client.ts';
import { DEMO_ACCOUNT, DEMO_BUYERS, DEMO_POOL } from '../buyers.ts';
import { SHOWCASE_BUYERS } from '../showcase.ts';
import { seedBuyer } from './buyer.ts';
import { ensureCard } from './card.ts';
import { isComplete } from './completion.ts';
import { fundWallet } from './opening-credit.ts';
import { saveDemoSettings } from './settings.ts';
import { ensureSharedWallet } from './shared-wallet.ts';
import { seedShowcase } from './showcase.ts';

/** Fills the account as any client could, over the HTTP API. Every step may be repeated and does nothing twice. */
export async function fillDemoAccount(send: SendRequest, log: (line: string) => void): Promise<void> {
  if (await isComplete(send)) return;
  const buyers = DEMO_BUYERS.length + SHOWCASE_BUYERS.length;
  log(`Filling the demo account: ${buyers} buyers, their cards and opening credit`);
  await saveDemoSettings(send);
  await ensureCard(send, { owner: '/v1/account', testCard: DEMO_ACCOUNT.testCard });
  const poolId = await ensureSharedWallet(send, DEMO_POOL.name);
  await Promise.all(
    DEMO_BUYERS.map((buyer) => (buyer.sharesPool ? seedBuyer(send, buyer, poolId) : seedBuyer(send, buyer))),
  );
  await fundWallet(send, { walletId: poolId, credits: DEMO_POOL.openingCredits });
  await seedShowcase(send, poolId);
}
