import type { Ledger, Refund } from '@drawdown/ledger';
import type { Logger } from 'pino';
import type { RefundWorkflows } from '../temporal/refund-workflows.ts';

const AT_ONCE = 1_000;

export type RefundJanitorDeps = {
  ledger: Pick<Ledger, 'refunds'>;
  refundWorkflows: Pick<RefundWorkflows, 'isRunning' | 'startAgain'>;
  log: Logger;
};

/** Answers the refunds it started again: open ones whose workflow is gone. */
export async function restartAbandonedRefunds(deps: RefundJanitorDeps, olderThan: Date): Promise<Refund[]> {
  const { ledger, refundWorkflows, log } = deps;
  const restarted: Refund[] = [];
  for (const refund of await ledger.refunds.listOpen(olderThan, AT_ONCE)) {
    if (await refundWorkflows.isRunning(refund.id)) continue;
    await refundWorkflows.startAgain(refund);
    log.warn({ refundId: refund.id }, 'an open refund had no workflow; started it again');
    restarted.push(refund);
  }
  return restarted;
}
