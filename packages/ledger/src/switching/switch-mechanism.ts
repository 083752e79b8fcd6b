import type { Actor } from '../accounts/types.ts';
import type { BillingMechanism } from '../buyers/types.ts';
import type { Records } from '../database/connection.ts';
import { applySwitch } from './apply.ts';
import type { BuyerAndWallet } from './facts.ts';
import { look } from './switching.ts';
import type { SwitchPreview } from './types.ts';

type Changed = { outcome: 'changed' } | { outcome: 'not_allowed'; preview: SwitchPreview };

/**
 * Another mechanism and nothing else, by the rules of a switch, within a transaction that holds the locks of the buyer and
 * its wallet. Nothing was confirmed here, so it is refused while anything has to end first.
 */
export async function switchMechanism(
  records: Records,
  { buyer, wallet }: BuyerAndWallet,
  { mechanism, actor }: { mechanism: BillingMechanism; actor: Actor },
): Promise<Changed> {
  const order = { accountId: buyer.accountId, buyerId: buyer.id, mechanism };
  const seen = await look(records, order, { buyer, wallet });
  // Without another wallet or currency there is nothing in the order that could be wrong.
  if (seen.outcome !== 'seen') throw new Error(`a change of mechanism answered ${seen.outcome}`);
  if (!seen.preview.changes) return { outcome: 'changed' };
  if (!seen.preview.allowed) return { outcome: 'not_allowed', preview: seen.preview };
  await applySwitch(records, { order, buyer, facts: seen.facts, preview: seen.preview, actor });
  return { outcome: 'changed' };
}
