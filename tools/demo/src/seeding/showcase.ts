import { findBuyer } from '../api/buyers.ts';
import type { SendRequest } from '../api/client.ts';
import { BACKUP_CARD, POOL_RULE, SHOWCASE_BUYERS } from '../showcase.ts';
import { ensureAutoTopUp } from './auto-top-up.ts';
import { seedBuyer } from './buyer.ts';
import { ensureBackupCard } from './card.ts';
import { deliverLeads } from './leads.ts';

/**
 * What shows how money comes in by itself, and how it fails to. None of it changes the example day: its buyers have no
 * leads there, and what is left in the shared wallet after that day is above the threshold of its rule.
 */
export async function seedShowcase(send: SendRequest, poolId: string): Promise<void> {
  const owner = `/v1/buyers/${await idOf(send, BACKUP_CARD.externalId)}`;
  await ensureBackupCard(send, { owner, testCard: BACKUP_CARD.testCard });
  for (const { rule, leads, ...buyer } of SHOWCASE_BUYERS) {
    const { id, walletId } = await seedBuyer(send, buyer);
    await ensureAutoTopUp(send, { walletId, rule, payerBuyerId: id });
    if (leads) await deliverLeads(send, { buyerId: id, walletId, leads });
  }
  // Last of all: that the pool has its rule is the sign that everything before it is done.
  const payerBuyerId = await idOf(send, POOL_RULE.payerExternalId);
  await ensureAutoTopUp(send, { walletId: poolId, rule: POOL_RULE, payerBuyerId });
}

async function idOf(send: SendRequest, externalId: string): Promise<string> {
  const buyer = await findBuyer(send, externalId);
  if (buyer === null) throw new Error(`the demo has no buyer ${externalId}`);
  return buyer.id;
}
