import type { Ledger } from '@drawdown/ledger';
import type { Logger } from 'pino';
import type { DisputeWorkflows } from '../temporal/dispute-workflows.ts';

/** More than any account has undecided at any time. */
const AT_MOST = 10_000;

export type DisputeSweepDeps = {
  ledger: Pick<Ledger, 'disputes'>;
  disputeWorkflows: DisputeWorkflows;
  log: Logger;
};

/** Makes canceling or terminating a dispute's workflow harmless: an undecided one without a workflow gets one again. */
export async function restartLostDisputes({
  ledger,
  disputeWorkflows,
  log,
}: DisputeSweepDeps): Promise<string[]> {
  const restarted: string[] = [];
  for (const dispute of await ledger.disputes.listOpen(AT_MOST)) {
    if (await disputeWorkflows.isRunning(dispute.id)) continue;
    await disputeWorkflows.changed(dispute);
    log.warn({ disputeId: dispute.id }, 'an undecided dispute had no workflow; started it again');
    restarted.push(dispute.id);
  }
  return restarted;
}
