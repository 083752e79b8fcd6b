import type { LeadChargeStart, Ledger } from '@drawdown/ledger';
import type { Logger } from 'pino';
import type { LeadChargeWorkflows } from '../temporal/lead-charge-workflows.ts';

const AT_ONCE = 10_000;

export type LeadJanitorDeps = {
  ledger: Pick<Ledger, 'leadCharges'>;
  leadChargeWorkflows: LeadChargeWorkflows;
  log: Logger;
};

/** Makes terminating the workflow of a pending lead harmless. Answers the leads it started again. */
export async function restartAbandonedLeads(
  { ledger, leadChargeWorkflows, log }: LeadJanitorDeps,
  olderThan: Date,
): Promise<LeadChargeStart[]> {
  const restarted: LeadChargeStart[] = [];
  for (const lead of await ledger.leadCharges.listPending(olderThan, AT_ONCE)) {
    const { chargeId, deliveryId } = lead.input;
    if (await leadChargeWorkflows.isRunning(chargeId)) continue;
    await leadChargeWorkflows.startAgain(lead);
    log.warn({ chargeId, deliveryId }, 'a pending lead had no workflow; started it again');
    restarted.push(lead);
  }
  return restarted;
}
