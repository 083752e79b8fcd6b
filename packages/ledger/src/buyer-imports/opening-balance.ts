import { newId } from '@drawdown/shared/ids';
import type { Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { afterCredit, postCredit } from '../top-ups/credit.ts';
import { openingBalanceHash, openingBalanceKey } from './known.ts';

type OpeningBalance = {
  accountId: string;
  externalId: string;
  buyerId: string;
  walletId: string;
  amount: Money;
  actor: Actor;
};

/**
 * Credits an opening balance as one external top-up, within the caller's transaction. @throws a unique violation when
 * it is there already: the key belongs to the external id for ever.
 */
export async function creditOpeningBalance(records: Records, opening: OpeningBalance): Promise<void> {
  const { accountId, externalId, buyerId, walletId, amount, actor } = opening;
  const id = newId('topUp');
  const reference = 'Opening balance';
  const topUp = await records.topUpRow.create({
    data: {
      id,
      accountId,
      walletId,
      buyerId,
      amountMinor: amount.amountMinor,
      currency: amount.currency,
      funding: 'external',
      trigger: 'manual',
      status: 'pending',
      reference,
      reason: 'Brought in with an import of buyers',
      idempotencyKey: openingBalanceKey(externalId),
      requestHash: openingBalanceHash(externalId, amount),
      requestedByKind: actor.kind,
      requestedById: actor.id,
      requestedByLabel: actor.label,
    },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'top_up.requested',
    subjectId: id,
    after: auditable({ walletId, amount, funding: 'external', buyerId, reference, externalId }),
  });
  await postCredit(records, topUp, { event: 'external_credit' });
  await afterCredit(records, topUp, { amountMinor: amount.amountMinor, chargeId: null });
}
