import type { Ledger } from '@drawdown/ledger';
import type { PauseInput } from '@drawdown/shared/workflows';
import type { Logger } from 'pino';
import type { PauseWorkflows } from '../temporal/pause-workflows.ts';

/** Above the number of buyers that are paused at any time: those beyond would be looked at only once others resume. */
const AT_MOST = 10_000;
const AT_ONCE = 20;

export type PauseSweepDeps = {
  ledger: Pick<Ledger, 'pauses' | 'changes'>;
  pauseWorkflows: PauseWorkflows;
  log: Logger;
};

/** Makes canceling or terminating a pause's workflow harmless: a paused buyer without one gets one again. */
export async function restartLostPauses(deps: PauseSweepDeps): Promise<string[]> {
  const { ledger, pauseWorkflows, log } = deps;
  const restarted: string[] = [];
  const open = await ledger.pauses.listOpen(AT_MOST);
  for (let from = 0; from < open.length; from += AT_ONCE)
    await Promise.all(open.slice(from, from + AT_ONCE).map(restartIfLost));
  return restarted;

  async function restartIfLost({ buyerId, accountId }: PauseInput): Promise<void> {
    if (await pauseWorkflows.isRunning(buyerId)) return;
    await pauseWorkflows.changed({ buyerId, accountId });
    log.warn({ buyerId }, 'a paused buyer had no workflow; started it again');
    restarted.push(buyerId);
  }
}

/** Ends pauses whose reasons are gone although nobody noticed. Answers the buyers it concerned. */
export async function recheckPauses({
  ledger,
  log,
}: Omit<PauseSweepDeps, 'pauseWorkflows'>): Promise<string[]> {
  const freed: string[] = [];
  for (const { buyerId, accountId } of await ledger.pauses.listOpen(AT_MOST)) {
    const closed = await ledger.pauses.recheck(buyerId);
    if (closed === 0) continue;
    ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
    log.warn({ buyerId, closed }, 'a pause had reasons that were gone; closed them');
    freed.push(buyerId);
  }
  return freed;
}
