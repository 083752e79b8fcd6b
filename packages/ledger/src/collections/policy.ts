import { type RetryPolicy, STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import type { Records } from '../database/connection.ts';
import type { AccountRow, ChargeRow, Prisma } from '../generated/prisma/client.ts';

/** An account's schedule of retries; the standard one where it has none of its own. */
export function retryPolicyOf(column: Prisma.JsonValue | null): RetryPolicy {
  if (column === null || typeof column !== 'object' || Array.isArray(column)) return STANDARD_RETRY_POLICY;
  return {
    softFunds: delays(column.softFunds, STANDARD_RETRY_POLICY.softFunds),
    softIssuer: delays(column.softIssuer, STANDARD_RETRY_POLICY.softIssuer),
    softTechnical: delays(column.softTechnical, STANDARD_RETRY_POLICY.softTechnical),
    giveUpAfter:
      typeof column.giveUpAfter === 'number' ? column.giveUpAfter : STANDARD_RETRY_POLICY.giveUpAfter,
  };
}

type Kept = Pick<ChargeRow, 'retryPolicy' | 'retryPolicyLabel'>;
type Own = Pick<AccountRow, 'retryPolicy' | 'retryPolicyLabel'>;

/** By which schedule a charge is collected: the one it began to fail with, else the account's present one. */
export function schedulePolicy(charge: Kept, account: Own): { policy: RetryPolicy; label: string | null } {
  const { retryPolicy, retryPolicyLabel } = charge.retryPolicy === null ? account : charge;
  return { policy: retryPolicyOf(retryPolicy), label: retryPolicyLabel };
}

/**
 * What a charge that begins to fail keeps of its account's settings, so that changing those moves no date of what is
 * being collected. Nothing where it has its schedule already.
 */
export async function policyKept(
  records: Records,
  { accountId, retryPolicy }: ChargeRow,
): Promise<{ retryPolicy?: RetryPolicy; retryPolicyLabel?: string | null }> {
  if (retryPolicy !== null) return {};
  const account = await records.accountRow.findUniqueOrThrow({ where: { id: accountId } });
  return { retryPolicy: retryPolicyOf(account.retryPolicy), retryPolicyLabel: account.retryPolicyLabel };
}

function delays(value: Prisma.JsonValue | undefined, standard: number[]): number[] {
  if (!Array.isArray(value)) return standard;
  return value.filter((delay) => typeof delay === 'number');
}
