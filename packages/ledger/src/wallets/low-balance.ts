import type { Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { SetLowBalanceResult } from './types.ts';

export type NewLowBalance = { accountId: string; walletId: string; lowBalance: Money | null };

/** Changes where a low balance is told, and looks at once whether it is low. */
export async function setLowBalanceWithin(
  records: Records,
  { accountId, walletId, lowBalance }: NewLowBalance,
  actor: Actor,
): Promise<Exclude<SetLowBalanceResult, { outcome: 'saved' }> | { outcome: 'saved' }> {
  const found = await records.walletRow.findFirst({ where: { id: walletId, accountId } });
  if (found === null) return { outcome: 'wallet_not_found' };
  const currency = currencyOf(found.currency);
  if (lowBalance !== null && lowBalance.currency !== currency) {
    return { outcome: 'currency_mismatch', expected: currency };
  }
  await records.$queryRaw`select lock_wallet(${accountId}, ${walletId})`;
  const before = await records.walletRow.findUniqueOrThrow({ where: { id: walletId } });
  const lowBalanceMinor = lowBalance?.amountMinor ?? null;
  await records.walletRow.update({ where: { id: walletId }, data: { lowBalanceMinor } });
  await records.$executeRaw`select check_low_balance(${accountId}, ${walletId})`;
  await recordAudit(records, {
    accountId,
    actor,
    action: 'wallet.low_balance_changed',
    subjectId: walletId,
    before: auditable({ lowBalanceMinor: before.lowBalanceMinor }),
    after: auditable({ lowBalanceMinor }),
  });
  return { outcome: 'saved' };
}
