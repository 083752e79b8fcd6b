import type { BuyerResource } from '@drawdown/shared/http';
import { buyerSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import { findBuyer } from '../api/buyers.ts';
import type { SendRequest } from '../api/client.ts';
import type { SeededBuyer } from '../buyers.ts';
import { DEMO_ACCOUNT } from '../buyers.ts';
import { ensureCard } from './card.ts';
import { fundWallet } from './opening-credit.ts';

/** Brings one buyer to where the demo begins, from wherever an earlier run stopped. Answers it. */
export async function seedBuyer(
  send: SendRequest,
  buyer: SeededBuyer,
  sharedWalletId?: string,
): Promise<{ id: string; walletId: string }> {
  const { id, walletId } =
    (await findBuyer(send, buyer.externalId)) ?? (await createBuyer(send, buyer, sharedWalletId));
  if (buyer.testCard !== null)
    await ensureCard(send, { owner: `/v1/buyers/${id}`, testCard: buyer.testCard });
  await fundWallet(send, { walletId, credits: buyer.openingCredits });
  return { id, walletId };
}

function createBuyer(
  send: SendRequest,
  { name, externalId, email, billing }: SeededBuyer,
  walletId: string | undefined,
): Promise<BuyerResource> {
  const own = walletId === undefined ? { currency: DEMO_ACCOUNT.currency } : { walletId };
  const body = { name, externalId, email, ...own, ...(billing === undefined ? {} : { billing }) };
  return call(send, { method: 'POST', path: '/v1/buyers', body }, buyerSchema);
}
