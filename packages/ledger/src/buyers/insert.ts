import { newId } from '@drawdown/shared/ids';
import type { Currency } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { openWallet } from '../wallets/wallets.ts';
import { DEFAULT_BILLING, mergedBilling } from './billing.ts';
import type { CreateBuyerInput } from './types.ts';

/**
 * Writes a buyer, and a wallet of its own unless it shares one, within the caller's transaction. The limits are in this currency: the
 * caller has checked that. @throws a unique violation when the external id is taken.
 */
export async function insertBuyer(
  records: Records,
  input: CreateBuyerInput & { currency: Currency },
  actor: Actor,
): Promise<{ id: string; walletId: string }> {
  const { accountId, currency } = input;
  const walletId =
    input.walletId ?? (await openWallet(records, { accountId, owner: 'buyer', name: null, currency }));
  const data = {
    id: newId('buyer'),
    accountId,
    externalId: input.externalId ?? null,
    name: input.name,
    email: input.email ?? null,
    currency,
    walletId,
    ...mergedBilling(DEFAULT_BILLING, input.billing ?? {}),
  };
  await records.buyerRow.create({ data });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'buyer.created',
    subjectId: data.id,
    after: auditable(data),
  });
  return { id: data.id, walletId };
}
