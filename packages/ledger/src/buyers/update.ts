import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { BuyerAndWallet } from '../switching/facts.ts';
import { BuyerMoved, lockBuyer, lockBuyerRow } from '../switching/lock.ts';
import { switchMechanism } from '../switching/switch-mechanism.ts';
import type { SwitchPreview } from '../switching/types.ts';
import { limitInOtherCurrency, mergedBilling } from './billing.ts';
import type { UpdateBuyerInput } from './types.ts';

/**
 * Merges the change into the buyer. Draws read mechanism and caps, and keep their counts, under the wallet's lock: one
 * that is being paid for comes first. Answers what forbids another mechanism, having written nothing then.
 */
export async function updateWithin(
  records: Records,
  input: UpdateBuyerInput,
  actor: Actor,
): Promise<SwitchPreview | null> {
  const { buyerId } = input;
  const { buyer, wallet } = await lock(records, input);
  const { mechanism, ...billing } = input.billing ?? {};
  // Asked for in the currency that the buyer had a moment ago: no number may be read in another one.
  if (limitInOtherCurrency(billing, currencyOf(buyer.currency)) !== null) throw new BuyerMoved(buyerId);
  if (mechanism !== undefined && mechanism !== buyer.mechanism) {
    const changed = await switchMechanism(records, { buyer, wallet }, { mechanism, actor });
    if (changed.outcome === 'not_allowed') return changed.preview;
  }
  const before = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  const after = await records.buyerRow.update({
    where: { id: buyerId },
    data: {
      ...(input.name !== undefined && { name: input.name }),
      ...(input.externalId !== undefined && { externalId: input.externalId }),
      ...(input.email !== undefined && { email: input.email }),
      ...mergedBilling(before, billing),
    },
  });
  if (after.dailyCapMinor === null && after.monthlyCapMinor === null) {
    // Without a cap nobody counts; a cap set later counts again from the deliveries.
    await records.buyerSpendingRow.deleteMany({ where: { buyerId } });
  }
  await recordAudit(records, {
    accountId: input.accountId,
    actor,
    action: 'buyer.changed',
    subjectId: buyerId,
    before: auditable(buyer),
    after: auditable(after),
  });
  return null;
}

async function lock(records: Records, { buyerId, billing }: UpdateBuyerInput): Promise<BuyerAndWallet> {
  if (billing === undefined) return lockBuyerRow(records, buyerId);
  const { walletId } = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  return lockBuyer(records, { buyerId, walletId });
}
