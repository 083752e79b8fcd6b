import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { RetryAsked } from './types.ts';

const ACTION = 'charge.retry_asked';

/** Writes down who asked for an attempt, and why. Once for each `askId`, since whoever writes it holds the charge's row. */
export async function noteRetryAskedWithin(records: Records, input: RetryAsked): Promise<void> {
  const { chargeId, askId, actor, reason } = input;
  await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  const { accountId } = await records.chargeRow.findUniqueOrThrow({ where: { id: chargeId } });
  const noted = await records.auditRow.findFirst({
    where: { subjectId: chargeId, action: ACTION, after: { path: ['askId'], equals: askId } },
  });
  if (noted !== null) return;
  await recordAudit(records, {
    accountId,
    actor,
    action: ACTION,
    subjectId: chargeId,
    after: auditable({ reason, askId }),
  });
}
