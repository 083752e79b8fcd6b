import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { cardChangedWithin } from '../collections/card-changed.ts';
import type { Records } from '../database/connection.ts';
import { cardsOf, lockCards, makeDefault } from './lock-cards.ts';
import { toPaymentMethod } from './read.ts';
import type { Payer, RemovePaymentMethodResult } from './types.ts';

type Removal = { accountId: string; payer: Payer; paymentMethodId: string; confirm: boolean };

export async function removeCard(
  records: Records,
  { accountId, payer, paymentMethodId, confirm }: Removal,
  actor: Actor,
): Promise<RemovePaymentMethodResult> {
  await lockCards(records, accountId, payer);
  const cards = cardsOf(accountId, payer);
  const card = await records.paymentMethodRow.findFirst({ where: { ...cards, id: paymentMethodId } });
  if (card === null) return { outcome: 'payment_method_not_found' };
  const next = await records.paymentMethodRow.findFirst({
    where: { ...cards, id: { not: card.id } },
    orderBy: { id: 'desc' },
  });
  const rules = next === null ? await walletsThatCharge(records, accountId, payer) : [];
  if (rules.length > 0 && !confirm) return { outcome: 'last_card_of_auto_top_up' };
  const removed = await records.paymentMethodRow.update({
    where: { id: card.id },
    data: { removedAt: new Date(), isDefault: false, isBackup: false },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'payment_method.removed',
    subjectId: card.id,
    before: auditable({ payer, brand: card.brand, last4: card.last4 }),
  });
  if (card.isDefault && next !== null) {
    await makeDefault(records, accountId, payer, next.id);
    await cardChangedWithin(records, { accountId, payer, updatedByIssuer: false });
  }
  // At once, not when it is next due: a rule without a card never says that it is on.
  for (const walletId of rules) {
    await records.$queryRaw`select suspend_auto_top_up(${walletId}, 'no_usable_card')`;
  }
  return { outcome: 'removed', paymentMethod: toPaymentMethod(removed) };
}

/** Wallets whose rule is on and charges the cards of this payer. */
async function walletsThatCharge(records: Records, accountId: string, payer: Payer): Promise<string[]> {
  const payerBuyerId = payer.kind === 'buyer' ? payer.buyerId : null;
  const rules = await records.autoTopUpRuleRow.findMany({
    where: { accountId, payerBuyerId, enabled: true },
    select: { walletId: true },
    orderBy: { walletId: 'asc' },
  });
  return rules.map(({ walletId }) => walletId);
}
