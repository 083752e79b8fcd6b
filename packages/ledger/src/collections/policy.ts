import { type RetryPolicy, STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import type { Prisma } from '../generated/prisma/client.ts';

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

function delays(value: Prisma.JsonValue | undefined, standard: number[]): number[] {
  if (!Array.isArray(value)) return standard;
  return value.filter((delay) => typeof delay === 'number');
}
