import type { Ledger, TopUp } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { startLoop } from '../loop/loop.ts';
import type { RefundWorkflows } from '../temporal/refund-workflows.ts';
import type { TopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { restartAbandonedRefunds } from './abandoned-refunds.ts';
import { type LeadJanitorDeps, restartAbandonedLeads } from './lead-charges.ts';
import { restartUnmadeInvoices, type UnmadeInvoicesDeps } from './unmade-invoices.ts';

const EVERY_MS = 60_000;
const OLDER_THAN_MS = 2 * 60_000;
/** Failing charges keep their top-ups open for weeks: all of them are looked through, so that none hides another. */
const AT_ONCE = 10_000;

export type JanitorDeps = { ledger: Ledger; topUpWorkflows: TopUpWorkflows; log: Logger };

/** Makes terminating a workflow harmless: rows that stay open without a running workflow get one again. */
export function startJanitor(
  deps: JanitorDeps & LeadJanitorDeps & { refundWorkflows: RefundWorkflows } & UnmadeInvoicesDeps,
): {
  stop(): Promise<void>;
} {
  return startLoop({
    name: 'janitor',
    log: deps.log,
    pauseMs: EVERY_MS,
    async turn() {
      const olderThan = new Date(Date.now() - OLDER_THAN_MS);
      await restartAbandonedTopUps(deps, olderThan);
      await restartAbandonedLeads(deps, olderThan);
      await restartAbandonedRefunds(deps, olderThan);
      await restartUnmadeInvoices(deps, olderThan);
      return 'idle';
    },
  });
}

/** Answers the top-ups it started again. */
export async function restartAbandonedTopUps(deps: JanitorDeps, olderThan: Date): Promise<TopUp[]> {
  const { ledger, topUpWorkflows, log } = deps;
  const restarted: TopUp[] = [];
  const open = await ledger.topUps.listOpen(olderThan, AT_ONCE);
  const seenRunning = open.length > 0 ? await topUpWorkflows.listRunning() : new Set<string>();
  for (const topUp of open) {
    // The list lags behind: only one that it does not show is asked for by itself.
    if (seenRunning.has(topUp.id) || (await topUpWorkflows.isRunning(topUp.id))) continue;
    await topUpWorkflows.startAgain(topUp);
    log.warn({ topUpId: topUp.id, status: topUp.status }, 'an open top-up had no workflow; started it again');
    restarted.push(topUp);
  }
  return restarted;
}
