import type { BuyerResource } from '@drawdown/shared/http';
import { buyerSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import { findBuyer } from '../api/buyers.ts';
import type { SendRequest } from '../api/client.ts';
import type { DemoBuyer } from '../buyers.ts';
import { DEMO_ACCOUNT } from '../buyers.ts';
import { ensureCard } from './card.ts';
import { fundWallet } from './opening-credit.ts';

/** Brings one buyer to where the demo begins, from wherever an earlier run stopped. */
export async function seedBuyer(send: SendRequest, buyer: DemoBuyer, sharedWalletId?: string): Promise<void> {
  const { id, walletId } =
    (await findBuyer(send, buyer.externalId)) ?? (await createBuyer(send, buyer, sharedWalletId));
  if (buyer.testCard !== null)
    await ensureCard(send, { owner: `/v1/buyers/${id}`, testCard: buyer.testCard });
  await fundWallet(send, { walletId, credits: buyer.openingCredits });
}

function createBuyer(
  send: SendRequest,
  { name, externalId, email }: DemoBuyer,
  walletId: string | undefined,
): Promise<BuyerResource> {
  const own = walletId === undefined ? { currency: DEMO_ACCOUNT.currency } : { walletId };
  const body = { name, externalId, email, ...own };
  return call(send, { method: 'POST', path: '/v1/buyers', body }, buyerSchema);
}
